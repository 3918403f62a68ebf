"""What an undated id or a "latest" pointer stood for, and on which days."""

from decimal import Decimal

import pytest

from catalog.identity.versions import Terms
from catalog.models import CanonicalModel
from changelog.history.aliases import (
    AliasInterval,
    StatedTerms,
    alias_intervals,
    base_slug,
    read_aliases,
)
from tests.changelog.factories import DAYS, publish

__all__ = ["publish"]
DEAR, CHEAP = (Terms(Decimal(usd), Decimal(usd), 200_000) for usd in (9, 1))
A, B = "a/x-2411", "a/x-2512"


def stated(first, end=None, terms=DEAR, path=A, released=""):
    return StatedTerms(DAYS[first], None if end is None else DAYS[end], path, terms, released)


def found(alias, snapshots):
    return [(i.start, i.end, i.targets) for i in alias_intervals(alias, snapshots)]


def test_follows_a_pointer_from_one_snapshot_to_the_next():
    alias = [stated(0, 5), stated(5, terms=CHEAP)]
    snapshots = [stated(0), stated(2, terms=CHEAP, path=B)]
    assert found(alias, snapshots) == [(DAYS[0], DAYS[5], (A,)), (DAYS[5], None, (B,))]


def test_a_snapshot_counts_only_while_it_is_sold_at_these_terms():
    snapshots = [stated(2, 4), stated(4, terms=CHEAP)]
    assert found([stated(0)], snapshots) == [
        (DAYS[0], DAYS[2], ()),
        (DAYS[2], DAYS[4], (A,)),
        (DAYS[4], None, ()),
    ]


def test_changes_of_other_facts_make_no_new_interval():
    snapshots = [stated(0, 2), stated(2, released="2024")]
    assert found([stated(0, 3), stated(3)], snapshots) == [(DAYS[0], None, (A,))]


def test_days_without_the_alias_are_left_out():
    alias = [stated(0, 2), stated(4)]
    assert [(i.start, i.end) for i in alias_intervals(alias, [stated(0)])] == [
        (DAYS[0], DAYS[2]),
        (DAYS[4], None),
    ]


@pytest.mark.parametrize(
    ("released", "targets"), [("", (A, B)), ("2025-12", (B,)), ("2023", (A, B))]
)
def test_of_several_the_release_day_decides_or_all_are_named(released, targets):
    snapshots = [stated(0, released="2024-11"), stated(0, path=B, released="2025-12")]
    assert found([stated(0, released=released)], snapshots) == [(DAYS[0], None, targets)]


def test_an_interval_names_its_last_day():
    assert AliasInterval(DAYS[0], DAYS[3], ()).last == DAYS[2]
    assert AliasInterval(DAYS[0], None, ()).last is None


def test_without_an_alias_or_a_snapshot_there_is_nothing():
    assert alias_intervals([], [stated(0)]) == []
    assert found([stated(0)], []) == [(DAYS[0], None, ())]


@pytest.mark.parametrize(
    ("slug", "kind", "base"),
    [("x-20250805", "snapshot", "x"), ("x", "", "x"), ("x-preview", "preview", "x")],
)
def test_the_base_is_the_slug_without_its_tail(slug, kind, base):
    assert base_slug(CanonicalModel(slug=slug, version_kind=kind)) == base


def entry(usd, name, **fields):
    return {"name": name, "cost": {"input": usd, "output": usd}} | fields


LIMIT = {"limit": {"context": 200_000, "output": 8_000}}


@pytest.mark.django_db
def test_reads_from_the_record_which_snapshot_an_alias_had_the_terms_of(
    publish, django_assert_num_queries
):
    old, new = entry(9, "GPT 5 Old", **LIMIT), entry(1, "GPT 5 New", **LIMIT)
    for day, alias in ((0, 9), (5, 1)):
        publish(
            DAYS[day],
            openai={
                "gpt-5": entry(alias, "GPT 5", **LIMIT),
                "gpt-5-2025-08-07": old,
                "gpt-5-2026-01-01": new,
            },
            other={"gpt-5-2025-08-07": entry(7, "GPT 5 Old", **LIMIT)},
        )
    rows = CanonicalModel.objects.filter(path__startswith="openai/gpt-5").order_by("path")
    versions = list(rows)
    assert [version.version_of for version in versions] == [None, versions[0], versions[0]]
    with django_assert_num_queries(1):
        (alias,) = read_aliases(versions)
    assert (alias.path, alias.provider) == ("openai/gpt-5", "Openai")
    assert [(i.start, i.end, i.targets) for i in alias.intervals] == [
        (DAYS[5], None, ("openai/gpt-5-2026-01-01",)),
        (DAYS[0], DAYS[5], ("openai/gpt-5-2025-08-07",)),
    ]


@pytest.mark.django_db
def test_an_alias_that_never_had_the_terms_of_a_snapshot_is_left_out(publish):
    ids = {"gpt-5": entry(1, "GPT 5", **LIMIT), "gpt-5-2025-08-07": entry(9, "Old", **LIMIT)}
    publish(DAYS[0], openai=ids)
    assert read_aliases(list(CanonicalModel.objects.order_by("path"))) == []
