"""Versions of one model: stored by the pull, and kept consistent by the database."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from catalog.identity.canonicalise import canonicalise
from catalog.ingest.apply import apply_payload
from catalog.ingest.versions import group_versions
from catalog.models import CanonicalModel
from tests.factories import make_model
from tests.payloads import offering, payload, read

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = date(2026, 5, 1)


def models(*paths):
    return {path: make_model(path) for path in paths}


def stored():
    rows = CanonicalModel.objects.exclude(version_kind="").order_by("path")
    return list(rows.values_list("path", "version_of__path", "version_kind", "version_date"))


def test_stores_the_current_version_the_kind_and_the_date():
    models("a/x", "a/x-20250805", "a/x-preview", "a/y-preview")
    group_versions()
    assert stored() == [
        ("a/x-20250805", "a/x", "snapshot", "2025-08-05"),
        ("a/x-preview", "a/x", "preview", ""),
    ]


def test_a_dated_current_version_has_its_date_too():
    models("a/x-20240620", "a/x-20241022")
    group_versions()
    assert stored() == [
        ("a/x-20240620", "a/x-20241022", "snapshot", "2024-06-20"),
        ("a/x-20241022", None, "snapshot", "2024-10-22"),
    ]


def test_grouping_again_writes_nothing(django_assert_num_queries):
    models("a/x", "a/x-preview")
    group_versions()
    with django_assert_num_queries(1):
        group_versions()


def test_the_newest_preview_takes_over_where_the_released_model_is_withdrawn():
    models("a/x", "a/x-preview-0101", "a/x-preview-0202")
    group_versions()
    assert [row[1] for row in stored()] == ["a/x", "a/x"]
    CanonicalModel.objects.filter(path="a/x").update(withdrawn_on=DAY)
    group_versions()
    assert [row[1] for row in stored()] == ["a/x-preview-0202", None]


def test_a_withdrawn_model_is_no_version():
    models("a/x", "a/x-preview")
    make_model("a/x-latest", withdrawn_on=DAY)
    group_versions()
    assert [row[0] for row in stored()] == ["a/x-preview"]


def apply(content, day):
    apply_payload(read(content), day=DAY + timedelta(days=day), last_seen=DAY)


def test_a_pull_groups_and_a_withdrawal_ungroups():
    ids = {id_: offering(id_, name=id_) for id_ in ("gpt-5", "gpt-5-2025-08-07", "gpt-5-mini")}
    assert len(canonicalise(r.listing for r in read(payload(acme=ids)).offerings.values())) == 3
    apply(payload(acme=ids), 0)
    apply(payload(other=ids), 1)
    before = stored()
    apply(payload(other={"gpt-5-mini": ids["gpt-5-mini"]}), 2)
    assert (len(before), stored()) == (1, [])


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"version_kind": "snapshot", "self": True}, id="of itself"),
        pytest.param({"version_kind": ""}, id="without a kind"),
        pytest.param({"version_kind": "snapshot", "withdrawn_on": DAY}, id="withdrawn"),
    ],
)
def test_the_database_refuses_a_version(fields):
    base, other = make_model("a/x"), make_model("a/x-preview")
    target = other if fields.pop("self", False) else base
    with pytest.raises(IntegrityError):
        CanonicalModel.objects.filter(pk=other.pk).update(version_of=target, **fields)
