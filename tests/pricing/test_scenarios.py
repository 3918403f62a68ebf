"""The Cost Efficiency Index."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags

from pricing.models import Scenario
from pricing.scenarios import cost_index, local_scenarios
from tests.factories import make_model, make_offering

pytestmark = pytest.mark.django_db


def test_the_cost_index_of_the_reference_page(django_assert_num_queries):
    offering = make_offering(make_model(), input_price="0.01", output_price="0.01")
    with django_assert_num_queries(1):
        index = cost_index(offering, local_scenarios(None))
    with django_assert_num_queries(0):
        html = render_to_string("pricing/_cost_index.html", {"cost_index": index})
    text = re.sub(r"\s+", " ", strip_tags(html))
    assert "RAG answer per 1,000 RAG answers $0.06 &lt; $0.01 per request 5K input tokens" in text
    assert "Support ticket triage per 10,000 tickets $0.11" in text
    assert "Data extraction per 1,000 documents $0.03" in text
    assert "Code review per 1,000 PRs $0.09" in text
    assert "Agent step per 1,000 steps $0.13" in text


def test_without_an_offer_or_a_price_there_is_no_index():
    unpriced = make_offering(make_model())
    assert cost_index(None, local_scenarios(None)) == []
    assert cost_index(unpriced, local_scenarios(None)) == []
    assert "No comparable token price is published" in render_to_string("pricing/_cost_index.html")


def test_scenarios_are_in_the_reader_s_language():
    (english, *_rest) = local_scenarios(None)
    with translation.override("zh-hant"):
        (chinese, *_rest) = local_scenarios(None)
    assert english.name != chinese.name
    assert english.usage == chinese.usage


def test_scenarios_are_read_once_per_version_and_language(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert local_scenarios("1") == local_scenarios("1")
    Scenario.objects.all().delete()
    assert local_scenarios("1")
    assert local_scenarios("2") == []
