import re

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from scoring.model_scores import model_scores
from scoring.rescore import rescore_all
from tests.scoring.factories import make_model

pytestmark = pytest.mark.django_db


def text_of(template, **context):
    return re.sub(r"\s+", " ", strip_tags(render_to_string(template, context)))


def test_the_scores_of_the_reference_page(django_assert_num_queries):
    model = make_model()
    rescore_all()
    with django_assert_num_queries(1):  # of the scores: the template has none
        text = text_of("scoring/_scores.html", model=model, scores=model_scores(model))
    assert "Coding 5" in text
    assert "Production-readiness 74" in text
    assert "Number of independent providers 25/40" in text
    assert "Structured output not reported 0/25" in text
    assert "up to 25 if structured output were confirmed" in text


def test_the_cost_index_of_the_reference_page(django_assert_num_queries):
    channel = make_model().recommended
    with django_assert_num_queries(1):
        text = text_of("pricing/_cost_index.html", offering=channel)
    assert "RAG answer per 1,000 RAG answers $0.06 &lt; $0.01 per request 5K input tokens" in text
    assert "Support ticket triage per 10,000 tickets $0.11" in text
    assert "Data extraction per 1,000 documents $0.03" in text
    assert "Code review per 1,000 PRs $0.09" in text
    assert "Agent step per 1,000 steps $0.13" in text


def test_without_a_price_there_is_no_index():
    text = text_of("pricing/_cost_index.html", offering=make_model(price=None).recommended)
    assert "No channel publishes a price" in text
