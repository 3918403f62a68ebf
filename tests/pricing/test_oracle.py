"""The calculator agrees with brute force to the last decimal, on offers of a real day.

`python -m benchmarks.oracle` does the same for 10,000 workloads times all offers.
"""

import json
from random import Random

import pytest

from benchmarks.oracle import agreements, rank_flips, real_day
from catalog.domain.prices import COMPONENTS
from catalog.feed.source import read_bundled
from tests.pricing.oracle import KINDS, Offer, random_workload, requests_of, units_per_token

WORKLOADS = 12
EVERY = 6  # a share of the providers that is parsed in less than a second
COST = {
    "input": 2,
    "output": 10,
    "cache_read": 0.2,
    "tiers": [{"input": 4, "output": 15, "tier": {"type": "context", "size": 200_000}}],
}
LEGACY = {"input": 2, "output": 10, "context_over_200k": {"input": 4, "output": 15}}
PLAIN = {
    "requests": 2,
    "per": "month",
    "input": 1000,
    "output": 0,
    "cached": 50,
    "hits": 50,
    "reasoning_tokens": 0,
    "input_audio": 0,
    "output_audio": 0,
    "steps": 1,
    "added": 0,
}
USD = units_per_token(1)


@pytest.fixture(scope="module")
def day():
    raw = json.loads(read_bundled().body)
    return real_day({provider: raw[provider] for provider in sorted(raw)[::EVERY]})


def test_it_works():
    assert Offer(COST).cost_of_request({"input": 1000}) == 2000 * USD


@pytest.mark.parametrize("cost", [COST, LEGACY])
@pytest.mark.parametrize("prompt, price", [(200_000, 2), (200_001, 4)])
def test_above_200000_and_from_200001_on_are_the_same(cost, prompt, price):
    assert Offer(cost).cost_of_request({"input": prompt}) == prompt * price * USD


def test_a_kind_without_a_price_is_billed_as_text_of_its_direction():
    offer = Offer(COST)
    assert [offer.base[kind] for kind in KINDS] == [
        *(2 * USD, 10 * USD, USD // 5, 2 * USD, 10 * USD, 2 * USD, 10 * USD),
    ]
    ((_first, tier),) = offer.tiers
    assert [tier[kind] for kind in KINDS] == [
        *(4 * USD, 15 * USD, USD // 5, 4 * USD, 15 * USD, 4 * USD, 15 * USD),
    ]


def test_a_workload_is_the_sum_of_its_requests():
    # One request reads 500 tokens from the cache, the other writes them.
    assert Offer(COST).cost_of_workload(requests_of(PLAIN)) == (1000 + 100 + 1000 + 1000) * USD


def test_the_tail_of_a_float_is_no_price():
    assert units_per_token(0.8299999999999998) == 83 * USD // 100


def test_knows_the_kinds_that_the_calculator_bills():
    assert set(KINDS) == set(COMPONENTS)


def test_the_calculator_agrees_on_the_offers_of_a_real_day(day):
    random = Random(16)
    workloads = [random_workload(random) for _number in range(WORKLOADS)]
    compared, differences = agreements(day, workloads)
    assert differences == []
    assert compared == WORKLOADS * len(day.offers)
    assert len(day.offers) > 300


def test_both_find_where_the_cheapest_list_price_is_not_the_cheapest_bill(day):
    flips = rank_flips(day)
    assert flips.by_calculator == flips.by_oracle
    assert 0 < flips.flipped < flips.models
