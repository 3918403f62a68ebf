from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catalog.domain.prices import Prices, Tier
from pricing.cache_break_even import NEVER, cache_break_even
from pricing.tariff import build_tariff
from pricing.workload import Workload

SONNET = Prices(
    input=Decimal(3), output=Decimal(15), cache_read=Decimal("0.3"), cache_write=Decimal("3.75")
)


def hit_rate(prices, tiers=(), prompt=1000):
    return cache_break_even(build_tariff(prices, tiers), prompt)


def test_it_works():
    assert hit_rate(SONNET).quantize(Decimal("0.0001")) == Decimal("0.2174")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"cache_read": None}, None),
        ({"cache_write": None}, 0),
        ({"cache_write": Decimal(3)}, 0),
        ({"cache_read": Decimal(3)}, NEVER),
        ({"cache_read": Decimal(4), "cache_write": Decimal(1)}, NEVER),
    ],
)
def test_missing_and_extreme_cache_prices(change, expected):
    assert hit_rate(replace(SONNET, **change)) == expected


def test_uses_the_context_tier_of_the_prompt():
    tier = Tier(500, Prices(input=Decimal(6), output=Decimal(20), cache_write=Decimal(6)))
    assert hit_rate(SONNET, (tier,), prompt=501) == 0
    assert hit_rate(SONNET, (tier,), prompt=500) > 0


@given(st.integers(1, 99), st.integers(1, 99))
def test_caching_costs_less_above_the_break_even_point_and_more_below(read, premium):
    prices = replace(SONNET, cache_read=Decimal(3 * read) / 100, cache_write=3 + Decimal(premium))
    point = hit_rate(prices)
    for hits in (0, 25, 50, 75, 100):
        assume(point != Decimal(hits) / 100)
        costs = [
            build_tariff(prices, ()).estimate(Workload(cached=cached, hits=hits).load).total
            for cached in (100, 0)
        ]
        assert (costs[0] < costs[1]) is (Decimal(hits) / 100 > point)
