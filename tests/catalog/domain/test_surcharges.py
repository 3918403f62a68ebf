"""What a region costs over the same provider's offer without one."""

from decimal import Decimal

import pytest

from catalog.domain.prices import Prices
from catalog.domain.regions import stated_region
from catalog.domain.surcharges import SoldOffer, Surcharge, surcharges


def sold(provider_model_id, input_price, output_price, provider="bedrock", model="a/opus"):
    region = stated_region(provider=provider, provider_name="", provider_model_id=provider_model_id)
    prices = [None if price is None else Decimal(price) for price in (input_price, output_price)]
    return SoldOffer(provider, model, provider_model_id, region, Prices(*prices))


def found(*offers):
    return surcharges(dict(enumerate(offers)))


BASE = sold("anthropic.opus", "5", "25")


def test_it_works():
    assert found(BASE, sold("eu.anthropic.opus", "5.5", "27.5")) == {1: Surcharge(10, 10)}


def test_input_and_output_may_differ_and_a_region_may_be_cheaper():
    assert found(BASE, sold("eu.anthropic.opus", "6", "24")) == {1: Surcharge(20, -4)}


@pytest.mark.parametrize(
    "other",
    [
        sold("eu.anthropic.opus", "5", "25"),  # the same price
        sold("eu.anthropic.opus", "5.50", None),
        sold("eu.anthropic.opus", "6", "30", provider="other"),
        sold("eu.anthropic.opus", "6", "30", model="a/opus-2025"),  # another version
        sold("anthropic.opus-fast", "6", "30"),  # no region
    ],
)
def test_nothing_to_compare(other):
    assert found(BASE, other) == {}


def test_without_a_base_there_is_no_surcharge():
    assert found(sold("us.anthropic.opus", "5", "25"), sold("eu.anthropic.opus", "6", "30")) == {}
    assert found(sold("anthropic.opus", "0", "0"), sold("eu.anthropic.opus", "6", "30")) == {}


def test_the_base_has_the_same_id_but_for_the_region():
    fast = sold("anthropic.opus-fast", "30", "150")
    eu, eu_fast = (
        sold("eu.anthropic.opus", "5.5", "27.5"),
        sold("eu.anthropic.opus-1m", "33", "150"),
    )
    assert found(BASE, fast, eu) == {2: Surcharge(10, 10)}
    # Two bases at different prices, and neither of this id.
    assert found(BASE, fast, eu_fast) == {}


def test_a_region_after_an_at_sign():
    assert found(sold("opus", "5", "25"), sold("opus@eu", "5.5", "27.5")) == {1: Surcharge(10, 10)}
