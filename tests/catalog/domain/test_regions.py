"""Where an offer is served: IDs and names as they are in the feed, and false friends."""

import re

import pytest

from catalog.domain.regions import (
    NAMES,
    RULES,
    SENTENCES,
    Region,
    RegionBasis,
    StatedRegion,
    stated_region,
)

OFFER, PROVIDER, NAME = RegionBasis.OFFER_ID, RegionBasis.PROVIDER_ID, RegionBasis.PROVIDER_NAME


def region(provider_model_id="some-model", provider="host", name="Host"):
    return stated_region(provider=provider, provider_name=name, provider_model_id=provider_model_id)


def test_it_works():
    assert region("eu.anthropic.claude-opus-4-8") == StatedRegion(Region.EU, OFFER, "eu.")
    assert region(provider="alibaba-cn") == StatedRegion(Region.CHINA, PROVIDER, "-cn")
    assert region(name="D.Run (China)") == StatedRegion(Region.CHINA, NAME, "(China)")
    assert region() is None


@pytest.mark.parametrize(
    ("provider_model_id", "expected", "evidence"),
    [
        ("eu.anthropic.claude-haiku-4-5-20251001-v1:0", "eu", "eu."),
        ("us.meta.llama4-scout-17b-instruct-v1:0", "us", "us."),
        ("us-gov.anthropic.claude-3-5-sonnet-v1:0", "us", "us-gov."),
        ("ca.amazon.nova-lite-v1:0", "ca", "ca."),
        ("jp.anthropic.claude-sonnet-5", "jp", "jp."),
        ("au.anthropic.claude-opus-4-6-v1", "au", "au."),
        ("apac.amazon.nova-pro-v1:0", "apac", "apac."),
        ("global.anthropic.claude-fable-5", "global", "global."),
        ("bedrock/eu.anthropic.claude-sonnet-5", "eu", "eu."),
        ("anthropic/claude-sonnet-4@eu", "eu", "@eu"),
        ("claude-sonnet-4@us", "us", "@us"),
        ("qwen3-max@cn", "cn", "@cn"),
        ("claude-sonnet-4@global", "global", "@global"),
        ("vertex/claude-sonnet-4@us-east5", "us", "@us-east5"),
        ("bedrock/claude-sonnet-4@us-east-1", "us", "@us-east-1"),
        ("vertex/claude-sonnet-4@europe-west1", "eu", "@europe-west1"),
        ("vertex/claude-sonnet-4@europe-central2", "eu", "@europe-central2"),
        ("bedrock/claude-sonnet-4@eu-central-1", "eu", "@eu-central-1"),
        # London and Zurich: in Europe, not in the EU.
        ("vertex/claude-sonnet-4@europe-west2", "europe", "@europe-west2"),
        ("bedrock/claude-sonnet-4@eu-west-2", "europe", "@eu-west-2"),
        ("bedrock/claude-sonnet-4@eu-central-2", "europe", "@eu-central-2"),
        ("vertex/claude-sonnet-4@asia-southeast1", "apac", "@asia-southeast1"),
        ("bedrock/claude-sonnet-4@ap-northeast-1", "apac", "@ap-northeast-1"),
    ],
)
def test_ids_of_offers(provider_model_id, expected, evidence):
    assert region(provider_model_id) == StatedRegion(Region(expected), OFFER, evidence)


@pytest.mark.parametrize(
    ("provider", "name", "expected", "basis", "evidence"),
    [
        ("moonshotai-cn", "Moonshot AI (China)", "cn", PROVIDER, "-cn"),
        ("minimax-cn-coding-plan", "MiniMax Coding Plan", "cn", PROVIDER, "-cn"),
        ("xiaomi-token-plan-ams", "Xiaomi Token Plan (Europe)", "eu", PROVIDER, "-ams"),
        ("xiaomi-token-plan-sgp", "Xiaomi Token Plan (Singapore)", "sg", PROVIDER, "-sgp"),
        ("host-eu", "Host", "eu", PROVIDER, "-eu"),
        ("tencent-coding-plan", "Tencent Coding Plan (China)", "cn", NAME, "(China)"),
        ("host", "Host (Europe)", "europe", NAME, "(Europe)"),
        ("host", "Host (EU)", "eu", NAME, "(EU)"),
    ],
)
def test_ids_and_names_of_providers(provider, name, expected, basis, evidence):
    found = region(provider=provider, name=name)
    assert found == StatedRegion(Region(expected), basis, evidence)


def test_the_offer_outranks_its_provider():
    assert region("us.anthropic.claude", "host-eu", "Host (EU)").region is Region.US


@pytest.mark.parametrize(
    ("provider_model_id", "provider", "name"),
    [
        ("@cf/aisingapore/gemma-sea-lion-v4-27b-it", "cloudflare-workers-ai", "Cloudflare"),
        ("@cf/facebook/bart-large-cnn", "cloudflare-ai-gateway", "Cloudflare AI Gateway"),
        ("@cf/deepgram/aura-2-en", "cloudflare-workers-ai", "Cloudflare Workers AI"),
        ("north-mini-code-1-0", "cohere", "Cohere"),
        ("claude-opus-4@20250514", "google-vertex-anthropic", "Vertex (Anthropic)"),
        ("claude-sonnet-4@default", "google-vertex", "Vertex"),
        ("qwen3-coder", "iflowcn", "iFlow"),  # letters inside a word
        ("minimax-m2", "minimax", "MiniMax (minimax.io)"),
        ("k2p6-turbo", "firepass", "Fireworks (Firepass)"),
        ("gpt-4.1", "us", "US"),  # the first word names the company
        ("deepseek.r1-v1:0", "amazon-bedrock", "Amazon Bedrock"),
        ("amazon.nova-pro-v1:0", "amazon-bedrock", "Amazon Bedrock"),
        ("eu.claude", "host", "Host"),  # no maker follows
        ("deus.anthropic.claude", "host", "Host"),
        ("model@eurus", "host", "Host"),
        ("mistral-small", "mistral", "Mistral"),  # a French company states no region
    ],
)
def test_false_friends_state_nothing(provider_model_id, provider, name):
    assert region(provider_model_id, provider, name) is None


def test_the_tables_are_complete():
    assert set(NAMES) == set(Region) == {rule.region for rule in RULES}
    assert set(SENTENCES) == set(RegionBasis) == {rule.basis for rule in RULES}
    assert all(rule.reason for rule in RULES)
    assert all(re.fullmatch(r"[a-z]+", one) for one in Region)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.example)
def test_the_example_of_each_rule_has_its_region(rule):
    assert rule.find(rule.example)
    texts = {OFFER: ("x", "X", rule.example), PROVIDER: (rule.example, "X", "x")}
    provider, name, offer = texts.get(rule.basis, ("x", rule.example, "x"))
    assert region(offer, provider, name).region is rule.region


@pytest.mark.parametrize("text", ["", "@", ".", "a" * 300, "us." * 100, "\x00eu.a.b", "@eu\n"])
def test_hostile_ids_are_read_without_error(text):
    found = region(text, text, text)
    assert found is None or found.evidence in text
