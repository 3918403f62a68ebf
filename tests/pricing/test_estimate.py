from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.prices import COMPONENTS, Prices, Tier
from pricing import estimate as module
from pricing.estimate import Usage, estimate, tier_for

INFERENCE = Prices(input=Decimal("0.01"), output=Decimal("0.01"))
OPUS = Prices(
    input=Decimal(5), output=Decimal(25), cache_read=Decimal("0.5"), cache_write=Decimal("6.25")
)
LONG = Tier(200_000, Prices(input=Decimal(10), output=Decimal("37.5"), cache_read=Decimal(1)))


def test_it_works():
    cost = estimate(INFERENCE, (), Usage(requests=1000, input=2000, output=500))
    assert cost.total == Decimal("0.025")
    assert cost.per_request == Decimal("0.000025")
    assert [(line.component, line.tokens, line.cost) for line in cost.lines] == [
        ("input", 2_000_000, Decimal("0.02")),
        ("output", 500_000, Decimal("0.005")),
    ]


@pytest.mark.parametrize(
    "prices",
    [
        Prices(),
        Prices(input=Decimal(1)),
        Prices(output=Decimal(1)),
        Prices(input=Decimal(0), output=Decimal(0)),
    ],
)
def test_returns_none_without_a_published_price(prices):
    assert estimate(prices, (), Usage(input=1)) is None


def test_prices_an_embedding_with_an_output_price_of_zero():
    prices = Prices(input=Decimal("0.02"), output=Decimal(0))
    assert estimate(prices, (), Usage(input=1_000_000, output=10)).total == Decimal("0.02")


@pytest.mark.parametrize(
    ("component", "fallback", "note"),
    [
        ("cache_read", "input", "billed as input: no cache read price"),
        ("cache_write", "input", "billed as input: no cache write price"),
        ("reasoning", "output", "billed as output: no reasoning price"),
        ("input_audio", "input", "billed as text input: no audio price"),
        ("output_audio", "output", "billed as text output: no audio price"),
    ],
)
def test_bills_a_missing_price_at_its_fallback_with_a_note(component, fallback, note):
    prices = Prices(input=Decimal(2), output=Decimal(8))
    (line,) = estimate(prices, (), Usage(**{component: 1_000_000})).lines
    assert line.price == line.cost == getattr(prices, fallback)
    assert line.note.startswith(note)


def test_every_optional_component_has_a_fallback():
    assert set(module.FALLBACKS) == set(COMPONENTS) - {"input", "output"}


def test_a_price_of_zero_is_a_price():
    prices = replace(OPUS, cache_read=Decimal(0))
    (line,) = estimate(prices, (), Usage(cache_read=1000)).lines
    assert (line.cost, line.note) == (0, "")


def test_bills_a_cache_write_below_input_as_reported_with_a_note():
    prices = replace(OPUS, cache_write=Decimal(0))
    (line,) = estimate(prices, (), Usage(cache_write=1000)).lines
    assert (line.cost, line.note) == (0, module.POSSIBLE_SURCHARGE)


def test_lists_each_assumption_once():
    cost = estimate(INFERENCE, (), Usage(input=1, cache_read=1, reasoning=1))
    assert cost.assumptions == (
        "billed as input (no cache read price reported)",
        "billed as output (no reasoning price reported)",
    )


@pytest.mark.parametrize(
    ("usage", "tier"),
    [
        (Usage(input=200_000), None),
        (Usage(input=200_001), LONG),
        (Usage(input=1, output=900_000, reasoning=900_000), None),
        (Usage(input=100_000, cache_read=50_000, cache_write=50_000), None),
        (Usage(input=100_000, cache_read=50_000, cache_write=50_000, input_audio=1), LONG),
    ],
)
def test_the_prompt_alone_selects_the_tier(usage, tier):
    assert tier_for([LONG], usage.prompt) == tier


def test_a_tier_reprices_the_whole_request():
    cost = estimate(OPUS, [LONG], Usage(requests=2, input=300_000, output=1000))
    assert cost.total == 2 * (Decimal("0.3") * 10 + Decimal("0.001") * Decimal("37.5"))
    assert cost.tiers == (200_000,)


def test_applies_the_largest_tier_below_the_prompt_in_any_order():
    small, large = Tier(10, Prices(input=Decimal(2))), Tier(20, Prices(input=Decimal(3)))
    for tiers in ([small, large], [large, small]):
        assert tier_for(tiers, 20) == small
        assert tier_for(tiers, 21) == large


def test_keeps_the_base_price_of_a_component_without_a_tier_price():
    cost = estimate(OPUS, [LONG], Usage(cache_write=1_000_000))
    assert [(line.price, line.note) for line in cost.lines] == [
        (Decimal("6.25"), module.BASE_PRICE)
    ]


def test_a_fallback_takes_the_price_of_its_tier():
    (line,) = estimate(OPUS, [LONG], Usage(input_audio=1_000_000)).lines
    assert (line.price, line.note) == (Decimal(10), module.FALLBACKS["input_audio"][1])


@pytest.mark.parametrize(
    ("reasoning", "price", "note"),
    [(25, Decimal("37.5"), module.TIER_OUTPUT_PRICE), (40, Decimal(40), module.BASE_PRICE)],
)
def test_reasoning_never_costs_less_than_the_tiers_output(reasoning, price, note):
    prices = replace(OPUS, reasoning=Decimal(reasoning))
    cost = estimate(prices, [LONG], Usage(input=300_000, reasoning=1_000_000))
    assert (cost.lines[-1].price, cost.lines[-1].note) == (price, note)


def test_no_usage_costs_nothing():
    assert estimate(OPUS, (), Usage()).total == 0


@pytest.mark.parametrize("counts", [{"requests": 0}, {"input": -1}, {"output_audio": -5}])
def test_rejects_impossible_counts(counts):
    with pytest.raises(ValueError, match="usage"):
        Usage(**counts)


def test_float_tails_and_huge_counts_stay_exact():
    prices = Prices(input=Decimal("0.8299999999999998"), output=Decimal(0))
    cost = estimate(prices, (), Usage(requests=10**15, input=10**15 + 1))
    assert Fraction(cost.total) == Fraction("0.8299999999999998") * (10**15 + 1) * 10**9


price = st.decimals(min_value=0, max_value=100_000, places=6)
tokens = st.integers(min_value=0, max_value=3_000_000)
usages = st.builds(Usage, st.integers(1, 10**6), *[tokens] * len(COMPONENTS))
bases = st.builds(Prices, price.filter(bool), price, *[st.none() | price] * (len(COMPONENTS) - 2))


@st.composite
def rising(draw):
    """Draw prices and tiers in which no tier costs less than the prices it replaces."""
    base = floor = draw(bases)
    tiers = []
    for above in sorted(draw(st.sets(st.integers(0, 4_000_000), max_size=3))):
        floor = draw(raised(floor))
        tiers.append(Tier(above, floor))
    return base, tuple(tiers)


@st.composite
def raised(draw, prices):
    """Draw prices that are equal or higher; what is not reported stays so."""
    more = {name: draw(price) for name in COMPONENTS if getattr(prices, name) is not None}
    return Prices(**{name: getattr(prices, name) + rise for name, rise in more.items()})


@given(rising(), usages)
def test_costs_are_never_negative_and_sum_their_lines(offering, usage):
    cost = estimate(*offering, usage)
    assert all(line.cost >= 0 for line in cost.lines)
    assert cost.total == sum(line.cost for line in cost.lines)
    assert sum(line.tokens for line in cost.lines) == usage.requests * (usage.prompt + usage.reply)


@given(rising(), usages, st.sampled_from([*COMPONENTS, "requests"]), tokens)
def test_more_tokens_never_cost_less(offering, usage, name, more):
    larger = replace(usage, **{name: getattr(usage, name) + more})
    assert estimate(*offering, larger).total >= estimate(*offering, usage).total


@given(st.data(), bases, st.lists(st.tuples(st.integers(0, 4_000_000), bases)), usages)
def test_higher_prices_never_cost_less(data, base, pairs, usage):
    tiers = [Tier(above, prices) for above, prices in pairs]
    higher = [Tier(tier.above, data.draw(raised(tier.prices))) for tier in tiers]
    after = estimate(data.draw(raised(base)), higher, usage)
    assert after.total >= estimate(base, tiers, usage).total


@given(bases, st.lists(st.tuples(st.integers(0, 4_000_000), bases)), usages)
def test_a_tier_is_never_applied_below_its_size(base, pairs, usage):
    cost = estimate(base, [Tier(above, prices) for above, prices in pairs], usage)
    reached = [above for above, _ in pairs if above < usage.prompt]
    assert all(line.tier == max(reached, default=None) for line in cost.lines)
