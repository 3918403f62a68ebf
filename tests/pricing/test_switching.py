from decimal import Decimal

import pytest
from hypothesis import given

from catalog.domain.prices import Prices
from pricing.switching import TASKS, cold_cache_cost, pays_after, switch
from pricing.tariff import build_tariff
from pricing.workload import Per, Workload
from tests.pricing.strategies import bases, workloads

WORKLOAD = Workload(requests=1000, per=Per.MONTH, input=1000, output=0, cached=100, hits=90)


def tariff(**prices):
    named = {name: Decimal(price) for name, price in prices.items()}
    return build_tariff(Prices(**{"output": Decimal(1), **named}), ())


NOW = tariff(input=2, cache_read="2")
OTHER = tariff(input=1, cache_read="0.1", cache_write="1.25")


def test_it_works():
    found = switch(NOW, OTHER, [WORKLOAD])
    # 1,000 requests of 1,000 tokens: 2 USD now; 0.9 × 0.1 + 0.1 × 1.25 at the other.
    assert found.saving == 2 - Decimal("0.215")
    # The first request writes what 90% of requests read: 0.9 × (1.25 − 0.1) per 1,000 tokens.
    assert found.cold == Decimal("0.001035")
    assert found.pays_after == 1


def test_many_separate_prompts_take_longer():
    found = switch(NOW, OTHER, [WORKLOAD], caches=5000)
    assert found.cold == Decimal("5.175")
    assert found.pays_after == 2900  # 5.175 / 0.001785 per request = 2,899.2


def test_it_never_pays_where_the_other_costs_as_much_or_more():
    assert switch(OTHER, NOW, [WORKLOAD]).pays_after is None
    assert switch(NOW, NOW, [WORKLOAD]).pays_after is None
    assert switch(OTHER, NOW, [WORKLOAD]).saving < 0


def test_without_hits_every_request_writes_and_the_first_is_like_the_others():
    cold = Workload(requests=1000, per=Per.MONTH, input=1000, cached=100, hits=0)
    assert cold_cache_cost(OTHER, [cold]) == 0


def test_without_a_cached_part_there_is_no_cold_cache():
    assert cold_cache_cost(OTHER, [Workload(cached=0)]) == 0


def test_a_missing_write_price_is_that_of_input():
    reads_only = tariff(input=1, cache_read="0.1")
    assert cold_cache_cost(reads_only, [WORKLOAD]) == Decimal("0.9") * Decimal("0.0009")


def test_writes_that_cost_less_than_reads_cost_nothing_once():
    assert cold_cache_cost(tariff(input=1, cache_read=1, cache_write="0.5"), [WORKLOAD]) == 0


def test_all_steps_of_an_agent_are_cold_once():
    agent = Workload(requests=1, input=1000, output=0, cached=100, hits=100, steps=2, added=1000)
    reads_only = tariff(input=1, cache_read=0)
    assert cold_cache_cost(reads_only, [agent]) == Decimal("0.003")


@pytest.mark.parametrize(
    ("saving", "requests", "cold", "after"),
    [(1, 10, 0, 1), (1, 10, "0.1", 1), (1, 10, "0.11", 2), (0, 10, 0, None), (-1, 10, 0, None)],
)
def test_counts_whole_requests(saving, requests, cold, after):
    assert pays_after(Decimal(saving), requests, Decimal(cold)) == after


@given(bases, bases, workloads)
def test_after_that_many_requests_the_cold_cache_is_earned_and_not_before(now, other, workload):
    found = switch(build_tariff(now, ()), build_tariff(other, ()), [workload])
    if found.pays_after is None:
        assert found.saving <= 0
        return
    requests = workload.load.requests
    assert found.saving * found.pays_after >= found.cold * requests * Decimal("0.999999")
    if found.pays_after > 1:
        assert found.saving * (found.pays_after - 1) < found.cold * requests * Decimal("1.000001")


def test_a_hundred_tasks_split_by_any_whole_percentage():
    for hits in range(101):
        reads = (TASKS * hits + 50) // 100
        assert reads == hits
