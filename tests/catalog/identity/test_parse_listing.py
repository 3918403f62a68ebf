"""Parsing one listing alone: path, maker, nickname, thinking mode, display name."""

import pytest

from catalog.identity.parse_listing import LONGEST_ID, parse_listing, parse_name
from catalog.identity.rules import decisions


@pytest.mark.parametrize(
    "model_id, maker, slug",
    [
        ("meta-llama/Llama-3.2-1B-Instruct", "meta", "llama-3-2-1b-instruct"),
        ("workers-ai/@cf/meta/llama-3.2-1b-instruct", "meta", "llama-3-2-1b-instruct"),
        ("meta.llama3-3-70b-instruct", "meta", "llama-3-3-70b-instruct"),
        ("accounts/fireworks/models/glm-6p3", "zhipuai", "glm-6-3"),
        ("new-lab/first-model", "new-lab", "first-model"),
        ("first-model", None, "first-model"),
    ],
)
def test_maker_and_slug(model_id, maker, slug):
    parsed = parse_listing("reseller", model_id)
    assert (parsed.maker, parsed.slug) == (maker, slug)


@pytest.mark.parametrize(
    "model_id, nickname",
    [
        ("llama-3.2-1b", True),
        ("meta-llama/llama-3.2-1b", False),
        ("unsloth/llama-3.2-1b", False),
        ("reseller/llama-3.2-1b", True),
        ("first-model", False),
    ],
)
def test_nickname(model_id, nickname):
    assert parse_listing("reseller", model_id).nickname is nickname


@pytest.mark.parametrize(
    "model_id, thinks",
    [("z-ai/glm-4.6:thinking", True), ("glm-4.6:thinking:low", True), ("glm-4.6-thinking", False)],
)
def test_thinks(model_id, thinks):
    assert parse_listing("reseller", model_id).thinks is thinks


def test_rules_are_listed_in_the_order_of_application():
    parsed = parse_listing("reseller", "@cf/zai-org/glm-5p1-fp8")
    assert parsed.rules == ("gateway-path", "decimal-point-as-p", "quantization-suffix")


@pytest.mark.parametrize(
    "model_id, name, slug",
    [
        ("gemini-3.1-pro", "Gemini 3.1 Pro Preview", "gemini-3-1-pro-preview"),
        ("gemini-3.1-pro", "Gemini 3.1 Pro", "gemini-3-1-pro"),
        ("gemini-3.1-pro", "Gemini 3.1 Pro Best", "gemini-3-1-pro"),
        ("gemini-3.1-pro", "Gemini 3.1 Flash Preview", "gemini-3-1-pro"),
        ("google/gemini-3.1-pro", "Gemini 3.1 Pro Preview", "gemini-3-1-pro"),
    ],
)
def test_the_display_name_completes_a_nickname_only(model_id, name, slug):
    parsed = parse_listing("reseller", model_id, name)
    assert parsed.slug == slug
    assert (decisions.FULLER_DISPLAY_NAME in parsed.rules) is slug.endswith("-preview")


def test_hosts_serve_the_tuned_model_under_a_nickname():
    assert parse_listing("x", "llama-3.1-8b").slug == "llama-3-1-8b-instruct"
    assert parse_listing("x", "meta/llama-3.1-8b").slug == "llama-3-1-8b"


@pytest.mark.parametrize(
    "name, slug",
    [
        ("OpenAI: GPT-5.4 (free)", "gpt-5-4"),
        ("Claude Opus 4.8 (latest)", "claude-opus-4-8"),
        ("Command R+", "command-r-plus"),
        ("", ""),
    ],
)
def test_parse_name(name, slug):
    assert parse_name(None, name) == slug


@pytest.mark.parametrize("model_id", ["", "///", "模型", "…"])
def test_an_id_without_letters_gets_a_digest(model_id):
    slug = parse_listing("x", model_id).slug
    assert slug.startswith("model-")
    assert slug == parse_listing("x", model_id).slug


def test_only_the_first_characters_of_an_id_count():
    assert parse_listing("x", "a" * LONGEST_ID) == parse_listing("x", "a" * (LONGEST_ID + 1))
