import pytest

from pricing.usage_log.provider_names import (
    ALIASES,
    SECOND_PARTS,
    ProviderName,
    ProviderNames,
    letters,
)
from tests.pricing.usage_log.collected import collected_directory

NAMES = ProviderNames(
    [
        ProviderName("amazon-bedrock", "Amazon Bedrock", "@ai-sdk/amazon-bedrock"),
        ProviderName("fireworks-ai", "Fireworks AI", "@ai-sdk/openai-compatible"),
        ProviderName("togetherai", "Together AI", "@ai-sdk/togetherai"),
        ProviderName("novita-ai", "NovitaAI", "@ai-sdk/openai-compatible"),
        ProviderName("vercel", "Vercel AI Gateway", "@ai-sdk/gateway"),
        ProviderName("google-vertex", "Vertex", "@ai-sdk/google-vertex"),
        ProviderName("openai", "OpenAI", "@ai-sdk/openai"),
        ProviderName("copy", "OpenAI", "@ai-sdk/openai"),
        ProviderName("azure", "Azure", "@ai-sdk/azure"),
    ]
)


def test_it_works():
    assert NAMES.find("fireworks_ai") == "fireworks-ai"


@pytest.mark.parametrize(
    "word, key",
    [
        ("fireworks-ai", "fireworks-ai"),
        ("Fireworks AI", "fireworks-ai"),
        ("fireworks", "fireworks-ai"),
        ("together_ai", "togetherai"),
        ("novita", "novita-ai"),
        ("vercel_ai_gateway", "vercel"),
        ("gateway", "vercel"),
        ("bedrock", "amazon-bedrock"),
        ("vertex_ai", "google-vertex"),
        ("OPENAI", "openai"),
        ("azure_ai", "azure"),
    ],
)
def test_words_of_a_provider(word, key):
    assert NAMES.find(word) == key


@pytest.mark.parametrize("word", ["", "ai", "replicate", "/", "gemini", "openai-compatible"])
def test_other_words_are_no_provider(word):
    assert NAMES.find(word) is None


@pytest.mark.parametrize(
    "text, key",
    [
        ("openai.chat", "openai"),
        ("aws.bedrock", "amazon-bedrock"),
        ("google.vertex.chat", "google-vertex"),
        ("vertex_ai-anthropic_models", "google-vertex"),
        ("azure-openai.chat", "azure"),
        ("replicate", None),
        ("", None),
        ("." * 100_000, None),
    ],
)
def test_a_column_may_name_an_api_of_the_provider(text, key):
    assert NAMES.find_in_column(text) == key


def test_a_name_that_is_another_providers_id_gives_way():
    assert NAMES.find("copy") == "copy"
    assert NAMES.find("openai") == "openai"


def test_every_alias_is_written_as_it_is_looked_up():
    assert all(word == letters(word) for word in ALIASES)


def test_every_alias_names_a_provider_of_models_dev():
    directory = collected_directory()
    known = directory.providers.keys
    # They came to models.dev after these days.
    strangers = {key for key in ALIASES.values() if key not in known}
    assert strangers <= {"snowflake-cortex", "gmicloud"}
    assert set(SECOND_PARTS) | set(SECOND_PARTS.values()) <= known
