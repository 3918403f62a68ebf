from html import escape

import pytest
from django.utils import translation
from django.utils.translation import gettext

from catalog.models import CanonicalModel
from scoring.rescore import rescore_all
from scoring.rules import RUBRICS, scores
from scoring.templatetags.scores import formula
from scoring.views import EXAMPLE
from tests.scoring.factories import make_model

pytestmark = pytest.mark.django_db
LANGUAGES = [("", "en"), ("/zh-hant", "zh-hant")]


@pytest.mark.parametrize("prefix, language", LANGUAGES)
def test_the_methodology_prints_the_whole_table(client, prefix, language):
    page = client.get(f"{prefix}/methodology/").content.decode()
    with translation.override(language):
        for criterion in (c for rubric in RUBRICS for c in rubric.criteria):
            for text in (gettext(criterion.label), gettext(criterion.why), formula(criterion)):
                assert escape(text, quote=True) in page


def test_the_methodology_works_an_example_with_ranges(client):
    response = client.get("/methodology/")
    assert [s.points for s in response.context["examples"]] == [s.points for s in scores(EXAMPLE)]
    assert any(s.points < s.upper for s in response.context["examples"])
    assert dict(response.context["facts"])["number of providers"] == "4"
    assert dict(response.context["facts"])["structured output"] == "not reported"


def test_the_methodology_asks_little(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get("/methodology/")


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.key)
def test_every_rubric_has_a_ranking(client, rubric):
    make_model()
    rescore_all()
    page = client.get(f"/rankings/{rubric.key}/").content.decode()
    assert "Llama 3.2 1B Instruct" in page


def test_a_ranking_says_what_could_still_be(client):
    make_model()
    rescore_all()
    page = client.get("/rankings/agents/").content.decode()
    assert "up to 35 if structured output were confirmed" in page


def test_a_ranking_is_paged(client, django_assert_max_num_queries):
    for number in range(51):
        make_model(f"model-{number:02}", name=f"Model {number:02}")
    rescore_all()
    with django_assert_max_num_queries(3):
        second = client.get("/rankings/coding/?page=2")
    assert [score.model.slug for score in second.context["page"]] == ["model-50"]
    assert client.get("/rankings/coding/?page=x").context["page"].number == 1


def test_an_empty_ranking_and_an_unknown_one(client):
    assert "No model has been scored yet." in client.get("/rankings/coding/").content.decode()
    assert client.get("/rankings/poetry/").status_code == 404
    assert not CanonicalModel.objects.exists()
