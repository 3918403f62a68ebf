from decimal import Decimal

import pytest
from hypothesis import given

from catalog.domain.prices import COMPONENTS, Prices, Tier
from pricing.effective_price import PROMPT, effective_price
from pricing.estimate import Usage, estimate
from pricing.tariff import build_tariff
from pricing.workload import Workload
from tests.pricing.strategies import bases, usages

CACHED = Prices(input=Decimal(10), output=Decimal(50), cache_read=Decimal(1))


def test_it_works():
    tariff = build_tariff(CACHED, ())
    price = effective_price(tariff.estimate(Workload(input=1000, cached=80, hits=100).load))
    # 800 of 1,000 tokens are read from the cache: 0.8 × 1 + 0.2 × 10.
    assert price.prompt == Decimal("2.8")
    assert price.reply == 50
    assert round(price.overall, 9) == round((1000 * Decimal("2.8") + 500 * 50) / 1500, 9)


def test_a_growing_context_is_billed_by_the_tier_of_each_step():
    tariff = build_tariff(CACHED, (Tier(1000, Prices(input=Decimal(20))),))
    price = effective_price(
        tariff.estimate(Workload(input=1000, output=0, steps=2, added=2000).load)
    )
    assert price.prompt == (1000 * 10 + 3000 * Decimal(20)) / 4000


def test_without_tokens_there_is_no_price():
    price = effective_price(estimate(CACHED, (), Usage(output=5)))
    assert (price.prompt, price.reply, price.overall) == (None, 50, 50)
    nothing = effective_price(estimate(CACHED, (), Usage()))
    assert (nothing.overall, nothing.prompt, nothing.reply) == (None, None, None)


def test_a_price_of_zero_is_zero():
    embedding = Prices(input=Decimal(1), output=Decimal(0))
    assert effective_price(estimate(embedding, (), Usage(output=5))).overall == 0


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_component_is_of_the_prompt_or_of_the_reply(component):
    usage = Usage(**{component: 1})
    assert (component in PROMPT) is (usage.prompt == 1)
    assert (component not in PROMPT) is (usage.reply == 1)


@given(bases, usages)
def test_lies_between_the_lowest_and_the_highest_billed_price(some, usage):
    cost = estimate(some, (), usage)
    if cost is None or not cost.lines:
        return
    price = effective_price(cost).overall
    billed = [line.price for line in cost.lines]
    slack = Decimal("1e-20")
    assert min(billed) - slack <= price <= max(billed) + slack
