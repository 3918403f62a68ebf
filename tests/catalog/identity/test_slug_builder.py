"""Building a slug: prefixes, packaging, spelling and speed, with the keys of the rules applied."""

import pytest

from catalog.identity.rules import decisions
from catalog.identity.slug_builder import SlugBuilder, drop_prefixes, drop_speed, polish, stem


@pytest.mark.parametrize(
    "slug, provider, expected, rules",
    [
        ("databricks-gpt-5-4", "x", "gpt-5-4", [decisions.RESELLER_PREFIX]),
        ("openai-gpt-5-4", "x", "gpt-5-4", [decisions.MAKER_PREFIX]),
        ("acme-gpt-5-4", "acme", "gpt-5-4", [decisions.RESELLER_PREFIX]),
        ("acme-gpt-5-4", "acme-plan", "gpt-5-4", [decisions.RESELLER_PREFIX]),
        ("acme-gpt-5-4", "x", "acme-gpt-5-4", []),
        ("azure-openai-gpt-5", "x", "gpt-5", [decisions.RESELLER_PREFIX]),
        ("deepseek-v3", "x", "deepseek-v3", []),
        ("gpt", "x", "gpt", []),
    ],
)
def test_drop_prefixes(slug, provider, expected, rules):
    builder = SlugBuilder(slug)
    drop_prefixes(builder, provider)
    assert builder.slug == expected
    assert builder.rules[:1] == rules


@pytest.mark.parametrize(
    "slug, expected, rules",
    [
        ("glm-5-1-fp8", "glm-5-1", ["quantization-suffix"]),
        ("glm-5-1-fp8-free", "glm-5-1", ["free-suffix", "quantization-suffix"]),
        ("gpt54-fp8", "gpt-5-4", ["quantization-suffix", "family-number-format"]),
        ("free", "free", []),
        ("-free", "-free", []),
        ("", "", []),
    ],
)
def test_polish(slug, expected, rules):
    builder = SlugBuilder(slug)
    polish(builder)
    assert (builder.slug, builder.rules) == (expected, rules)


@pytest.mark.parametrize(
    "slug, maker, expected, rules",
    [
        ("glm-5-1-fast", "zhipuai", "glm-5-1", [decisions.SPEED_SUFFIX]),
        ("gpt-4-turbo", "openai", "gpt-4-turbo", []),
        ("llama-3-1-8b-instruct-turbo", "meta", "llama-3-1-8b-instruct", [decisions.SPEED_SUFFIX]),
        ("qwen3-6-27b-202k", "alibaba", "qwen3-6-27b", [decisions.CONTEXT_SUFFIX]),
        ("gpt-4-32k", "openai", "gpt-4-32k", []),
        ("something-fast", None, "something-fast", []),
        ("something-fast", "unknown-lab", "something-fast", []),
    ],
)
def test_drop_speed(slug, maker, expected, rules):
    builder = SlugBuilder(slug)
    drop_speed(builder, maker)
    assert (builder.slug, builder.rules) == (expected, rules)


@pytest.mark.parametrize(
    "slug, expected",
    [("llama-3-8b-fp8-turbo", "llama-3-8b"), ("turbo", "turbo"), ("-fast", "-fast"), ("a", "a")],
)
def test_stem(slug, expected):
    assert stem(slug) == expected


def test_a_rule_is_noted_once():
    builder = SlugBuilder("a")
    builder.take("b", "rule")
    builder.take("c", "rule")
    assert (builder.slug, builder.rules) == ("c", ["rule"])
