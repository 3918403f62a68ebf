"""Which offer a name stands for; no database."""

import pytest

from pricing.usage_log.directory import MatchedOffer, ModelDirectory, ModelName, choice
from pricing.usage_log.name_rules import BASES, DEVIATIONS, Basis, Deviation
from pricing.usage_log.provider_names import ProviderName
from tests.pricing.usage_log.collected import collected_directory, collected_names

OFFERS = (
    ("openai", "gpt-4o", "openai/gpt-4o"),
    ("openai", "gpt-4o-2024-05-13", "openai/gpt-4o-2024-05-13"),
    ("azure", "gpt-4o", "openai/gpt-4o"),
    ("azure", "gpt-3.5-turbo-0613", "openai/gpt-3-5-turbo-0613"),
    ("openrouter", "openai/gpt-4o", "openai/gpt-4o"),
    ("openrouter", "deepseek/deepseek-r1", "deepseek/deepseek-r1"),
    ("openrouter", "openai/gpt-oss-20b:free", "openai/gpt-oss-20b"),
    ("groq", "openai/gpt-oss-20b", "openai/gpt-oss-20b"),
    ("deepseek", "deepseek-r1", "deepseek/deepseek-r1"),
    ("amazon-bedrock", "anthropic.claude-3-haiku-20240307-v1:0", "anthropic/claude-3-haiku-20240307"),
    ("amazon-bedrock", "us.anthropic.claude-sonnet-4-6", "anthropic/claude-sonnet-4-6"),
    ("amazon-bedrock", "anthropic.claude-sonnet-4-6", "anthropic/claude-sonnet-4-6"),
    ("google-vertex-anthropic", "claude-3-5-haiku@20241022", "anthropic/claude-3-5-haiku-20241022"),
    ("anthropic", "claude-3-haiku-20240307", "anthropic/claude-3-haiku-20240307"),
    ("nvidia", "meta/llama-3.3-70b-instruct", "meta/llama-3-3-70b-instruct"),
)  # fmt: skip
FREE = {("openrouter", "openai/gpt-oss-20b:free"), ("nvidia", "meta/llama-3.3-70b-instruct")}
VERSIONS = {"openai/gpt-4o-2024-05-13": "openai/gpt-4o"}


@pytest.fixture(scope="module")
def directory():
    offers = [
        MatchedOffer(pk, provider, path, (provider, model_id) not in FREE, False, (), model_id)
        for pk, (provider, model_id, path) in enumerate(OFFERS)
    ]
    paths = dict.fromkeys(path for _provider, _id, path in OFFERS)
    models = [ModelName(path, VERSIONS.get(path)) for path in paths]
    names = [ProviderName("google-vertex", "Vertex", "@ai-sdk/google-vertex")]
    return ModelDirectory(offers, models, names)


def found(directory, name, column="", mapped=None):
    match = directory.match(name, column, mapped or {})
    if match is None:
        return None
    return match.offer.provider, match.offer.provider_model_id, match.basis, match.deviation


EXACT = Deviation.NONE


def test_it_works(directory):
    assert found(directory, "azure/gpt-4o") == ("azure", "gpt-4o", Basis.PREFIX, EXACT)


@pytest.mark.parametrize(
    "name, column, provider, model_id, how",
    [
        ("gpt-4o", "", "openai", "gpt-4o", (Basis.OWN, EXACT)),
        ("GPT-4o", "", "openai", "gpt-4o", (Basis.OWN, EXACT)),
        ("openai%2Fgpt-4o", "", "openai", "gpt-4o", (Basis.PREFIX, EXACT)),
        ("gpt-4o", "Azure OpenAI", "azure", "gpt-4o", (Basis.COLUMN, EXACT)),
        ("azure/eu/gpt-4o", "", "azure", "gpt-4o", (Basis.PREFIX, Deviation.REGION)),
        ("azure/gpt-4o-2024-08-06", "", "azure", "gpt-4o", (Basis.PREFIX, Deviation.VERSION)),
        ("gpt-4o-2024-05-13", "", "openai", "gpt-4o-2024-05-13", (Basis.OWN, EXACT)),
        ("gpt-4o-2024-05-13", "azure", "azure", "gpt-4o", (Basis.COLUMN, Deviation.VERSION)),
        ("azure/gpt-35-turbo", "", "azure", "gpt-3.5-turbo-0613", (Basis.PREFIX, Deviation.ONLY_VERSION)),
        ("ft:gpt-4o:acme::x", "openai", "openai", "gpt-4o", (Basis.COLUMN, Deviation.FINE_TUNED)),
        ("openrouter/deepseek/deepseek-r1", "", "openrouter", "deepseek/deepseek-r1", (Basis.PREFIX, EXACT)),
        ("deepseek/deepseek-r1:nitro", "openrouter", "openrouter", "deepseek/deepseek-r1", (Basis.COLUMN, EXACT)),
        ("gpt-4o/azure", "", "azure", "gpt-4o", (Basis.SUFFIX, EXACT)),
        ("bedrock/anthropic.claude-3-haiku-20240307-v1:0", "", "amazon-bedrock", OFFERS[9][1], (Basis.PREFIX, EXACT)),
        ("bedrock/us-east-1/anthropic.claude-3-haiku-20240307-v1:0", "", "amazon-bedrock", OFFERS[9][1], (Basis.PREFIX, Deviation.REGION)),
        ("us.anthropic.claude-sonnet-4-6", "", "amazon-bedrock", "us.anthropic.claude-sonnet-4-6", (Basis.SHAPE, EXACT)),
        ("eu.anthropic.claude-sonnet-4-6", "", "amazon-bedrock", "anthropic.claude-sonnet-4-6", (Basis.SHAPE, Deviation.REGION)),
        ("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-6", "", "amazon-bedrock", "anthropic.claude-sonnet-4-6", (Basis.RESOURCE, EXACT)),
        ("vertex_ai/claude-3-5-haiku@20241022", "", "google-vertex-anthropic", "claude-3-5-haiku@20241022", (Basis.PREFIX, EXACT)),
        ("anthropic/claude-3-haiku-20240307", "", "anthropic", "claude-3-haiku-20240307", (Basis.PREFIX, EXACT)),
        ("openai/gpt-oss-20b:free", "openrouter", "openrouter", "openai/gpt-oss-20b:free", (Basis.COLUMN, EXACT)),
    ],
)  # fmt: skip
def test_a_name_stands_for_the_offer_of_the_provider_that_it_names(
    directory, name, column, *, provider, model_id, how
):
    assert found(directory, name, column) == (provider, model_id, *how)


@pytest.mark.parametrize(
    "name, column, basis",
    [
        ("groq/gpt-4o", "", Basis.NOT_OFFERED),
        ("gpt-4o", "groq", Basis.NOT_OFFERED),
        ("replicate/openai/gpt-4o", "", Basis.NOT_LISTED),
        ("gpt-4o", "replicate", Basis.NOT_LISTED),
        ("gpt-oss-20b", "", Basis.RECOMMENDED),
        ("openai/gpt-oss-20b", "", Basis.NOT_OFFERED),
    ],
)
def test_another_provider_is_never_silent(directory, name, column, basis):
    match = directory.match(name, column, {})
    assert match.basis is basis
    assert not match.sure


@pytest.mark.parametrize(
    "name, column",
    [
        *(("who?", ""), ("", ""), ("azure/my-deployment", ""), ("prod-chat", "azure")),
        ("anthropic.claude-v1", ""),
        ("gpt-4o-0125-preview-x", ""),
        ("deepseek/deepseek-r1:free", "openrouter"),
        ("arn:aws:bedrock:us-east-1:1:application-inference-profile/abc", ""),
        ("/" * 300, ""),
    ],
)
def test_what_is_unknown_stays_unknown(directory, name, column):
    assert found(directory, name, column) is None


def test_a_provider_named_by_the_log_counts_even_without_a_price(directory):
    match = directory.match("meta/llama-3.3-70b-instruct", "nvidia", {})
    assert (match.offer.provider, match.offer.priced, match.sure) == ("nvidia", False, True)


def test_a_choice_outranks_everything(directory):
    chosen = {"gpt-4o": "azure:openai/gpt-4o"}
    assert found(directory, "gpt-4o", "openai", chosen) == ("azure", "gpt-4o", Basis.CHOSEN, EXACT)
    assert found(directory, "gpt-4o", "", {"gpt-4o": "openai/gpt-4o"})[0] == "openai"
    assert found(directory, "gpt-4o", "", {"gpt-4o": "groq:openai/gpt-4o"}) is None
    assert found(directory, "gpt-4o", "", {"gpt-4o": "no/such"}) is None


def test_a_choice_of_one_provider_column_leaves_the_others(directory):
    chosen = {"openai|gpt-4o": "azure:openai/gpt-4o"}
    assert found(directory, "gpt-4o", "openai", chosen)[0] == "azure"
    assert found(directory, "gpt-4o", "openrouter", chosen)[0] == "openrouter"


def test_a_choice_is_written_as_it_is_read(directory):
    for offer in directory.offers_of("openai/gpt-4o"):
        assert directory.chosen(choice(offer)) == offer


def test_lists_the_offers_of_a_model_once_per_provider(directory):
    providers = [offer.provider for offer in directory.offers_of("openai/gpt-4o")]
    assert providers == ["azure", "openai", "openrouter"]
    assert directory.offers_of("no/such") == []


def test_suggests_models_with_a_similar_slug(directory):
    assert directory.suggestions("gtp-4o")[0] == "openai/gpt-4o"
    assert directory.suggestions("Other/GTP-4o-2025-08-07")[0] == "openai/gpt-4o"
    assert directory.suggestions("zzzz") == []
    assert isinstance(directory.suggestions("a" * 100_000), list)


# The names that gateways write


def test_collected_names_go_to_the_right_provider_and_model():
    directory, names = collected_directory(), collected_names()
    assert len(names) >= 300
    assert len({name.gateway for name in names}) >= 8
    assert all(name.source for name in names)
    wrong, silent = [], []
    for one in names:
        match = directory.match(one.name, one.column, {})
        answer = (match.offer.provider, match.offer.model) if match and match.sure else ("", "")
        if answer != (one.provider, one.model):
            wrong.append((one.name, one.column, answer))
        # Whatever is priced elsewhere than the table says is marked, with the reason beside it.
        if match and (match.offer.provider, match.offer.model) != (one.provider, one.model):
            reasons = (BASES[match.basis], DEVIATIONS[match.deviation])
            if not any(not reason.sure and reason.text for reason in reasons):
                silent.append((one.name, answer))
    assert silent == []
    assert len(wrong) / len(names) <= 0.03, wrong


@pytest.mark.parametrize(
    "name, column, model_id",
    [
        ("nebius/deepseek-ai/DeepSeek-R1", "", "deepseek-ai/deepseek-r1-0528"),
        ("gpt-35-turbo", "azure", "gpt-3.5-turbo-0125"),
    ],
)
def test_a_name_without_a_version_is_no_silent_choice_among_several(name, column, *, model_id):
    match = collected_directory().match(name, column, {})
    assert (match.offer.provider_model_id, match.deviation) == (model_id, Deviation.UNSTATED)
    assert not match.sure


def test_a_name_without_a_version_means_the_only_one_on_record(directory):
    match = directory.match("azure/gpt-35-turbo", "", {})
    assert (match.deviation, match.sure) == (Deviation.ONLY_VERSION, True)
