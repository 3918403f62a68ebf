"""Filters of the admin's lists: yes, no, and anything else."""

import pytest
from django.contrib import admin

from catalog.admin.filters import AppliedFilter, DoubtFilter, LiveFilter, OpenFilter, PricedFilter
from catalog.models import CanonicalModel, Offering, Revision, Snapshot
from tests.catalog.admin.test_pages import NOON, make_revisions, make_snapshot
from tests.factories import DAY, make_model, make_offering

pytestmark = pytest.mark.django_db


def live():
    return [make_model("a/yes"), make_model("a/no", withdrawn_on=DAY)]


def priced():
    return [make_model("a/yes", blended_price=0), make_model("a/no")]


def doubtful():
    model = make_model()
    return [make_offering(model, "yes", doubt="x"), make_offering(model, "no")]


def current():
    return make_revisions(make_offering(make_model()), {}, {})[::-1]


def applied():
    return [make_snapshot(applied_at=NOON), make_snapshot()]


FILTERS = [
    (LiveFilter, CanonicalModel, live),
    (PricedFilter, CanonicalModel, priced),
    (DoubtFilter, Offering, doubtful),
    (OpenFilter, Revision, current),
    (AppliedFilter, Snapshot, applied),
]


@pytest.mark.parametrize("kind, table, make", FILTERS, ids=[kind.__name__ for kind, *_ in FILTERS])
def test_selects_by_its_condition(rf, kind, table, make):
    yes, no = make()
    expected = {"yes": {yes}, "no": {no}, "maybe": {yes, no}, "": {yes, no}}
    for value, rows in expected.items():
        parameters = {kind.parameter_name: [value]}
        chosen = kind(rf.get("/"), parameters, table, admin.site._registry[table])
        assert set(chosen.queryset(rf.get("/"), table.objects.all())) == rows


@pytest.mark.parametrize("kind", [kind for kind, *_ in FILTERS])
def test_names_both_choices(rf, kind):
    chosen = kind(rf.get("/"), {}, CanonicalModel, admin.site._registry[CanonicalModel])
    words = dict(chosen.lookup_choices)
    assert list(words) == ["yes", "no"]
    assert words["yes"] != words["no"]
