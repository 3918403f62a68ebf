"""One link of the price index: what is compared, and the mean."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changelog.price_index.links import RATIO, Measure, ModelPrice, Tier, links


def price(usd: str, offer: int = 1, *, own: bool = False) -> ModelPrice:
    return ModelPrice(offer, Decimal(usd), own)


def link(before, after, measure=Measure.RECOMMENDED, tier=Tier.ALL):
    return next(one for one in links(before, after) if (one.measure, one.tier) == (measure, tier))


def test_the_geometric_mean_of_new_by_old():
    one = link({1: price("1"), 2: price("1")}, {1: price("4"), 2: price("1")})
    assert one.ratio == 2
    assert (one.matched, one.moved, one.priced) == (2, 1, 2)


def test_a_fall_and_the_opposite_rise_cancel():
    one = link({1: price("1"), 2: price("3")}, {1: price("3"), 2: price("1")})
    assert one.ratio == 1


def test_there_is_a_link_for_every_measure_and_tier():
    made = [(one.measure, one.tier) for one in links({}, {})]
    assert made == [(measure, tier) for measure in Measure for tier in Tier]


def test_without_models_nothing_moves():
    one = link({}, {1: price("1")})
    assert (one.ratio, one.variance, one.matched, one.arrived) == (1, None, 0, 1)


def test_a_price_of_zero_is_left_out():
    one = link({1: price("0"), 2: price("1")}, {1: price("1"), 2: price("0")})
    assert (one.ratio, one.matched) == (1, 0)


@pytest.mark.parametrize(
    "measure, ratio, matched",
    [(Measure.RECOMMENDED, "0.5", 1), (Measure.SAME_OFFER, "1", 0), (Measure.OWN, "1", 0)],
)
def test_another_recommended_offer_moves_only_the_recommended_price(measure, ratio, matched):
    one = link({1: price("2", 1)}, {1: price("1", 2)}, measure)
    assert (one.ratio, one.matched) == (Decimal(ratio), matched)


def test_the_makers_own_price_is_that_of_own_offers():
    before = {1: price("2", own=True), 2: price("2", 2)}
    after = {1: price("1", own=True), 2: price("8", 2)}
    assert link(before, after, Measure.OWN).ratio == Decimal("0.5")


@pytest.mark.parametrize(
    "old, new, tier",
    [
        ("0.49", "0.49", Tier.SMALL),
        ("0.50", "0.50", Tier.MID),
        ("2.99", "2.99", Tier.MID),
        ("3", "3", Tier.FRONTIER),
        ("1", "0.25", Tier.MID),  # their geometric mean is 0.50
        ("0.25", "1", Tier.MID),
        ("1", "0.249", Tier.SMALL),
        ("1.5", "6", Tier.FRONTIER),
    ],
)
def test_a_tier_is_that_of_the_mean_of_both_prices(old, new, tier):
    found = {
        one.tier
        for one in links({1: price(old)}, {1: price(new)})
        if one.measure is Measure.RECOMMENDED and one.matched
    }
    assert found == {Tier.ALL, tier}


def test_a_price_that_comes_back_leaves_its_tier_where_it_was():
    there, back = price("1"), price("0.2")
    ratios = [
        link({1: a}, {1: b}, tier=t).ratio for t in Tier for a, b in ((there, back), (back, there))
    ]
    assert math.prod(ratios) == pytest.approx(Decimal(1), abs=Decimal("1e-11"))


def test_counts_what_is_new_and_gone_by_tier():
    before, after = (
        {1: price("9"), 2: price("1")},
        {2: price("1"), 3: price("0.1"), 4: price("0.1")},
    )
    everything, frontier, small = (
        link(before, after, tier=t) for t in (Tier.ALL, Tier.FRONTIER, Tier.SMALL)
    )
    assert (everything.arrived, everything.left, everything.priced) == (2, 1, 3)
    assert (frontier.arrived, frontier.left) == (0, 1)
    assert (small.arrived, small.left) == (2, 0)


def test_the_variance_is_that_of_the_mean_logarithm():
    before = {n: price("1") for n in range(4)}
    after = before | {0: price("2"), 1: price("0.5")}
    logs = [math.log(2), -math.log(2), 0, 0]
    expected = sum(x * x for x in logs) / 3 / 4
    assert float(link(before, after).variance) == pytest.approx(expected)
    assert link(before, before).variance == 0


amounts = st.decimals(min_value="0.001", max_value=1000, places=3)
catalogues = st.dictionaries(
    st.integers(1, 30),
    st.builds(ModelPrice, st.integers(1, 3), amounts, st.booleans()),
    max_size=20,
)


@given(catalogues)
def test_identical_prices_give_exactly_one(prices):
    assert {one.ratio for one in links(prices, prices)} == {Decimal(1)}
    assert {one.moved for one in links(prices, prices)} == {0}


@given(catalogues, catalogues, catalogues)
def test_models_of_one_day_only_move_nothing(before, after, others):
    """Add models to the first day or to the second, under numbers that the other day lacks."""
    gone = {100 + model: one for model, one in others.items()}
    new = {200 + model: one for model, one in others.items()}
    plain = [one.ratio for one in links(before, after)]
    assert [one.ratio for one in links(before | gone, after | new)] == plain


@given(catalogues, catalogues)
def test_the_way_back_is_the_inverse(before, after):
    for there, back in zip(links(before, after), links(after, before), strict=True):
        assert there.ratio * back.ratio == pytest.approx(
            Decimal(1), rel=Decimal("1e-8"), abs=0
        ) or (min(there.ratio, back.ratio) < Decimal("1e-4"))


@given(catalogues, catalogues)
def test_agrees_with_floats(before, after):
    both = before.keys() & after.keys()
    logs = [math.log(after[m].blended / before[m].blended) for m in both]
    expected = math.exp(sum(logs) / len(logs)) if logs else 1
    assert float(link(before, after).ratio) == pytest.approx(expected, rel=1e-7, abs=float(RATIO))
