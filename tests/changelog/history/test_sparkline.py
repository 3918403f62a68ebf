"""Sparklines: ninety days, one unit across for each, level until the price changes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from changelog.history.sparkline import PriceInterval, sparkline

DAY = date(2026, 5, 15)


def intervals(*rows):
    """Return intervals from (days ago, price); each ends where the next begins."""
    starts = [DAY - timedelta(days=ago) for ago, _price in rows]
    prices = [None if price is None else Decimal(price) for _ago, price in rows]
    ends = [*starts, None][1:]
    return [PriceInterval(*row) for row in zip(starts, ends, prices, strict=True)]


def test_a_fall_is_drawn_on_its_day():
    drawn = sparkline(intervals((200, "2"), (30, "1")), DAY)
    assert (drawn.path, drawn.before, drawn.now, drawn.percent) == ("M0 2H60V18H90", 2, 1, -50)


@pytest.mark.parametrize(
    "rows, path",
    [
        ([(20, "1"), (10, "2")], "M70 18H80V2H90"),  # first seen within the period
        ([(200, "1"), (50, "1"), (40, "1"), (30, "2")], "M0 18H60V2H90"),  # revised, not repriced
        ([(60, "1"), (50, None), (40, "2")], "M30 18H40M50 2H90"),  # unpriced in between
        ([(60, "1.00"), (30, "1.01")], "M30 11H60V9H90"),  # a small move looks small
        ([(60, "1"), (40, "2"), (20, "1")], "M30 18H50V2H70V18H90"),  # back at the old price
        ([(60, "0"), (40, "2")], "M30 18H50V2H90"),
    ],
)
def test_draws_level_lines_and_steps(rows, path):
    assert sparkline(intervals(*rows), DAY).path == path


@pytest.mark.parametrize(
    "rows",
    [
        [(200, "1")],
        [(200, "1"), (20, "1")],
        [(200, "2"), (91, "1")],  # changed before the period
        [(200, "2"), (90, "1")],
        [(60, "2"), (20, None)],  # no price today
        [(60, None)],
    ],
)
def test_a_price_that_did_not_change_has_no_line(rows):
    assert sparkline(intervals(*rows), DAY) is None


def test_a_rise_from_zero_has_no_percentage():
    assert sparkline(intervals((60, "0"), (20, "1")), DAY).percent is None


def test_later_days_are_not_drawn():
    assert sparkline(intervals((60, "2"), (-1, "1")), DAY) is None
