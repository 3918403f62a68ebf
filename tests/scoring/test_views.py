"""The pages of scores: methodology, rankings, score history; texts, pages and query counts."""

import re
from html import escape

import pytest
from django.utils import translation
from django.utils.translation import gettext

from catalog.domain import regions, sellers
from catalog.models import CanonicalModel
from scoring.rescore import rescore_all
from scoring.rules import RUBRICS, scores
from scoring.views import EXAMPLE
from scoring.wording import formula_text
from tests.scoring.factories import make_model

pytestmark = pytest.mark.django_db
LANGUAGES = [("", "en"), ("/zh-hant", "zh-hant")]


@pytest.mark.parametrize("prefix, language", LANGUAGES)
def test_methodology_prints_every_criterion(client, prefix, language):
    page = client.get(f"{prefix}/methodology/").content.decode()
    with translation.override(language):
        for criterion in (c for rubric in RUBRICS for c in rubric.criteria):
            for text in (
                gettext(criterion.label),
                gettext(criterion.why),
                formula_text(criterion),
            ):
                assert escape(text, quote=True) in page


@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
def test_methodology_prints_every_rule_for_regions_and_sellers(client, prefix):
    page = client.get(f"{prefix}/methodology/").content.decode()
    assert 'id="regions"' in page
    assert 'id="sellers"' in page
    for rule in regions.RULES:
        assert f"<code>{rule.example}</code>" in page
    for key in sellers.CLOUDS | sellers.GATEWAYS:
        assert f"<code>{key}</code>" in page


def test_methodology_calculates_an_example_with_ranges(client):
    context = client.get("/methodology/").context
    assert [s.points for s in context["examples"]] == [s.points for s in scores(EXAMPLE)]
    assert any(s.points < s.upper for s in context["examples"])
    assert dict(context["inputs"])["number of providers"] == "4"
    assert dict(context["inputs"])["structured output"] == "not reported"
    assert dict(context["inputs"])["published price"] == "yes"


def test_methodology_names_most_and_earned_points_differently(client):
    page = client.get("/methodology/").content.decode()
    assert page.count('<th scope="col" class="num">Max points</th>') == len(RUBRICS)
    assert page.count('<th scope="col" class="num">Points</th>') == 1


def test_methodology_takes_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get("/methodology/")


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.key)
def test_every_rubric_has_a_ranking(client, rubric):
    make_model()
    rescore_all()
    page = client.get(f"/rankings/{rubric.key}/").content.decode()
    assert "Llama 3.2 1B Instruct" in page


def test_ranking_shows_the_possible_range(client):
    make_model()
    rescore_all()
    page = client.get("/rankings/agents/").content.decode()
    assert "up to 35 (not reported: structured output)" in page
    assert '<rect class="bar-fill" width="10" height="6"/>' in page
    assert '<path class="bar-maybe" d="M10 3h25"/>' in page


def test_ranking_names_ties_and_what_meets_all_requirements(client):
    for slug, context in (("a", 10**6), ("b", 10**6), ("c", 10)):
        make_model(slug, context=context)
    rescore_all()
    page = client.get("/rankings/long-context/").content.decode()
    assert [" ".join(rank.split()) for rank in re.findall(r'"Rank">(.*?)<', page, re.DOTALL)] == [
        *("1", "1", "3"),
    ]
    assert page.count("tied, 2 models") == 2
    assert page.count("all requirements met") == 2
    assert "share a rank, marked “=”" in page


def test_ranking_is_paginated(client, django_assert_max_num_queries):
    for number in range(51):
        make_model(f"model-{number:02}", name=f"Model {number:02}")
    rescore_all()
    with django_assert_max_num_queries(3):
        second = client.get("/rankings/coding/?page=2")
    assert [score.model.slug for score in second.context["page"]] == ["model-50"]
    assert '<a rel="prev" href="?page=1">' in second.content.decode()
    assert 'rel="next"' not in second.content.decode()
    assert client.get("/rankings/coding/?page=x").context["page"].number == 1


def test_an_empty_ranking(client):
    assert (
        "No scores yet. Scores appear after the first import."
        in client.get("/rankings/coding/").content.decode()
    )
    assert not CanonicalModel.objects.exists()


def test_an_unknown_ranking_is_404(client):
    assert client.get("/rankings/poetry/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/methodology/",
        "/rankings/coding/",
        "/models/meta/llama-3-2-1b-instruct/scores/",
        "/explore/",
        "/explore/?x=coding&maker=nobody",
    ],
)
@pytest.mark.parametrize("prefix, language", LANGUAGES)
def test_pages_have_a_description_and_query_nothing_while_rendered(
    client, prefix, language, address, no_template_queries
):
    make_model()
    rescore_all()
    page = client.get(prefix + address).content.decode()
    assert page.count('<meta name="description" content="') == 1
    assert '<meta name="description" content="">' not in page
