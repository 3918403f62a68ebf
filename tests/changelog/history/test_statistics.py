"""How a model's prices spread over time."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changelog.history.statistics import PriceInterval, percentile, price_spread

FIRST = date(2026, 5, 1)
UNTIL = date(2026, 6, 1)


def price(seller: str, usd: str, start: int = 1, end: int | None = None) -> PriceInterval:
    day = date(2026, 5, end) if end else None
    return PriceInterval(date(2026, 5, start), day, seller, Decimal(usd))


@pytest.mark.parametrize(
    "values, tenth, ninetieth",
    [
        ("1 2 3 4 5 6 7 8 9 10 11", "2", "10"),
        ("1 2 3 4 5", "1.4", "4.6"),
        ("3", "3", "3"),
        ("1 9", "1.8", "8.2"),
    ],
)
def test_percentiles_are_interpolated(values, tenth, ninetieth):
    amounts = [Decimal(value) for value in values.split()]
    assert percentile(amounts, 10) == Decimal(tenth)
    assert percentile(amounts, 90) == Decimal(ninetieth)


def test_one_interval_while_nothing_changes():
    (one,) = price_spread([price("a", "1"), price("b", "3")], UNTIL)
    assert (one.start, one.end, one.offers) == (FIRST, None, 2)
    assert (one.lowest, one.cheapest, one.median) == (1, "a", 2)


def test_few_offers_have_no_percentiles():
    four = [price(str(n), str(n)) for n in range(1, 5)]
    (one,) = price_spread(four, UNTIL)
    assert (one.low, one.high) == (None, None)
    (one,) = price_spread([*four, price("5", "5")], UNTIL)
    assert (one.low, one.high) == (Decimal("1.4"), Decimal("4.6"))


def test_an_arrival_and_a_withdrawal_begin_intervals():
    found = price_spread([price("a", "2"), price("b", "1", 10, 20)], UNTIL)
    assert [(one.start.day, one.end and one.end.day, one.cheapest) for one in found] == [
        (1, 10, "a"),
        (10, 20, "b"),
        (20, None, "a"),
    ]


def test_days_without_a_price_are_left_out():
    found = price_spread([price("a", "2", 1, 5), price("a", "2", 9)], UNTIL)
    assert [(one.start.day, one.end and one.end.day) for one in found] == [(1, 5), (9, None)]


def test_no_prices():
    assert price_spread([], UNTIL) == []


days = st.integers(0, 30)
some_prices = st.decimals(min_value="0.01", max_value=100, places=2)


@given(st.lists(st.tuples(days, st.integers(1, 20), some_prices), min_size=1, max_size=12))
def test_every_day_has_what_its_prices_give(drawn):
    """Compare each day with a plain reading of the prices that held on it."""
    prices = [
        PriceInterval(FIRST + timedelta(start), FIRST + timedelta(start + length), str(place), usd)
        for place, (start, length, usd) in enumerate(drawn)
    ]
    until = max(one.end for one in prices)
    found = price_spread(prices, until)
    for offset in range((until - FIRST).days):
        day = FIRST + timedelta(offset)
        held = sorted(one.price for one in prices if one.start <= day < one.end)
        of_day = [one for one in found if one.start <= day < (one.end or until)]
        assert len(of_day) == bool(held)
        if held:
            assert of_day[0].offers == len(held)
            assert of_day[0].lowest == held[0]
            assert held[0] <= of_day[0].median <= held[-1]
