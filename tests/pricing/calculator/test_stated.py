"""Region and seller of an offer in the calculator: what is stated, and "" where nothing is."""

import pytest

from pricing.calculator.stated import Stated, stated_of
from tests.pricing.offers import make_offer, make_offer_table


@pytest.mark.parametrize(
    ("offer_id", "region"),
    [("gpt-5", ""), ("eu.anthropic.claude-sonnet-4-5", "eu"), ("us.meta.llama-3", "us")],
)
def test_the_region_that_an_id_states(offer_id: str, region: str) -> None:
    offer = make_offer(provider_model_id=offer_id, provider="amazon-bedrock")
    stated = stated_of(make_offer_table([offer]), offer)
    assert stated.region == region


def test_what_is_not_stated_has_no_text() -> None:
    assert (Stated("", "").region_text, Stated("", "").seller_text) == ("", "")


def test_what_is_stated_has_the_text_of_its_facet() -> None:
    stated = Stated("eu", "cloud")
    assert str(stated.region_text)
    assert str(stated.seller_text)
