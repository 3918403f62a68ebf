"""The price of a model on a constant offer."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.prices import Prices
from changelog.history.constant_offers import PricePath, PriceStep, constant_price, unwind
from changelog.history.sparkline import PriceInterval

FIRST = date(2026, 5, 1)
LAST = FIRST + timedelta(days=30)


def day(number):
    return FIRST + timedelta(days=number)


def usd(price):
    return None if price is None else Decimal(price)


def path(*prices, own=False, rank=(True, 1)):
    """Return a path: a start price, then (day, price) for each change."""
    steps = [(0, prices[0]), *prices[1:]]
    ends = [*(day(number) for number, _price in steps[1:]), None]
    return PricePath(
        own,
        rank,
        tuple(
            PriceInterval(day(number), end, usd(price))
            for (number, price), end in zip(steps, ends, strict=True)
        ),
    )


def told(intervals):
    return [((interval.start - FIRST).days, interval.price) for interval in intervals]


def test_a_change_of_both_prices_on_one_day_is_one_step():
    steps = [PriceStep(day(3), "input", usd(2)), PriceStep(day(3), "output", usd(2))]
    assert told(unwind(Prices(usd(1), usd(1)), steps, FIRST, LAST)) == [(0, 2), (3, 1)]


def test_changes_before_and_after_the_period():
    olds = {-2: 7, 2: 5, 40: 3}
    steps = [PriceStep(day(number), "input", usd(old)) for number, old in olds.items()]
    found = unwind(Prices(usd(1), usd(1)), steps, FIRST, LAST)
    assert told(found) == [(0, 4), (2, Decimal("2.5"))]


@pytest.mark.parametrize("old", [None, 0])
def test_no_price_and_a_free_price_are_gaps(old):
    steps = [PriceStep(day(3), "input", usd(old)), PriceStep(day(3), "output", usd(old))]
    assert told(unwind(Prices(usd(1), usd(1)), steps, FIRST, LAST)) == [(0, None), (3, 1)]


CASES = [
    ("the maker's own", [path(2, (5, 1), own=True), path(9), path(8)], [(0, 2), (5, 1)]),
    (
        "its recommended one of two",
        [path(2, own=True), path(3, own=True, rank=(False, 2))],
        [(0, 3)],
    ),
    (
        "the maker's, with a gap",
        [path(2, (5, None), (6, 1), own=True)],
        [(0, 2), (5, None), (6, 1)],
    ),
    ("the maker's without a price now", [path(2, (5, None), own=True), path(3)], [(0, 3)]),
    ("the median", [path(1), path(2, (5, 8)), path(4)], [(0, 2), (5, 4)]),
    ("of an even number", [path(1), path(2, (5, 3))], [(0, Decimal("1.5")), (5, 2)]),
    ("of those with a price throughout", [path(1), path(9, (5, None))], [(0, 1)]),
    ("none", [path(None)], []),
    ("no offer", [], []),
]


@pytest.mark.parametrize(
    ("paths", "prices"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_constant_price(paths, prices):
    assert told(constant_price(paths)) == prices


@given(st.lists(st.lists(st.tuples(st.integers(1, 29), st.integers(1, 9)), max_size=5), min_size=1))
def test_the_median_is_that_of_each_day(changes):
    paths = [path(5, *sorted(dict(own).items())) for own in changes]
    found = constant_price(paths)
    for number in range(30):
        prices = sorted(_at(one.intervals, day(number)) for one in paths)
        middle = (prices[len(prices) // 2] + prices[(len(prices) - 1) // 2]) / 2
        assert _at(found, day(number)) == middle


def _at(intervals, when):
    return next(
        one.price for one in intervals if one.start <= when and (one.end is None or one.end > when)
    )
