"""The scores of one model: order, queries and removed rubrics."""

import pytest

from scoring.model_scores import model_scores
from scoring.models import Score
from scoring.rescore import rescore_all
from scoring.rules import RUBRICS
from tests.scoring.factories import make_model

pytestmark = pytest.mark.django_db


def test_scores_are_in_the_order_of_the_rubrics(django_assert_num_queries):
    model = make_model()
    rescore_all()
    with django_assert_num_queries(1):
        scores = model_scores(model)
    assert [score.rubric for score in scores] == [rubric.key for rubric in RUBRICS]


def test_scores_of_removed_rubrics_are_left_out():
    model = make_model()
    Score.objects.create(model=model, rubric="poetry", points=1, upper=1)
    assert model_scores(model) == []
