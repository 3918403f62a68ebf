"""Dates behind names: how they are read, and which names they join."""

from datetime import date, timedelta

import pytest

from catalog.identity.date_tails import NEAR, STARTED, date_tail, join_date_tails
from tests.catalog.identity.factories import joined_names, make_groups

RELEASED = date(2027, 1, 2)


@pytest.mark.parametrize(
    "slug, first, last",
    [
        ("x-2027-01-02", "2027-01-02", "2027-01-02"),
        ("x-20270102", "2027-01-02", "2027-01-02"),
        ("x-270102", "2027-01-02", "2027-01-02"),
        ("x-0105", "2027-01-05", "2027-01-05"),
        ("x-01-05", "2027-01-05", "2027-01-05"),
        ("x-2402", "2024-02-01", "2024-02-29"),
    ],
    ids=["ISO", "eight digits", "six digits", "month and day", "with a dash", "a leap month"],
)
def test_reads_a_date(slug, first, last):
    tail = date_tail(slug, RELEASED)
    assert tail.base == "x"
    assert (tail.first, tail.last) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "slug, released",
    [
        ("x", RELEASED),
        ("x-9", RELEASED),
        ("x-271399", RELEASED),
        ("x-270230", RELEASED),
        ("x-20190102", RELEASED),
        ("x-0105", None),
        ("x-0605", RELEASED),
        ("x-0105-mini", RELEASED),
    ],
    ids=[
        *("no tail", "one digit", "no month", "no such day", "too early"),
        *("no year at all", "far from the release", "not at the end"),
    ],
)
def test_other_numbers_are_no_dates(slug, released):
    assert date_tail(slug, released) is None


@pytest.mark.parametrize(
    "days, near", [(-NEAR.days - 1, False), (-NEAR.days, True), (NEAR.days, True), (8, False)]
)
def test_near_is_within_a_week_on_both_sides(days, near):
    assert date_tail("x-270102", None).is_near(RELEASED + timedelta(days)) is near


@pytest.mark.parametrize(
    "days, started", [(1, False), (0, True), (-STARTED.days, True), (-STARTED.days - 1, False)]
)
def test_a_host_starts_after_the_release(days, started):
    assert date_tail("x-270102", None).is_start_after(RELEASED + timedelta(days)) is started


JOINED = {
    "the usual name is the undated one": (
        "a m/x-270103\nb m/x day=2027-01-02\nc m/x", "", {"m/x-270103": "m/x"}),
    "the usual name is the dated one": (
        "a m/x-270103\nc m/x-270103\nb m/x day=2027-01-02", "", {"m/x": "m/x-270103"}),
    "the maker sells the date only": (
        "m m/x-270103\nb m/x day=2027-01-02\nc m/x", "m/x-270103", {"m/x": "m/x-270103"}),
    "the maker sells both": ("m m/x-270103\nm m/x day=2027-01-02", "m/x m/x-270103", {}),
    "two dates": ("a m/x-270103\nb m/x day=2027-01-02\nc m/x-270601", "", {}),
    "one host's own start": (
        "a m/x-270201\na-eu m/x-270201\nb m/x day=2027-01-02\nc m/x\nd m/x",
        "", {"m/x-270201": "m/x"}),
    "two hosts' date away from the release": (
        "a m/x-270201\nz m/x-270201\nb m/x day=2027-01-02\nc m/x\nd m/x", "", {}),
    "no undated name": ("a m/x-270103", "", {}),
    "priced apart": ("a m/x-270103 price=3\na m/x price=2 day=2027-01-02\nc m/x", "", {}),
}  # fmt: skip


@pytest.mark.parametrize("payload, own, joined", JOINED.values(), ids=JOINED)
def test_joins(payload, own, joined):
    assert joined_names(join_date_tails(make_groups(payload, own=own))) == joined
