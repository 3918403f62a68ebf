from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.prices import Prices
from catalog.listing.facets import Filters
from pricing.calculator.calculate import calculate
from pricing.calculator.query import CalculatorQuery
from pricing.eligibility import BITS, CAPABILITY_KEYS, TEXT
from pricing.estimate import estimate
from pricing.tariff import build_tariff
from pricing.workload import Workload
from tests.pricing.offers import PROFILE, make_offer, make_offer_table
from tests.pricing.strategies import bases, tiers, workloads


def table_of_prices(prices, profiles=()):
    """Make a table of one offer for each (prices, tiers) pair; its provider is named by its index."""
    offers = [
        make_offer(provider=f"p{n}", profile=n if profiles else 0, tariff=n, model=f"m/{n}")
        for n in range(len(prices))
    ]
    return make_offer_table(offers, profiles or (PROFILE,), [build_tariff(*one) for one in prices])


def choosing(**values):
    return Filters({key.replace("_", "-"): chosen for key, chosen in values.items()}, {}, scores={})


def priced(*inputs):
    return [(Prices(input=Decimal(usd), output=Decimal(1)), ()) for usd in inputs]


def providers(result):
    return [(row.rank, row.offer.provider) for row in result.ranking[:]]


def test_it_works():
    result = calculate(table_of_prices(priced(3, 1, 2)), CalculatorQuery())
    assert providers(result) == [(1, "p1"), (2, "p2"), (3, "p0")]
    assert result.cheapest.cost == 30_000 * (2000 + 500) / Decimal(1_000_000)


def test_equal_costs_share_a_rank():
    result = calculate(table_of_prices(priced(2, 1, 1, 3)), CalculatorQuery())
    assert providers(result) == [(1, "p1"), (1, "p2"), (3, "p0"), (4, "p3")]


def test_nothing_to_rank():
    result = calculate(make_offer_table(), CalculatorQuery())
    assert (result.cheapest, len(result.ranking), result.model_count) == (None, 0, 0)


def test_counts_excluded_offers_only_within_the_filters():
    table = table_of_prices(priced(1, 2), [PROFILE, PROFILE._replace(context=5)])
    assert calculate(table, CalculatorQuery()).excluded == Counter(context=1)
    assert (
        calculate(table, CalculatorQuery(choice=choosing(provider=("p0",)))).excluded == Counter()
    )
    assert len(calculate(table, CalculatorQuery(model="m/1")).ranking) == 0
    assert calculate(table, CalculatorQuery(model="m/1")).excluded == Counter(context=1)
    assert len(calculate(table, CalculatorQuery(choice=choosing(maker=("nobody",)))).ranking) == 0
    words = Filters({}, {}, scores={}, words="LLAMA")
    assert len(calculate(table, CalculatorQuery(choice=words)).ranking) == 1


VISION, NO_VISION = (
    PROFILE._replace(supported=TEXT | BITS["vision"]),
    PROFILE._replace(unsupported=BITS["vision"]),
)


@pytest.mark.parametrize(
    ("values", "eligible", "excluded"),
    [
        (("yes",), ["p0"], {"unsupported": 1, "not-reported": 1}),
        (("no",), ["p1"], {}),
        (("silent",), ["p2"], {}),
        (("silent", "yes"), ["p0", "p2"], {}),
    ],
)
def test_a_required_capability_excludes_and_other_choices_filter(values, eligible, excluded):
    table = table_of_prices(priced(1, 2, 3), [VISION, NO_VISION, PROFILE])
    result = calculate(table, CalculatorQuery(choice=choosing(vision=values)))
    assert [row.offer.provider for row in result.ranking[:]] == eligible
    assert result.excluded == Counter(excluded)


def test_filters_count_eligible_offers():
    table = table_of_prices(priced(1, 2, 3), [VISION, NO_VISION, PROFILE._replace(context=5)])
    filters = calculate(table, CalculatorQuery()).filters
    vision = next(group for group in filters.capabilities if group.facet.key == "vision")
    assert [(one.value, one.count) for one in vision.options] == [("yes", 1), ("no", 1)]


def test_the_lines_of_a_row_add_up_to_its_cost():
    result = calculate(
        table_of_prices(priced(1)), CalculatorQuery((Workload(cached=50), Workload(steps=3)))
    )
    cost = result.estimate(result.ranking[0])
    assert cost.total == result.ranking[0].cost == sum(line.cost for line in cost.lines)
    assert result.break_even(result.ranking[0]) is None


def naive_cost(prices, query):
    """Return the sum of the estimates of each group of requests."""
    usages = (usage for workload in query.workloads for usage in workload.usages())
    return sum((estimate(*prices, usage).total for usage in usages), Decimal(0))


contexts = st.none() | st.integers(1, 600_000)


@given(
    st.lists(st.tuples(bases, tiers, contexts), max_size=6),
    st.lists(workloads, min_size=1, max_size=3).map(tuple),
)
def test_the_ranking_equals_a_naive_one(rows, several):
    # All capabilities are supported, so that the context window alone decides who is eligible.
    every = sum(BITS.values())
    profiles = [PROFILE._replace(context=context, supported=every) for *_prices, context in rows]
    query = CalculatorQuery(several)
    result = calculate(table_of_prices([row[:2] for row in rows], profiles), query)
    largest = max(u.prompt + u.reply for w in several for u in w.usages())
    eligible = [n for n, row in enumerate(rows) if row[2] is None or largest <= row[2]]
    costs = {n: naive_cost(rows[n][:2], query) for n in eligible}
    expected = sorted(eligible, key=lambda n: (costs[n], n))
    assert [row.offer.provider for row in result.ranking[:]] == [f"p{n}" for n in expected]
    assert [row.cost for row in result.ranking[:]] == [costs[n] for n in expected]
    assert result.excluded["context"] == len(rows) - len(eligible)


profiles = st.builds(
    lambda context, supported, unsupported: PROFILE._replace(
        context=context,
        supported=TEXT | supported,
        unsupported=unsupported & ~supported & ~TEXT,
    ),
    *[st.sampled_from([None, 100, 10_000])] + [st.integers(0, sum(BITS.values()))] * 2,
)
REQUIRABLE = [name for name in CAPABILITY_KEYS if name != "audio-output"]


@given(
    st.lists(profiles, max_size=6),
    st.lists(st.sampled_from(REQUIRABLE), max_size=3, unique=True),
    st.booleans(),
)
def test_eligible_and_excluded_offers_add_up(rows, required, narrowed):
    table = table_of_prices(priced(*range(1, 1 + len(rows))), rows)
    values = dict.fromkeys(required, ("yes",))
    if narrowed:
        values["provider"] = ("p0", "p2", "p4")
    result = calculate(table, CalculatorQuery(choice=Filters(values, {}, scores={})))
    bits = sum(BITS[name] for name in required)
    filtered = [n for n in range(len(rows)) if n % 2 == 0 or not narrowed]
    eligible = [
        n
        for n in filtered
        if rows[n].supported & bits == bits and (rows[n].context or 10_000) >= 2500
    ]
    assert [row.offer.provider for row in result.ranking[:]] == [f"p{n}" for n in eligible]
    assert result.excluded.total() == len(filtered) - len(eligible)
