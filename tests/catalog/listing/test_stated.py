"""Region and seller of an offer: what is stated, and "" where nothing is."""

import pytest

from catalog.domain.sellers import ProviderFacts
from catalog.listing.stated import Stated, stated_of

BEDROCK = ProviderFacts("amazon-bedrock", "Amazon Bedrock", "@ai-sdk/amazon-bedrock")


@pytest.mark.parametrize(
    ("offer_id", "region"),
    [("gpt-5", ""), ("eu.anthropic.claude-sonnet-4-5", "eu"), ("us.meta.llama-3", "us")],
)
def test_the_region_that_an_id_states(offer_id: str, region: str) -> None:
    assert stated_of(BEDROCK, offer_id, "openai", "priced") == Stated(region, "cloud")


@pytest.mark.parametrize(
    ("provider", "state", "seller"),
    [
        (ProviderFacts("host", "Host"), "priced", ""),
        (ProviderFacts("host", "Host"), "plan", "plan"),
        (ProviderFacts("openai", "OpenAI", "", "openai"), "priced", "maker"),
        (ProviderFacts("mistral", "Mistral", "", "mistral"), "priced", "other-maker"),
    ],
)
def test_who_sells_it(provider: ProviderFacts, state: str, seller: str) -> None:
    assert stated_of(provider, "gpt-5", "openai", state) == Stated("", seller)


def test_what_is_not_stated_has_no_text_but_a_value_to_filter_by() -> None:
    assert (Stated().region_text, Stated().seller_text) == ("", "")
    assert (Stated().region_value, Stated().seller_value) == ("silent", "silent")


def test_what_is_stated_has_the_text_of_its_facet() -> None:
    stated = Stated("eu", "cloud")
    assert (str(stated.region_text), str(stated.seller_text)) == ("EU", "Cloud or host")
    assert (stated.region_value, stated.seller_value) == ("eu", "cloud")
