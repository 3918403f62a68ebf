from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from catalog.prices import Prices
from pricing.answer import Ranking, answer
from pricing.estimate import estimate
from pricing.fit import BIT, Profile
from pricing.market import Market
from pricing.question import Question
from pricing.tariff import Tariffs, tariff_of
from pricing.workload import Workload
from tests.pricing.channels import make_channel
from tests.pricing.strategies import bases, tiers, workloads

TEXT = BIT["text"] | BIT["text-output"]
ABLE = Profile("priced", True, None, None, None, TEXT, 0)


def make_market(offerings, profiles=()):
    """Make a market of (prices, tiers) pairs, a channel each, named by its place."""
    channels = tuple(
        make_channel(
            provider=f"p{place}", profile=place if profiles else 0, tariff=place, model=f"m/{place}"
        )
        for place in range(len(offerings))
    )
    tariffs = Tariffs(tariff_of(*offering) for offering in offerings)
    return Market(channels, tuple(profiles) or (ABLE,), tariffs)


def priced(*inputs):
    return [(Prices(input=Decimal(usd), output=Decimal(1)), ()) for usd in inputs]


def providers(found):
    return [(row.rank, row.channel.provider) for row in found.ranked[:]]


def test_it_works():
    found = answer(make_market(priced(3, 1, 2)), Question())
    assert providers(found) == [(1, "p1"), (2, "p2"), (3, "p0")]
    assert found.cheapest.cost == 30_000 * (2000 + 500) / Decimal(1_000_000)


def test_equal_costs_share_a_rank():
    found = answer(make_market(priced(2, 1, 1, 3)), Question())
    assert providers(found) == [(1, "p1"), (1, "p2"), (3, "p0"), (4, "p3")]


def test_nothing_to_rank():
    found = answer(make_market([]), Question())
    assert (found.cheapest, len(found.ranked), found.model_count) == (None, 0, 0)
    assert Ranking([], [])[:] == []


def test_filters_leave_out_and_reasons_count():
    market = make_market(priced(1, 2), [ABLE, ABLE._replace(context=5)])
    assert answer(market, Question()).why_not == Counter(context=1)
    assert answer(market, Question(provider="p0")).why_not == Counter()
    assert len(answer(market, Question(model="m/1")).ranked) == 0
    assert len(answer(market, Question(maker="nobody")).ranked) == 0
    assert len(answer(market, Question(q="LLAMA m/0")).ranked) == 1


def test_the_lines_of_a_row_make_up_its_cost():
    found = answer(make_market(priced(1)), Question((Workload(cached=50), Workload(steps=3))))
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
    question = Question(several)
    found = answer(make_market([row[:2] for row in rows], profiles), question)
    largest = max(u.prompt + u.reply for w in several for u in w.usages())
    fits = [n for n, row in enumerate(rows) if row[2] is None or largest <= row[2]]
    costs = {n: naive_cost(rows[n][:2], question) for n in fits}
    expected = sorted(fits, key=lambda n: (costs[n], n))
    assert [row.channel.provider for row in found.ranked[:]] == [f"p{n}" for n in expected]
    assert [row.cost for row in found.ranked[:]] == [costs[n] for n in expected]
    assert found.why_not["context"] == len(rows) - len(fits)
