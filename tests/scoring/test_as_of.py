"""Scores as of a day: what was published on it, under the rules of today."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import CanonicalModel, MovedModel
from scoring.as_of import facts_as_of, ranking_as_of, score_history
from scoring.models import Score
from scoring.rules import BY_KEY, RUBRICS, scores
from scoring.templatetags.scores import fact_move
from tests.changelog.factories import DAYS, at, said

pytestmark = pytest.mark.django_db
__all__ = ["said"]

ABLE = {"tool_call": True, "limit": {"context": 200_000, "output": 64_000}}


def published():
    rows = Score.objects.filter(model__withdrawn_on=None)
    return set(rows.values_list("model_id", "rubric", "points", "upper"))


def as_of(day):
    return {
        (pk, scored.rubric.key, scored.points, scored.upper)
        for pk, _name, facts in facts_as_of(day)
        for scored in scores(facts)
    }


@pytest.fixture
def story(said):
    """Five days on record, with what was published on each."""
    told = {}
    for day, providers in (
        (0, {"openai": {"gpt-5": at(2), "gpt-4": at(1)}}),
        (3, {"openai": {"gpt-5": at(2, **ABLE), "gpt-4": at(1)}, "acme": {"gpt-5": at(1)}}),
        (5, {"openai": {"gpt-5": at(9, **ABLE)}}),
        (6, {"openai": {"gpt-5": at(9, **ABLE), "gpt-4": at(1), "o9": {"name": "o9"}}}),
        (8, {"openai": {"gpt-5": at(9, **ABLE), "gpt-4": at(1), "o9": {"name": "o9"}, "x": at(1)}}),
    ):
        said(DAYS[day], **providers)
        told[DAYS[day]] = published()
    return told


def test_scores_as_of_a_day_are_those_that_were_published(story):
    assert len({frozenset(of_day) for of_day in story.values()}) == 5
    for day, of_day in story.items():
        assert as_of(day) == of_day
    assert as_of(DAYS[4]) == story[DAYS[3]]
    assert as_of(DAYS[0] - timedelta(days=1)) == set()


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.key)
def test_todays_ranking_as_of_today_is_todays_ranking(story, rubric):
    today = Score.objects.ranking(rubric.key)
    told = [(row.rank, row.model_id, row.points, row.upper, row.breakdown) for row in today]
    assert [tuple(row[:5]) for row in ranking_as_of(rubric, DAYS[8])] == told


def test_facts_of_a_day_take_one_query(story, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(list(facts_as_of(DAYS[6]))) == 3


def test_the_page_of_a_day(client, story, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        html = client.get(f"/rankings/coding/?on={DAYS[5]}").content.decode()
    assert "on what was on record on May 6, 2026" in html
    assert ">GPT 5 (gpt-5)</a>" in html
    assert ">o9</a>" not in html
    assert f'href="/rankings/agents/?on={DAYS[5]}"' in html
    assert "on record on 2026 年 5 月 6 日" not in html
    assert (
        "2026 年 5 月 6 日"
        in client.get(f"/zh-hant/rankings/coding/?on={DAYS[5]}").content.decode()
    )


def test_prices_and_places_are_those_of_the_day(client, story):
    rows = client.get(f"/rankings/cost-efficiency/?on={DAYS[0]}").context["page"].object_list
    assert [(row.rank, row.model.path, row.model.blended_price) for row in rows] == [
        (1, "openai/gpt-4", 1.75),
        (2, "openai/gpt-5", 3.5),
    ]
    assert CanonicalModel.objects.get(path="openai/gpt-5").blended_price == 15.75


@pytest.mark.parametrize("asked", ["", "?on=", "?on=soon", "?on=2099-01-01", f"?on={DAYS[8]}"])
def test_what_is_no_day_of_the_past_is_today(client, story, asked):
    response = client.get(f"/rankings/coding/{asked}")
    assert response.context["on"] is None
    assert len(response.context["page"].object_list) == 4


def test_a_day_before_the_record(client, story):
    html = client.get("/rankings/coding/?on=2020-01-01").content.decode()
    assert "No model was on record on that day." in html


def test_a_ranking_of_a_day_is_paged(client, said):
    many = {f"model-{number:02}": at(1, name=f"Model {number:02}") for number in range(51)}
    said(DAYS[0], acme=many)
    said(DAYS[1], acme=many | {"one-more": at(1)})
    first = client.get(f"/rankings/coding/?on={DAYS[0]}").content.decode()
    assert f'href="?on={DAYS[0]}&amp;page=2"' in first
    assert (
        len(client.get(f"/rankings/coding/?on={DAYS[0]}&page=2").context["page"].object_list) == 1
    )


def test_a_models_scores_move_with_its_facts(story):
    model = CanonicalModel.objects.get(path="openai/gpt-5")
    held = score_history(model)
    assert [(one.start, one.end) for one in held] == [
        (DAYS[5], None),
        (DAYS[3], DAYS[5]),
        (DAYS[0], DAYS[3]),
    ]
    moved = [name for name, _was, _now in held[1].moved]
    assert {"tool_calling", "context", "max_output", "providers"} <= set(moved)
    assert held[2].moved == ()
    place = list(BY_KEY).index("cost-efficiency")
    assert held[0].points[place] < held[1].points[place]


def test_the_page_of_a_models_scores(client, story, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        html = client.get("/models/openai/gpt-5/scores/").content.decode()
    assert "tool calling not reported → yes" in html
    assert "blended price $3.50 → $15.75" in html
    assert "first on record" in html
    assert (
        'href="/models/openai/gpt-5/scores/"'
        in client.get("/models/openai/gpt-5/").content.decode()
    )


@pytest.mark.parametrize(
    "move, text",
    [
        (("context", 128_000, 131_072), "context window 128,000 → 131,072"),
        (("context", None, 131_072), "context window not reported → 128K"),
        (("providers", 4, 5), "number of providers 4 → 5"),
        (("official", True, False), "official model yes → no"),
    ],
)
def test_a_move_in_words(move, text):
    assert fact_move(*move) == text


def test_a_model_that_went_and_came_again_has_a_gap(client, story):
    held = score_history(CanonicalModel.objects.get(path="openai/gpt-4"))
    assert [(one.start, one.end) for one in held] == [(DAYS[6], None), (DAYS[0], DAYS[5])]
    assert client.get("/models/openai/gpt-4/scores/").status_code == 200


def test_a_withdrawn_model_says_when_its_scores_ended(client, story, said):
    said(DAYS[9], openai={"gpt-4": at(1)})
    html = client.get("/models/openai/gpt-5/scores/").content.decode()
    assert f">{DAYS[9]}</time>" in html
    assert "withdrawn" in html


def test_a_former_address_leads_on_and_an_unknown_one_nowhere(client, story):
    model = CanonicalModel.objects.get(path="openai/gpt-5")
    MovedModel.objects.create(path="openai/gpt-five", model=model, moved_on=timezone.now())
    moved = client.get("/models/openai/gpt-five/scores/")
    assert (moved.status_code, moved["Location"]) == (301, "/models/openai/gpt-5/scores/")
    assert client.get("/models/openai/nothing/scores/").status_code == 404
