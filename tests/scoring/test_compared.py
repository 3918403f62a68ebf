"""The scores of several models side by side."""

import pytest

from catalog.models import CanonicalModel
from scoring.compared import compared_scores
from scoring.rescore import rescore_all
from scoring.rules import RUBRICS
from tests.factories import make_model

pytestmark = pytest.mark.django_db
FACTS = {"context": 200_000, "input_price": "1", "output_price": "1"}


def compare(**options):
    models = list(CanonicalModel.objects.for_model_page().order_by("path"))
    return models, compared_scores(models, **options)


def test_has_every_score_and_criterion_in_one_query(django_assert_num_queries):
    make_model("meta/a", tool_calling=True, **FACTS)
    make_model("meta/b", tool_calling=False, **FACTS)
    rescore_all()
    models = list(CanonicalModel.objects.for_model_page().order_by("path"))
    with django_assert_num_queries(1):
        scores = compared_scores(models)
    assert [score.rubric for score in scores] == list(RUBRICS)
    assert all(len(score.criteria) == len(score.rubric.criteria) for score in scores)
    agents = next(score for score in scores if score.rubric.key == "agents")
    assert agents.differs
    assert agents.cells[0].score.points > agents.cells[1].score.points


def test_only_differences_hides_equal_scores_and_criteria():
    make_model("meta/a", tool_calling=True, **FACTS)
    make_model("meta/b", tool_calling=False, **FACTS)
    rescore_all()
    _models, scores = compare(only_differences=True)
    assert 0 < len(scores) < len(RUBRICS)
    assert all(criterion.differs for score in scores for criterion in score.criteria)


def test_equal_models_have_no_differences():
    make_model("meta/a", **FACTS)
    make_model("meta/b", **FACTS)
    rescore_all()
    assert compare(only_differences=True)[1] == []


def test_unreported_facts_can_keep_a_score_from_being_the_best():
    known = {"tool_calling": True, "structured_output": False, "reasoning": False}
    make_model("meta/a", **known, **FACTS)
    make_model("meta/b", **FACTS)
    rescore_all()
    agents = next(score for score in compare()[1] if score.rubric.key == "agents")
    first, second = (cell.score for cell in agents.cells)
    assert first.points > second.points
    assert second.upper > first.points
    assert [cell.best for cell in agents.cells] == [False, False]


def test_a_model_without_scores_has_empty_cells():
    make_model("meta/a", **FACTS)
    for score in compare()[1]:
        assert [cell.score for cell in score.cells] == [None]
