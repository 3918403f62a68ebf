"""The scores of one model, and how its page shows them."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

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


def test_leaves_out_a_rubric_of_an_earlier_release():
    model = make_model()
    Score.objects.create(model=model, rubric="charm", points=1, upper=1)
    assert model_scores(model) == []


def test_the_scores_of_the_reference_page(django_assert_num_queries):
    model = make_model()
    rescore_all()
    scores = model_scores(model)
    with django_assert_num_queries(0):
        html = render_to_string("scoring/_scores.html", {"model": model, "scores": scores})
    text = re.sub(r"\s+", " ", strip_tags(html))
    assert "Coding 5" in text
    assert "Production-readiness 74" in text
    assert "Number of independent providers 25/40" in text
    assert "Structured output not reported 0/25" in text
    assert "up to 25 (not reported: structured output)" in text
