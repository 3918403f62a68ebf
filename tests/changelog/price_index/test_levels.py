"""The levels of the price index from its links."""

from datetime import date, timedelta
from decimal import Decimal
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changelog.price_index.levels import BASE, levels, shown
from changelog.price_index.links import Link, Measure, Tier

FIRST = date(2026, 5, 1)


def link(ratio="1", variance: str | None = "0", **counts: int) -> Link:
    given_counts = {"priced": 40, "matched": 40, "moved": 0, "arrived": 0, "left": 0} | counts
    spread = None if variance is None else Decimal(variance)
    return Link(Measure.RECOMMENDED, Tier.ALL, Decimal(ratio), spread, **given_counts)


def chain(*several: Link):
    return list(levels((FIRST + timedelta(n), one) for n, one in enumerate(several)))


def test_identical_prices_give_exactly_100():
    assert [level.value for level in chain(*[link()] * 400)] == [BASE] * 400
    assert {(level.low, level.high) for level in chain(*[link()] * 9)} == {(100, 100)}


@given(st.lists(st.decimals(min_value="0.5", max_value=2, places=12), min_size=1, max_size=60))
def test_the_chain_is_the_product_of_its_links(ratios):
    found = chain(*(link(str(ratio)) for ratio in ratios))[-1].value
    assert found == pytest.approx(100 * prod(ratios), rel=Decimal("1e-20"))


def test_the_interval_widens_with_every_link():
    first, second = chain(link(variance="0.0001"), link(variance="0.0003"))
    assert float(first.high) == pytest.approx(100 * 2.718281828 ** (1.96 * 0.01))
    assert float(second.high) == pytest.approx(100 * 2.718281828 ** (1.96 * 0.02))
    assert float(second.low * second.high) == pytest.approx(100 * 100)


def test_an_unknown_variance_adds_nothing():
    assert chain(link(variance=None))[0].low == 100


@pytest.mark.parametrize(
    "counts, coverage",
    [
        ({"priced": 10, "matched": 8, "left": 6}, Decimal("0.5")),
        ({"priced": 0, "matched": 0}, None),
    ],
)
def test_coverage_is_the_share_of_models_on_either_day(counts, coverage):
    assert chain(link(**counts))[0].coverage == coverage


@pytest.mark.parametrize("matched, few", [(29, True), (30, False)])
def test_few_models_are_said(matched, few):
    assert chain(link(matched=matched))[0].few is few


def test_shows_two_decimals_rounded_half_up():
    assert str(shown(Decimal("83.785"))) == "83.79"
    assert str(shown(BASE)) == "100.00"
