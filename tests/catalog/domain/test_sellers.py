"""Who sells an offer: rules on billing, makers, packages, names and lists."""

import pytest

from catalog.domain.sellers import (
    CLOUDS,
    GATEWAYS,
    KIND_OF,
    NAMES,
    SENTENCES,
    ProviderFacts,
    SellerKind,
    SellerRule,
    offer_seller,
    provider_seller,
)

BEDROCK = ProviderFacts("amazon-bedrock", "Amazon Bedrock", "@ai-sdk/amazon-bedrock", "amazon")
ALIBABA = ProviderFacts("alibaba", "Alibaba", "@ai-sdk/openai-compatible", "alibaba")
UNKNOWN = ProviderFacts("synthetic", "Synthetic", "@ai-sdk/openai-compatible")


def test_it_works():
    assert offer_seller(BEDROCK, maker="anthropic", plan=False).kind is SellerKind.CLOUD
    assert offer_seller(BEDROCK, maker="amazon", plan=False).kind is SellerKind.MAKER
    assert offer_seller(ALIBABA, maker="deepseek", plan=False).kind is SellerKind.OTHER_MAKER
    assert offer_seller(UNKNOWN, maker="deepseek", plan=False) is None


@pytest.mark.parametrize(
    ("key", "name", "npm", "rule"),
    [
        ("azure", "Azure", "@ai-sdk/azure", "cloud-package"),
        ("google-vertex", "Vertex", "@ai-sdk/google-vertex/anthropic", "cloud-package"),
        ("groq", "Groq", "@ai-sdk/groq", "cloud-list"),
        ("vercel", "Vercel AI Gateway", "@ai-sdk/gateway", "gateway-package"),
        ("kilo", "Kilo Gateway", "", "gateway-name"),
        ("openrouter", "OpenRouter", "@openrouter/ai-sdk-provider", "gateway-name"),
        ("fastrouter", "FastRouter", "", "gateway-name"),
        ("requesty", "Requesty", "", "gateway-list"),
    ],
)
def test_each_rule_decides_and_is_named(key, name, npm, rule):
    provider = ProviderFacts(key, name, npm)
    assert offer_seller(provider, maker="meta", plan=False).rule == rule
    assert provider_seller(provider, plan=False).rule == rule


@pytest.mark.parametrize(
    "name", ["Gatewayland", "Routerless", "Outerroute", "Cloudy", "Grouter Labs AI-ish"]
)
def test_false_friends_in_names(name):
    expected = "gateway" if name.startswith("Grouter") else None  # a name that ends in "router"
    found = provider_seller(ProviderFacts("new", name), plan=False)
    assert (found.kind if found else None) == expected


def test_a_subscription_is_one_whoever_sells_it():
    for provider in (BEDROCK, ALIBABA, UNKNOWN):
        assert offer_seller(provider, maker=provider.maker, plan=True).kind is SellerKind.PLAN
        assert provider_seller(provider, plan=True).kind is SellerKind.PLAN


def test_a_provider_is_a_cloud_though_it_belongs_to_a_maker():
    assert provider_seller(BEDROCK, plan=False).kind is SellerKind.CLOUD
    assert provider_seller(ALIBABA, plan=False).kind is SellerKind.MAKER


def test_the_tables_are_complete():
    assert set(NAMES) == set(SellerKind) == set(KIND_OF.values())
    assert set(SENTENCES) == set(KIND_OF) == set(SellerRule)


def test_no_provider_is_in_both_lists():
    assert not CLOUDS & GATEWAYS
