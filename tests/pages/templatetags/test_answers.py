"""Lists as part of a sentence."""

import pytest
from django.template import engines
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from catalog.domain.similarity import SimilarModel
from pages.model_page.alternatives import Alternative
from pages.templatetags.answers import (
    linked_models,
    modality_list,
    provider_names,
    sentence_list,
)
from tests.factories import make_model, make_offering


@pytest.mark.parametrize(
    "items, text",
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "<B>", "C"], "A, <B> and C")],
)
def test_joins_a_list_as_english_does(items, text):
    with translation.override("en"):
        assert sentence_list(items) == text


def test_a_list_is_not_safe_so_that_templates_escape_it():
    assert not isinstance(sentence_list(["<b>"]), SafeString)


def test_modalities_have_words_and_unknown_ones_stay():
    assert modality_list(["text", "image", "smell"]) == "text, images and smell"


@pytest.mark.django_db
def test_names_each_provider_once_and_counts_beyond_three():
    model = make_model()
    offerings = [make_offering(model, key, f"{key}/{n}") for key in "abcd" for n in (1, 2)]
    assert provider_names(offerings) == "A, B, C and 1 other"


def linked(*names):
    models = [Alternative(SimilarModel(f"acme/{name.lower()}", name=name), None) for name in names]
    return " ".join(linked_models(models).split())


def test_links_models():
    assert linked("One") == '<a href="/models/acme/one/">One</a>'
    assert linked("One", "Two", "Three") == (
        '<a href="/models/acme/one/">One</a>, <a href="/models/acme/two/">Two</a> and '
        '<a href="/models/acme/three/">Three</a>'
    )


def test_links_escape_names():
    model = Alternative(SimilarModel("acme/one", name="One <b>"), None)
    assert "One &lt;b&gt;" in linked_models([model])


@pytest.mark.parametrize(
    "text, line",
    [
        (" a\n  b ", "a b"),
        ("甲。\n乙", "甲。乙"),
        ("<b>", "&lt;b&gt;"),
        (mark_safe("<b>\n"), "<b>"),
        ("", ""),
    ],
)
def test_one_line_keeps_markup_as_safe_as_it_was(text, line):
    page = engines["django"].from_string("{% load answers %}{{ text|one_line }}")
    assert page.render({"text": text}) == line
