"""Evidence from a payload: what makers' own channels and other providers show of names."""

import pytest

from catalog.identity.evidence import gather_evidence
from catalog.identity.parse_listing import parse_listing
from catalog.identity.rules import decisions


def gather(*listings):
    """Gather from (provider, model id, display name)."""
    return gather_evidence(
        {
            (provider, model_id): (name, parse_listing(provider, model_id, name))
            for provider, model_id, name in listings
        }
    )


def test_an_empty_payload_matches_nothing():
    assert gather().match("openai", "gpt-5", "GPT-5") is None


def test_a_slug_of_the_makers_own_channel_stays():
    evidence = gather(("openai", "gpt-9", "GPT-9"))
    assert evidence.match("openai", "gpt-9", "GPT-9") is None


def test_the_makers_display_name_leads_to_its_id():
    own = ("nvidia", "nvidia/nemotron-9-super-120b-a12b", "Nemotron 9 Super")
    match = gather(own).match("nvidia", "nemotron-9-super", "")
    assert match == ("nemotron-9-super-120b-a12b", decisions.MAKERS_OWN_ID)


def test_a_name_of_two_ids_leads_to_neither():
    evidence = gather(("xai", "grok-9-fast", "Grok Nine"), ("xai", "grok-9-mini", "Grok Nine"))
    assert evidence.match("xai", "grok-nine", "") is None


def test_a_date_that_the_maker_does_not_sell_is_redundant():
    match = gather(("openai", "gpt-9", "GPT-9")).match("openai", "gpt-9-2027-01-02", "")
    assert match == ("gpt-9", decisions.REDUNDANT_DATE)


def test_a_date_of_a_maker_with_moving_names_is_not():
    evidence = gather(("deepseek", "deepseek-v9", "DeepSeek V9"))
    assert evidence.match("deepseek", "deepseek-v9-2027-01-02", "") is None


def test_a_short_name_with_one_longer_name():
    evidence = gather(
        ("google", "gemini-8-pro-preview", "Gemini 8 Pro Preview"),
        ("poe", "google/gemini-8-pro", "Gemini-8-Pro"),
    )
    match = evidence.match("google", "gemini-8-pro", "")
    assert match == ("gemini-8-pro-preview", decisions.UNAMBIGUOUS_SHORT_NAME)


def test_a_short_name_with_two_longer_names_stays():
    evidence = gather(
        ("a", "meta/llama-9-70b-a3b", ""),
        ("a", "meta/llama-9-70b-a5b", ""),
        ("b", "meta/llama-9-70b", ""),
    )
    assert evidence.match("meta", "llama-9-70b", "") is None


def test_a_provider_of_both_names_sells_two_models():
    evidence = gather(
        ("google", "gemini-8-pro-preview", "Gemini 8 Pro Preview"),
        ("google", "gemini-8-pro", "Gemini 8 Pro"),
    )
    assert ("google", "gemini-8-pro") not in evidence.longer


@pytest.mark.parametrize(
    "listings, maker",
    [
        ([("a", "new-lab/first-model"), ("b", "first-model")], "new-lab"),
        ([("a", "lab-b/first-model"), ("b", "lab-a/first-model")], "lab-a"),
        ([("a", "lab-a/first-model"), *((p, "lab-b/first-model") for p in "bc")], "lab-b"),
    ],
)
def test_the_maker_that_most_providers_name(listings, maker):
    evidence = gather(*((provider, model_id, "") for provider, model_id in listings))
    assert evidence.makers["first-model"] == maker


def test_one_word_names_no_maker():
    assert "flash" not in gather(("a", "new-lab/flash", "")).makers
