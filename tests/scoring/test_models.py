"""Stored scores: the breakdown read back, ranges, the ranking and the constraints."""

import pytest
from django.db import IntegrityError
from django.utils import translation

from catalog.models import CanonicalModel
from scoring.models import Score
from scoring.rescore import rescore_all
from tests.scoring.factories import make_model

pytestmark = pytest.mark.django_db


def test_reads_the_breakdown_back():
    make_model()
    rescore_all()
    score = Score.objects.get(rubric="agents")
    assert [(r.criterion.key, r.points, r.state.value) for r in score.scored.results] == [
        ("tool_calling", 0, "not-met"),
        ("structured_output", 0, "not-reported"),
        ("reasoning", 0, "not-met"),
        ("max_output", 5, "partly"),
        ("availability", 5, "partly"),
    ]
    assert (score.upper, score.possible, score.unknown) == (35, 25, "structured output")


def test_leaves_out_criteria_that_the_rules_no_longer_have():
    score = Score(rubric="agents", breakdown=[["poetry", 9, "met"], ["reasoning", 15, "met"]])
    assert [result.criterion.key for result in score.scored.results] == ["reasoning"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "tool calling, structured output"), ("zh-hant", "工具呼叫、結構化輸出")],
)
def test_joins_the_inputs_that_are_not_reported(language, text):
    keys = ("tool_calling", "structured_output")
    score = Score(rubric="agents", breakdown=[[key, 0, "not-reported"] for key in keys])
    with translation.override(language):
        assert score.unknown == text


def test_names_an_input_once_where_two_criteria_use_it():
    breakdown = [["price", 0, "not-reported"], ["price", 0, "not-reported"]]
    assert Score(rubric="cost-efficiency", breakdown=breakdown).unknown == "blended price"


def test_ranking_shares_ranks_cheapest_first_without_withdrawn_models():
    for slug, context, price in [
        ("small", 10, "1"),
        ("dear", 10**6, "2"),
        ("cheap", 10**6, "1"),
        ("unpriced", 10**6, None),
        ("gone", 10**6, "1"),
    ]:
        make_model(slug, context=context, price=price)
    CanonicalModel.objects.filter(slug="gone").update(withdrawn_on="2026-05-12")
    rescore_all()
    ranking = Score.objects.ranking("long-context")
    assert list(ranking.values_list("model__slug", "rank", "equals")) == [
        ("cheap", 1, 3),
        ("dear", 1, 3),
        ("unpriced", 1, 3),
        ("small", 4, 1),
    ]
    assert [score.complete for score in ranking] == [True, True, True, False]


def test_price_breaks_a_tie_before_what_may_still_be_reported():
    make_model("dear-and-unknown", structured_output=None, price="2")
    make_model("cheap-and-known", structured_output=False, price="1")
    rescore_all()
    ranking = Score.objects.ranking("agents")
    assert [row.model.slug for row in ranking] == ["cheap-and-known", "dear-and-unknown"]
    assert [row.rank for row in ranking] == [1, 1]


@pytest.mark.parametrize("points, upper", [(5, 4), (1, 101)])
def test_database_refuses_an_impossible_score(points, upper):
    with pytest.raises(IntegrityError):
        Score.objects.create(model=make_model(), rubric="coding", points=points, upper=upper)


def test_a_model_has_one_score_for_each_rubric():
    score = Score.objects.create(model=make_model(), rubric="coding", points=1, upper=1)
    with pytest.raises(IntegrityError):
        Score.objects.create(model=score.model, rubric="coding", points=2, upper=2)
