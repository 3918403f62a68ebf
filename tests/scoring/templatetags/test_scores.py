"""Template tags of scores: labels, formulas and input changes."""

import pytest
from django.template import engines
from django.utils import translation
from django.utils.html import strip_tags

from catalog.models import CanonicalModel
from scoring.models import Score
from scoring.rules import BY_KEY, Result, State
from scoring.templatetags.scores import ranking_url, rubric_label


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


TOOLS, STRUCTURED = BY_KEY["coding"].criteria[:2]
SPLIT = CanonicalModel(tool_calling=True, reports={"tool_calling": [2, 1, 0]})


def criteria(*results, model=None):
    """Return the rows, and their words."""
    html = render(
        "{{ results|criteria_rows:model }}", results=results, model=model or CanonicalModel()
    )
    return html, strip_tags(html).split()


def test_what_each_criterion_earned():
    html, words = criteria(Result(TOOLS, 40, State.MET), Result(STRUCTURED, 0, State.NOT_REPORTED))
    assert html.count("<dt>") == 2
    assert words == ["Tool", "calling", "40/40", "Structured", "output", "not", "reported", "0/20"]


def test_where_offers_disagree_the_row_counts_them():
    result = Result(TOOLS, 40, State.MET)
    assert "2 yes, 1 no" in criteria(result, model=SPLIT)[0]
    assert "2 yes, 1 no" not in criteria(result)[0]


def test_a_criterion_that_was_shown_before_is_shown_in_the_readers_language():
    result = Result(TOOLS, 40, State.MET)
    english, _words = criteria(result)
    with translation.override("zh-hant"):
        chinese, _words = criteria(result)
    assert "工具呼叫" in chinese
    assert criteria(result)[0] == english


def test_points_and_state_tell_rows_apart():
    rows = [Result(TOOLS, 40, State.MET), Result(TOOLS, 0, State.NOT_MET)]
    assert ["40/40" in criteria(row)[0] for row in rows] == [True, False]


def test_a_score_without_criteria_has_no_rows():
    assert criteria() == ("", [])


@pytest.mark.parametrize(("upper", "possible"), [(40, False), (70, True)])
def test_a_bar_shows_certain_points_and_those_that_are_possible(upper, possible):
    html = render("{{ score|bar }}", score=Score(points=40, upper=upper))
    assert 'class="bar-fill" width="40"' in html
    assert ('d="M40 3h30"' in html) is possible


@pytest.mark.parametrize(
    ("language", "url"), [("en", "/rankings/coding/"), ("zh-hant", "/zh-hant/rankings/coding/")]
)
def test_a_ranking_is_linked_in_the_readers_language(language, url):
    with translation.override(language):
        assert ranking_url("coding") == url
