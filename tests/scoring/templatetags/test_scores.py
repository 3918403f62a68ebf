"""Template tags of scores: labels, formulas and input changes."""

import pytest
from django.template import engines
from django.utils import translation

from scoring.rules import BY_KEY
from scoring.templatetags.scores import rubric_label


def render(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load scores %}" + source).render(context)


@pytest.mark.parametrize(
    ("language", "key", "label"),
    [("en", "coding", "Coding"), ("en", "poetry", "poetry"), ("zh-hant", "agents", "AI 代理")],
)
def test_labels_of_rubrics(language, key, label):
    with translation.override(language):
        assert rubric_label(key) == label


def test_a_formula():
    criterion = BY_KEY["coding"].criteria[0]
    assert render("{{ criterion|formula }}", criterion=criterion) == "40 if yes, otherwise 0"


def test_an_input_change():
    text = render("{% input_change_text 'providers' 4 5 %}")
    assert text == "number of providers 4 → 5"
