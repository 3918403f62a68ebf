"""The questions on a model: each answer in each state of what is reported."""

import re

import pytest
from django.test import override_settings
from django.urls import path
from django.utils import translation

from catalog.domain.similarity import SimilarModel
from config.urls import urlpatterns as site_map
from pages.model_page.alternatives import Alternative
from pages.model_page.answers import MODEL_QUESTIONS, model_answers
from tests.factories import DAY, make_model, make_offering, make_version, recommend

pytestmark = pytest.mark.django_db


def answers(model, alternatives=()):
    offerings = list(model.offerings.for_model_page())
    found = model_answers(model, offerings, alternatives, DAY)
    return {answer.slug: answer for answer in found}


def answer(model, slug):
    return answers(model)[slug].text


def priced(usd="0.01", provider="inference", **facts):
    model = make_model(name="Llama", **facts)
    recommend(make_offering(model, provider, input_price=usd, output_price=usd))
    return model


def unpriced(provider, model_id=""):
    return make_offering(make_model(name="Llama"), provider, model_id)


def test_eight_questions_are_answered_in_order():
    found = answers(priced())
    assert list(found) == list(MODEL_QUESTIONS)
    assert found["cost"].question == "How much does Llama cost?"
    assert all(each.text.endswith(".") for each in found.values())


# Prices


def test_the_recommended_price():
    assert answer(priced(), "cost") == (
        "Llama costs $0.010 per 1M input tokens and $0.010 per 1M output tokens on Inference, the recommended offer."
    )


def test_names_a_cheaper_offer_than_the_recommended_one():
    model = priced("2", "meta")
    make_offering(model, "zenith", input_price="0.5", output_price="1")
    expected = "The lowest published price is on Zenith: $0.500 in and $1.00 out."
    assert expected in answer(model, "cost")


def test_an_equal_price_is_not_cheaper():
    model = priced("2", "meta")
    make_offering(model, "abacus", input_price="2", output_price="2")
    assert "lowest published price" not in answer(model, "cost")


NO_PRICE = "No provider publishes a token price for Llama."


@pytest.mark.parametrize(
    ("provider", "model_id", "usd", "expected"),
    [
        ("nvidia", "", None, NO_PRICE),
        ("nvidia", "", "0", NO_PRICE),
        ("nvidia", "llama:free", "0", f"{NO_PRICE} Nvidia lists it as free."),
        ("zai-coding-plan", "", "0", f"{NO_PRICE} Zai-Coding-Plan offers it by subscription."),
    ],
)
def test_states_why_there_is_no_price(provider, model_id, usd, expected):
    model = make_model(name="Llama")
    stated = {} if usd is None else {"input_price": usd, "output_price": usd}
    make_offering(model, provider, model_id, **stated)
    assert answer(model, "cost") == expected


def test_lists_free_plan_and_unpriced_offers_beside_the_price():
    model = priced()
    for provider, model_id in (
        ("kilo", "llama:free"),
        ("chutes", "llama:free"),
        ("github-copilot", ""),
        ("nvidia", ""),
    ):
        make_offering(model, provider, model_id, input_price="0", output_price="0")
    text = answer(model, "cost")
    assert "Chutes and Kilo list it as free." in text
    assert "Github-Copilot offers it by subscription." in text
    assert "Nvidia offers it without publishing a token price." in text


def test_names_three_providers_and_counts_the_others():
    model = priced()
    for letter in "abcde":
        make_offering(model, f"{letter}-host")
    expected = "A-Host, B-Host, C-Host and 2 others offer it without publishing a token price."
    assert expected in answer(model, "cost")


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ({}, False),
        ({"cache_read_price": "0.1"}, True),
        ({"output_audio_price": "9"}, True),
        ({"tiers": [{"above": 200_000, "prices": {}}]}, True),
    ],
)
def test_mentions_further_prices_only_where_there_are_some(extra, said):
    model = priced()
    make_offering(model, "kilo", input_price="1", output_price="1", **extra)
    assert ("are in the price table" in answer(model, "cost")) is said


def test_a_withdrawn_model_has_a_last_price():
    model = priced(withdrawn_on=DAY)
    assert answer(model, "cost") == (
        "Llama is no longer available. No provider has offered it since 2026-05-12. Its last price on Inference was $0.010 per 1M input tokens and $0.010 per 1M output tokens."
    )


# Capabilities

SHARED = " The prompt and the reply usually share this window."


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            {"context": 16384, "max_output": 8192},
            "Llama has a context window of 16K tokens, with a max output of 8K tokens per reply."
            + SHARED,
        ),
        (
            {"context": 16384},
            "Llama has a context window of 16K tokens. The max output per reply is not reported."
            + SHARED,
        ),
        (
            {"max_output": 8192},
            "The context window of Llama is not reported. The max output is 8K tokens per reply.",
        ),
        ({}, "The context window and max output of Llama are not reported."),
        (
            {"context": 400_000, "max_output": 128_000, "max_input": 272_000},
            (
                "Llama has a context window of 400K tokens, with a max output of 128K tokens per reply. A prompt can have at most 272K tokens."
            ),
        ),
        (
            {"context": 8192, "max_output": 16384},
            "Llama has a context window of 8K tokens, with a max output of 16K tokens per reply."
            + SHARED
            + " These values conflict: a reply can’t be longer than the context window.",
        ),
    ],
)
def test_context(facts, expected):
    assert answer(make_model(name="Llama", **facts), "context") == expected


def test_states_the_range_of_context_windows():
    model = priced(context=16384)
    for provider, context in (("a-host", 16384), ("b-host", 128_000), ("c-host", None)):
        make_offering(model, provider, context=context)
    assert "Offers report context windows from 16K to 128K tokens" in answer(model, "context")


@pytest.mark.parametrize(
    ("slug", "fact", "said", "begins"),
    [
        ("tool-calling", "tool_calling", True, "Yes. Llama is reported to support tool calling"),
        ("tool-calling", "tool_calling", False, "No. Llama is reported not to support tool"),
        (
            "tool-calling",
            "tool_calling",
            None,
            "Support for tool calling is not reported for Llama",
        ),
        ("structured-output", "structured_output", True, "Yes. Llama is reported to support str"),
        ("structured-output", "structured_output", False, "No. Llama is reported not to support"),
        (
            "structured-output",
            "structured_output",
            None,
            "Support for structured output is not reported for Llama",
        ),
        ("vision", "vision", True, "Yes. Llama is reported to accept text and images as input."),
        ("vision", "vision", False, "No. Llama is reported to accept only text as input. For"),
        ("vision", "vision", None, "Input types are not reported for Llama. Check the"),
        (
            "open-weights",
            "open_weights",
            True,
            "Yes. The weights of Llama are reported as publicly",
        ),
        ("open-weights", "open_weights", False, "No. The weights of Llama are reported as not"),
        (
            "open-weights",
            "open_weights",
            None,
            "It’s not reported whether the weights of Llama are public",
        ),
    ],
)
def test_yes_no_and_not_reported(slug, fact, said, begins):
    takes = {True: ["text", "image"], False: ["text"], None: []}[said]
    model = make_model(name="Llama", input_modalities=takes, **{fact: said})
    assert answer(model, slug).startswith(begins)


@pytest.mark.parametrize("slug", ["tool-calling", "structured-output", "vision"])
def test_a_no_links_to_the_models_that_do(slug):
    model = make_model(
        tool_calling=False, structured_output=False, vision=False, input_modalities=["text"]
    )
    assert f'href="/capabilities/{slug}/"' in answers(model)[slug].html


@pytest.mark.parametrize(
    ("stated", "counted"),
    [
        ([None, None], ""),
        ([True, False, None], "Of 3 offers: yes 1, no 1, not reported 1. That is no majority"),
        ([True, None], "Of 2 offers: yes 1, no 0, not reported 1. That is no majority"),
    ],
)
def test_counts_offers_that_disagree(stated, counted):
    model = make_model(name="Llama")
    for number, said in enumerate(stated):
        recommend(make_offering(model, f"host-{number}", tool_calling=said))
    text = answer(model, "tool-calling")
    assert counted in text
    assert ("offers" in text) is bool(counted)


@pytest.mark.parametrize(
    ("stated", "says"),
    [
        ([None, True, True], "Reported by 2 of 3 offers."),
        ([True, False, None], "Offers disagree (yes 1, no 1, not reported 1); this answer follows"),
    ],
    ids=["silence is no disagreement", "a tie goes by the reference offer"],
)
def test_tells_whom_an_answer_follows(stated, says):
    model = make_model(name="Llama", tool_calling=True)
    offers = [
        make_offering(model, f"host-{number}", tool_calling=said)
        for number, said in enumerate(stated)
    ]
    recommend(offers[0])
    assert says in answer(model, "tool-calling")


def test_states_that_a_majority_overrides_the_representative():
    model = make_model(name="Llama", tool_calling=True)
    for number, said in enumerate([True, True, False]):
        recommend(make_offering(model, f"host-{number}", tool_calling=said))
    text = answer(model, "tool-calling")
    assert text.startswith("Yes.")
    assert "(yes 2, no 1, not reported 0); this answer follows the majority." in text


# Alternatives and source


def named(*names):
    return [Alternative(SimilarModel(f"acme/{name.lower()}", name=name), None) for name in names]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), "No available model is similar to Llama at a different published price."),
        (("One",), "A model similar to Llama at a different price: One."),
        (("One", "Two"), "Models similar to Llama at a different price: One and Two."),
        (
            ("One", "Two", "Three"),
            "Models similar to Llama at a different price: One, Two and Three.",
        ),
    ],
)
def test_alternatives(names, expected):
    model = make_model(name="Llama")
    assert expected in answers(model, named(*names))["alternatives"].text


def test_alternatives_are_links():
    other = Alternative(SimilarModel("acme/one", name="One <b>"), None)
    found = answers(make_model(), [other])["alternatives"].html
    assert '<a href="/models/acme/one/">One &lt;b&gt;</a>' in found


def test_the_source_states_the_day_of_the_data():
    assert "this page shows the data of 2026-05-12." in answer(make_model(), "source")
    text = model_answers(make_model("a/b"), [], [], None)[-1].text
    assert "read daily. What providers report" in text


class WithChangelog:
    urlpatterns = (*site_map, path("changelog/", lambda request: None, name="changelog"))


def test_links_the_changelog():
    with override_settings(ROOT_URLCONF=WithChangelog):
        assert 'href="/changelog/"' in answers(make_model())["source"].html


def test_text_is_the_html_without_markup():
    model = make_model(name="A & <b>", tool_calling=True)
    found = answers(model)["tool-calling"]
    assert found.html.strip().startswith("Yes. A &amp; &lt;b&gt; is")
    assert found.text.startswith("Yes. A & <b> is")


# In both languages

FULL_WIDTH = r"[\u3001-\u303f\uff01-\uff60]"


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_every_answer_is_rendered_in_every_language(language):
    with translation.override(language):
        assert all(answer.text for answer in answers(priced()).values())


def test_chinese_has_no_space_after_full_width_punctuation():
    with translation.override("zh-hant"):
        found = answers(priced(context=16384), named("One", "Two", "Three"))
        assert not [a.text for a in found.values() if re.search(FULL_WIDTH + " ", a.text)]


# On pages


def test_the_model_page_shows_every_answer(client):
    make_version()
    model = priced()
    html = client.get(model.get_absolute_url()).content.decode()
    for slug in MODEL_QUESTIONS:
        assert f'id="faq-{slug}"' in html
