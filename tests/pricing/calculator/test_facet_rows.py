from decimal import Decimal

import pytest

from catalog.capabilities import CAPABILITIES
from catalog.domain.sellers import ProviderFacts
from catalog.listing.bitset import BitSet
from catalog.listing.index import ModelIndex
from pricing.calculator.facet_rows import offer_facet_index, offer_row
from tests.pricing.offers import PROFILE, make_offer, make_row

LLAMA = make_row(make_offer(), PROFILE)
GPT = make_row(make_offer(model="openai/gpt", model_name="Gpt", maker="openai"), PROFILE)
NOT_REPORTED = dict.fromkeys([c.key for c in CAPABILITIES if c.least is None])
GROQ = ProviderFacts("groq", "Groq")
BEDROCK = ProviderFacts("amazon-bedrock", "Amazon Bedrock", "@ai-sdk/amazon-bedrock")
COLUMNS = {
    "status": "beta",
    "context": 8000,
    "input_price": Decimal(1),
    "output_price": Decimal(2),
    "blended_price": Decimal("1.25"),
    "input_modalities": ["text", "image"],
    "output_modalities": [],
    "provider__key": "groq",
    "provider_model_id": "llama",
    "price_state": "priced",
}


def test_it_works():
    row = offer_row(LLAMA, COLUMNS, NOT_REPORTED | {"vision": True}, GROQ)
    assert (row.path, row.maker) == (LLAMA.path, LLAMA.maker)
    assert (row.status, row.context, row.input, row.output) == ("beta", 8000, 1, 2)
    assert (row.input_modalities, row.output_modalities) == ({"text", "image"}, frozenset())
    assert (row.provider_keys, row.price_states) == ({"groq"}, {"priced"})
    assert row.capabilities["vision"] is True


@pytest.mark.parametrize(("context", "expected"), [(None, None), (8000, False), (10_000_000, True)])
def test_a_threshold_capability_follows_the_limit_of_the_offer(context, expected):
    row = offer_row(LLAMA, COLUMNS | {"context": context}, NOT_REPORTED, GROQ)
    assert row.capabilities["long-context"] is expected


@pytest.mark.parametrize(
    ("provider", "provider_model_id", "region", "seller"),
    [
        (GROQ, "llama", "silent", "cloud"),
        (BEDROCK, "eu.meta.llama", "eu", "cloud"),
        (ProviderFacts("new", "New"), "us.meta.llama", "us", "silent"),
        (ProviderFacts("llama", "Llama", maker="meta"), "llama", "silent", "maker"),
    ],
)
def test_region_and_seller_are_the_offers_own(provider, provider_model_id, region, seller):
    columns = COLUMNS | {"provider_model_id": provider_model_id}
    row = offer_row(LLAMA, columns, NOT_REPORTED, provider)
    assert (row.regions, row.sellers) == ({region}, {seller})


def test_every_capability_of_the_model_list_has_a_value():
    row = offer_row(LLAMA, COLUMNS, NOT_REPORTED, GROQ)
    assert row.capabilities.keys() == {capability.key for capability in CAPABILITIES}


def test_facets_count_offers():
    offers = [
        (0, offer_row(LLAMA, COLUMNS, NOT_REPORTED, GROQ)),
        (1, offer_row(GPT, COLUMNS | {"provider__key": "openai"}, NOT_REPORTED, GROQ)),
        (0, offer_row(LLAMA, COLUMNS | {"provider__key": "nvidia"}, NOT_REPORTED, GROQ)),
    ]
    facets = offer_facet_index(ModelIndex((LLAMA, GPT), {}), offers)
    assert len(facets.everything) == 3
    assert facets.values["maker"] == {"meta": BitSet(0b101), "openai": BitSet(0b010)}
    assert facets.values["provider"] == {
        "groq": BitSet(0b001),
        "openai": BitSet(0b010),
        "nvidia": BitSet(0b100),
    }


def test_a_search_finds_all_offers_of_a_model_and_none_of_a_model_without_offers():
    offers = [(0, offer_row(LLAMA, COLUMNS, NOT_REPORTED, GROQ))] * 2
    facets = offer_facet_index(ModelIndex((LLAMA, GPT), {}), offers)
    assert facets.search("llama") == [0, 1]
    assert facets.search("gpt") == []


def test_no_offers():
    assert not offer_facet_index(ModelIndex((LLAMA,), {}), []).everything
