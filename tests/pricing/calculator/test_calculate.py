from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.prices import Prices
from catalog.listing.facets import Filters
from pricing.calculator.calculate import OfferRanking, calculate, sorted_places
from pricing.calculator.query import CalculatorQuery
from pricing.eligibility import ABILITIES, BIT
from pricing.estimate import estimate
from pricing.load import load_of
from pricing.tariff import tariff_of
from pricing.workload import Workload
from tests.pricing.channels import ABLE, TEXT, make_channel, make_market
from tests.pricing.strategies import bases, tiers, workloads


def market_of_prices(offerings, profiles=()):
    """Make a market of (prices, tiers) pairs, a channel each, named by its place."""
    channels = [
        make_channel(
            provider=f"p{place}", profile=place if profiles else 0, tariff=place, model=f"m/{place}"
        )
        for place in range(len(offerings))
    ]
    return make_market(channels, profiles or (ABLE,), [tariff_of(*one) for one in offerings])


def choosing(**values):
    return Filters({key.replace("_", "-"): chosen for key, chosen in values.items()}, {}, scores={})


def priced(*inputs):
    return [(Prices(input=Decimal(usd), output=Decimal(1)), ()) for usd in inputs]


def providers(found):
    return [(row.rank, row.channel.provider) for row in found.ranked[:]]


def test_it_works():
    found = calculate(market_of_prices(priced(3, 1, 2)), CalculatorQuery())
    assert providers(found) == [(1, "p1"), (2, "p2"), (3, "p0")]
    assert found.cheapest.cost == 30_000 * (2000 + 500) / Decimal(1_000_000)


def test_equal_costs_share_a_rank():
    found = calculate(market_of_prices(priced(2, 1, 1, 3)), CalculatorQuery())
    assert providers(found) == [(1, "p1"), (1, "p2"), (3, "p0"), (4, "p3")]


def test_nothing_to_rank():
    found = calculate(make_market(), CalculatorQuery())
    assert (found.cheapest, len(found.ranked), found.model_count) == (None, 0, 0)
    assert OfferRanking(make_market(), [], load_of(()))[:] == []


def test_filters_say_who_is_asked_and_reasons_count():
    market = market_of_prices(priced(1, 2), [ABLE, ABLE._replace(context=5)])
    assert calculate(market, CalculatorQuery()).why_not == Counter(context=1)
    assert (
        calculate(market, CalculatorQuery(choice=choosing(provider=("p0",)))).why_not == Counter()
    )
    assert len(calculate(market, CalculatorQuery(model="m/1")).ranked) == 0
    assert calculate(market, CalculatorQuery(model="m/1")).why_not == Counter(context=1)
    assert len(calculate(market, CalculatorQuery(choice=choosing(maker=("nobody",)))).ranked) == 0
    words = Filters({}, {}, scores={}, words="LLAMA")
    assert len(calculate(market, CalculatorQuery(choice=words)).ranked) == 1


VISION, BLIND = ABLE._replace(can=TEXT | BIT["vision"]), ABLE._replace(cannot=BIT["vision"])


@pytest.mark.parametrize(
    ("chosen", "able", "why_not"),
    [
        (("yes",), ["p0"], {"cannot": 1, "silent": 1}),
        (("no",), ["p1"], {}),
        (("silent",), ["p2"], {}),
        (("silent", "yes"), ["p0", "p2"], {}),
    ],
)
def test_a_capability_that_is_needed_is_a_reason_and_other_choices_are_filters(
    chosen, able, why_not
):
    market = market_of_prices(priced(1, 2, 3), [VISION, BLIND, ABLE])
    found = calculate(market, CalculatorQuery(choice=choosing(vision=chosen)))
    assert [row.channel.provider for row in found.ranked[:]] == able
    assert found.why_not == Counter(why_not)


def test_a_filter_counts_the_channels_that_can():
    market = market_of_prices(priced(1, 2, 3), [VISION, BLIND, ABLE._replace(context=5)])
    found = calculate(market, CalculatorQuery()).found
    vision = next(group for group in found.capabilities if group.facet.key == "vision")
    assert [(one.value, one.count) for one in vision.options] == [("yes", 1), ("no", 1)]


def test_the_lines_of_a_row_make_up_its_cost():
    found = calculate(
        market_of_prices(priced(1)), CalculatorQuery((Workload(cached=50), Workload(steps=3)))
    )
    cost = found.estimate(found.ranked[0])
    assert cost.total == found.ranked[0].cost == sum(line.cost for line in cost.lines)
    assert found.break_even(found.ranked[0]) is None


def naive_cost(offering, question):
    """What the estimate says of each request by itself, one after the other."""
    usages = (usage for workload in question.workloads for usage in workload.usages())
    return sum((estimate(*offering, usage).total for usage in usages), Decimal(0))


contexts = st.none() | st.integers(1, 600_000)


@given(
    st.lists(st.tuples(bases, tiers, contexts), max_size=6),
    st.lists(workloads, min_size=1, max_size=3).map(tuple),
)
def test_the_ranking_is_that_of_a_naive_recomputation(rows, several):
    # What the load calls for by itself is had by all; the context window decides who fits.
    every = sum(BIT.values())
    profiles = [ABLE._replace(context=context, can=every) for *_prices, context in rows]
    question = CalculatorQuery(several)
    found = calculate(market_of_prices([row[:2] for row in rows], profiles), question)
    largest = max(u.prompt + u.reply for w in several for u in w.usages())
    fits = [n for n, row in enumerate(rows) if row[2] is None or largest <= row[2]]
    costs = {n: naive_cost(rows[n][:2], question) for n in fits}
    expected = sorted(fits, key=lambda n: (costs[n], n))
    assert [row.channel.provider for row in found.ranked[:]] == [f"p{n}" for n in expected]
    assert [row.cost for row in found.ranked[:]] == [costs[n] for n in expected]
    assert found.why_not["context"] == len(rows) - len(fits)


profiles = st.builds(
    lambda context, can, cannot: ABLE._replace(
        context=context, can=TEXT | can, cannot=cannot & ~can & ~TEXT
    ),
    *[st.sampled_from([None, 100, 10_000])] + [st.integers(0, sum(BIT.values()))] * 2,
)
CAPABLE = [name for name in ABILITIES if name != "audio-output"]


@given(
    st.lists(profiles, max_size=6),
    st.lists(st.sampled_from(CAPABLE), max_size=3, unique=True),
    st.booleans(),
)
def test_filters_and_reasons_agree_on_who_is_able(rows, needs, narrowed):
    market = market_of_prices(priced(*range(1, 1 + len(rows))), rows)
    values = dict.fromkeys(needs, ("yes",))
    if narrowed:
        values["provider"] = ("p0", "p2", "p4")
    found = calculate(market, CalculatorQuery(choice=Filters(values, {}, scores={})))
    bits = sum(BIT[name] for name in needs)
    asked = [n for n in range(len(rows)) if n % 2 == 0 or not narrowed]
    able = [n for n in asked if rows[n].can & bits == bits and (rows[n].context or 10_000) >= 2500]
    assert [row.channel.provider for row in found.ranked[:]] == [f"p{n}" for n in able]
    assert found.why_not.total() == len(asked) - len(able)


@given(st.lists(st.integers(0, 5) | st.integers(10**20, 10**20 + 5) | st.just(10**310)))
def test_an_order_is_exact_beyond_what_floats_tell_apart(figures):
    assert sorted_places(figures) == sorted(range(len(figures)), key=figures.__getitem__)
