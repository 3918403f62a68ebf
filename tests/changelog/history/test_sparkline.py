"""The small line of a price: ninety days, a unit to a day, level until the price moved."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from changelog.history.sparkline import SparklinePrice, sparkline

DAY = date(2026, 5, 15)


def held(*spans):
    """Return spans from (days ago, price); each ends where the next begins."""
    starts = [DAY - timedelta(days=ago) for ago, _price in spans]
    prices = [None if price is None else Decimal(price) for _ago, price in spans]
    ends = [*starts, None][1:]
    return [SparklinePrice(*row) for row in zip(starts, ends, prices, strict=True)]


def test_it_falls_on_the_day_of_the_fall():
    drawn = sparkline(held((200, "2"), (30, "1")), DAY)
    assert (drawn.path, drawn.before, drawn.now, drawn.percent) == ("M0 2H60V18H90", 2, 1, -50)


@pytest.mark.parametrize(
    "spans, path",
    [
        ([(20, "1"), (10, "2")], "M70 18H80V2H90"),  # first seen within the days
        ([(200, "1"), (50, "1"), (40, "1"), (30, "2")], "M0 18H60V2H90"),  # revised, not repriced
        ([(60, "1"), (50, None), (40, "2")], "M30 18H40M50 2H90"),  # unpriced in between
        ([(60, "1.00"), (30, "1.01")], "M30 11H60V9H90"),  # a small move looks small
        ([(60, "1"), (40, "2"), (20, "1")], "M30 18H50V2H70V18H90"),  # there and back
        ([(60, "0"), (40, "2")], "M30 18H50V2H90"),
    ],
)
def test_lines(spans, path):
    assert sparkline(held(*spans), DAY).path == path


@pytest.mark.parametrize(
    "spans",
    [
        [(200, "1")],
        [(200, "1"), (20, "1")],
        [(200, "2"), (91, "1")],  # moved before the ninety days
        [(200, "2"), (90, "1")],
        [(60, "2"), (20, None)],  # no price today
        [(60, None)],
    ],
)
def test_what_did_not_move_has_no_line(spans):
    assert sparkline(held(*spans), DAY) is None


def test_a_rise_from_nothing_has_no_percentage():
    assert sparkline(held((60, "0"), (20, "1")), DAY).percent is None


def test_what_is_still_to_come_is_not_drawn():
    assert sparkline(held((60, "2"), (-1, "1")), DAY) is None
