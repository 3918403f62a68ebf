import re

import pytest

from pricing.usage_log.name_rules import (
    BASES,
    DEVIATIONS,
    FREE,
    RESOURCES,
    SHAPES,
    SPELLINGS,
    Basis,
    Deviation,
    readings,
    spellings,
)
from pricing.usage_log.provider_names import ProviderName, ProviderNames

KEYS = (
    *("openai", "azure", "amazon-bedrock", "google-vertex", "google", "openrouter", "groq"),
    *("fireworks-ai", "cloudflare-workers-ai", "databricks", "sap-ai-core"),
)
PROVIDERS = ProviderNames(map(ProviderName, KEYS))


def read(name, column=""):
    return [(one.provider, one.model_id, one.basis) for one in readings(name, column, PROVIDERS)]


def test_it_works():
    assert read("azure/eu/gpt-4o") == [
        ("azure", "eu/gpt-4o", Basis.PREFIX),
        (None, "azure/eu/gpt-4o", Basis.OWN),
    ]


@pytest.mark.parametrize(
    "name, first",
    [
        ("gpt-4o/openai", ("openai", "gpt-4o", Basis.SUFFIX)),
        ("arn:aws:bedrock:us-east-1::foundation-model/x.y", ("amazon-bedrock", "x.y", Basis.RESOURCE)),
        ("bedrock/arn:aws-us-gov:bedrock:us-gov-west-1:1:inference-profile/x.y", ("amazon-bedrock", "x.y", Basis.RESOURCE)),
        ("projects/p/locations/l/publishers/google/models/gemini-2.5-pro", ("google-vertex", "gemini-2.5-pro", Basis.RESOURCE)),
        ("models/gemini-2.5-flash", ("google", "gemini-2.5-flash", Basis.RESOURCE)),
        ("accounts/fireworks/models/x", ("fireworks-ai", "accounts/fireworks/models/x", Basis.RESOURCE)),
        ("us.anthropic.claude-x", ("amazon-bedrock", "us.anthropic.claude-x", Basis.SHAPE)),
        ("claude-3-5-haiku@20241022", ("google-vertex", "claude-3-5-haiku@20241022", Basis.SHAPE)),
        ("qwen/x-maas", ("google-vertex", "qwen/x-maas", Basis.SHAPE)),
        ("@cf/meta/x", ("cloudflare-workers-ai", "@cf/meta/x", Basis.SHAPE)),
        ("databricks-claude-x", ("databricks", "databricks-claude-x", Basis.SHAPE)),
        ("anthropic--claude-x", ("sap-ai-core", "anthropic--claude-x", Basis.SHAPE)),
        ("gpt-4.1", (None, "gpt-4.1", Basis.OWN)),
        ("gemini-2.5-pro", (None, "gemini-2.5-pro", Basis.OWN)),
    ],
)  # fmt: skip
def test_what_a_name_says_first(name, first):
    assert read(name)[0] == first


def test_a_column_outranks_the_name_and_drops_the_provider_that_repeats_it():
    assert read("openai/gpt-4o", "openrouter")[0] == ("openrouter", "openai/gpt-4o", Basis.COLUMN)
    assert read("groq/llama", "groq")[:2] == [
        ("groq", "groq/llama", Basis.COLUMN),
        ("groq", "llama", Basis.COLUMN),
    ]


@pytest.mark.parametrize(
    "name, column, unknown",
    [
        ("gpt-4o", "", False),
        ("gpt-4o", "replicate", True),
        ("replicate/meta/llama", "", True),
        ("meta-llama/llama", "", False),
        ("gpt-4o", "openai", False),
        ("@cf/meta/x", "", False),
    ],
)
def test_a_provider_that_the_data_lacks_is_said(name, column, unknown):
    assert list(readings(name, column, PROVIDERS))[-1].unknown is unknown


@pytest.mark.parametrize(
    "model_id, last, deviation",
    [
        ("gpt-4o", "gpt-4o", Deviation.NONE),
        ("converse/us.anthropic.claude-3-5-x-20241022-v2:0", "claude-3-5-x-20241022", Deviation.REGION),
        ("us-east-1/6-month-commitment/anthropic.claude-v2:1", "claude-v2", Deviation.REGION),
        ("global.anthropic.claude-opus-4-6-v1", "claude-opus-4-6", Deviation.NONE),
        ("eu/gpt-4o", "gpt-4o", Deviation.REGION),
        ("global-standard/gpt-4o", "gpt-4o", Deviation.NONE),
        ("ft:gpt-4o-2024-08-06:acme::x", "gpt-4o-2024-08-06", Deviation.FINE_TUNED),
        ("claude-3-5-sonnet-v2@20241022", "claude-3-5-sonnet-20241022", Deviation.NONE),
        ("claude-opus-4-6@default", "claude-opus-4-6", Deviation.NONE),
        ("meta/llama-3.3-70b-instruct-maas", "meta/llama-3.3-70b-instruct", Deviation.NONE),
        ("deepseek/deepseek-r1:nitro", "deepseek/deepseek-r1", Deviation.NONE),
        ("meta.llama3-1-70b-instruct-v1:0:128k", "llama3-1-70b-instruct", Deviation.NONE),
        ("anthropic.claude-v2", "claude-v2", Deviation.NONE),
    ],
)  # fmt: skip
def test_what_is_no_part_of_the_models_name_is_left_out(model_id, last, deviation):
    assert list(spellings(model_id))[-1] == (last, deviation)


def test_a_free_offer_keeps_its_suffix():
    assert list(spellings("x/y:free")) == [("x/y:free", Deviation.NONE)]
    assert FREE.search("x/y:free")


def test_the_tables_are_complete_and_every_rule_applies_to_something():
    assert set(BASES) == set(Basis)
    assert set(DEVIATIONS) == set(Deviation)
    assert all(sentence.text for basis, sentence in BASES.items())
    assert {rule.provider for rule in (*RESOURCES, *SHAPES)} <= set(KEYS)
    assert all(isinstance(rule.pattern, re.Pattern) for rule in SPELLINGS)


@pytest.mark.parametrize(
    "text", ["/" * 300, "." * 300, ":" * 300, "ft:" * 100, "a/" * 150, "-v1" * 100]
)
def test_hostile_names_are_read_in_no_time(text):
    assert len(list(readings(text, text, PROVIDERS))) < 10
    assert len(list(spellings(text))) <= len(SPELLINGS) + 1
