"""LiteLLM's names of providers."""

import json
from collections import Counter

import pytest

from api.bundles.formats.litellm_providers import BARE, LITELLM_NAMES, litellm_key, litellm_name
from catalog.feed.source import read_bundled


@pytest.mark.parametrize(
    "provider, model_id, key",
    [
        ("openai", "gpt-5", "gpt-5"),
        ("google", "gemini-2.5-pro", "gemini/gemini-2.5-pro"),
        ("amazon-bedrock", "anthropic.claude-v2", "anthropic.claude-v2"),
        ("openrouter", "openai/gpt-5", "openrouter/openai/gpt-5"),
        ("unknown-to-litellm", "m", "unknown-to-litellm/m"),
    ],
)
def test_keys(provider, model_id, key):
    assert litellm_key(provider, model_id) == key


def test_each_name_stands_once():
    assert max(Counter(LITELLM_NAMES.values()).values()) == 1
    assert not set(LITELLM_NAMES.values()) & (BARE - LITELLM_NAMES.keys())


def test_no_two_real_offers_share_a_key():
    feed = json.loads(read_bundled().body)
    names = [litellm_name(provider) for provider in feed]
    assert len(names) == len(set(names))
    keys = [litellm_key(provider, m) for provider, own in feed.items() for m in own["models"]]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
