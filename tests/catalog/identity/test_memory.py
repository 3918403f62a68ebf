"""What earlier days taught: links that still hold, and first days that stay."""

from dataclasses import replace

import pytest

from catalog.identity.memory import NO_MEMORY, Held, Join, Link, Memory
from catalog.identity.upstream_ids import UpstreamModel

KEY, NAME, OTHER = ("a", "x"), ("m", "x"), ("m", "y")
LINK = Link(NAME, UpstreamModel("m", "x"), "2027-01-01", "2027-01-01", "2026-12", (8, 4))
JOIN = Join(OTHER, "same-letters", "2027-01-01", "2027-01-01")


@pytest.mark.parametrize(
    "link, released, limits, holds",
    [
        (LINK, "2026-12", (8, 4), True),
        (LINK, "2026-12", (9, 9), True),
        (LINK, "2027-01", (8, 4), False),
        (LINK, "", (8, 4), True),
        (LINK, "", (9, 4), False),
        (replace(LINK, released=""), "2026-12", (8, 4), True),
        (replace(LINK, released=""), "2026-12", (9, 4), False),
    ],
    ids=[
        *("unchanged", "the same release day", "another release day"),
        *("no day, same limits", "no day, other limits"),
        *("no day then, same limits", "no day then, other limits"),
    ],
)
def test_a_link_holds_until_the_id_means_another_model(link, released, limits, holds):
    found = Memory(links={KEY: link}).link_of(KEY, released, limits)
    assert found == (link if holds else None)


def test_an_unknown_offer_has_no_link():
    assert NO_MEMORY.link_of(KEY, "", (None, None)) is None


@pytest.mark.parametrize(
    "change, first_day",
    [
        ({}, "2027-01-01"),
        ({"limits": (9, 9)}, "2027-01-01"),
        ({"name": OTHER}, "2027-01-02"),
        ({"model": UpstreamModel("m", "y")}, "2027-01-02"),
    ],
    ids=["unchanged", "other limits", "another name", "another model of the feed"],
)
def test_an_unchanged_link_keeps_its_first_day(change, first_day):
    today = replace(LINK, first_day="2027-01-02", last_day="2027-01-02", **change)
    link = Memory(links={KEY: LINK}).updated(Memory(links={KEY: today})).links[KEY]
    assert link == replace(today, first_day=first_day)


@pytest.mark.parametrize(
    "change, first_day",
    [({}, "2027-01-01"), ({"into": NAME}, "2027-01-02"), ({"step": "other"}, "2027-01-02")],
)
def test_an_unchanged_join_keeps_its_first_day(change, first_day):
    today = replace(JOIN, first_day="2027-01-02", last_day="2027-01-02", **change)
    join = Memory(joins={NAME: JOIN}).updated(Memory(joins={NAME: today})).joins[NAME]
    assert join == replace(today, first_day=first_day)


def test_what_a_day_lacks_is_kept():
    memory = Memory({KEY: LINK}, {NAME: JOIN}, {KEY: Held(NAME)}, frozenset({NAME}))
    assert memory.updated(NO_MEMORY) == memory
    assert NO_MEMORY.updated(memory) == memory


def test_a_days_names_replace_earlier_ones_and_sold_names_add_up():
    memory = Memory(held={KEY: Held(NAME)}, sold=frozenset({NAME}))
    today = Memory(held={KEY: Held(OTHER)}, sold=frozenset({OTHER}))
    updated = memory.updated(today)
    assert (updated.held, updated.sold) == ({KEY: Held(OTHER)}, {NAME, OTHER})
    assert memory.held == {KEY: Held(NAME)}
