"""Past scores: the inputs of a day, under the rules of today."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.as_of.catalogue import read_catalogue
from catalog.http import newest_data_version
from catalog.models import CanonicalModel, MovedModel
from scoring.as_of import past_ranking, score_history
from scoring.model_scores import calculated_scores
from scoring.models import Score
from scoring.rules import BY_KEY, RUBRICS
from tests.changelog.factories import DAYS, at, publish

pytestmark = pytest.mark.django_db
__all__ = ["publish"]

ABLE = {"tool_call": True, "limit": {"context": 200_000, "output": 64_000}}


def published():
    rows = Score.objects.filter(model__withdrawn_on=None)
    return set(rows.values_list("model_id", "rubric", "points", "upper"))


def as_of(day):
    return {
        (model.pk, scored.rubric, scored.points, scored.upper)
        for model in read_catalogue(day).models.values()
        for scored in calculated_scores(model)
    }


def past(day):
    return newest_data_version(timezone.now()).as_of(day, day, day)


@pytest.fixture
def record(publish):
    """Return the scores published on each of five days on record."""
    published_on = {}
    for day, providers in (
        (0, {"openai": {"gpt-5": at(2), "gpt-4": at(1)}}),
        (3, {"openai": {"gpt-5": at(2, **ABLE), "gpt-4": at(1)}, "acme": {"gpt-5": at(1)}}),
        (5, {"openai": {"gpt-5": at(9, **ABLE)}}),
        (6, {"openai": {"gpt-5": at(9, **ABLE), "gpt-4": at(1), "o9": {"name": "o9"}}}),
        (8, {"openai": {"gpt-5": at(9, **ABLE), "gpt-4": at(1), "o9": {"name": "o9"}, "x": at(1)}}),
    ):
        publish(DAYS[day], **providers)
        published_on[DAYS[day]] = published()
    return published_on


def test_scores_as_of_a_day_equal_those_published_on_it(record):
    assert len({frozenset(of_day) for of_day in record.values()}) == 5
    for day, of_day in record.items():
        assert as_of(day) == of_day
    assert as_of(DAYS[4]) == record[DAYS[3]]
    assert as_of(DAYS[0] - timedelta(days=1)) == set()


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.key)
def test_the_ranking_as_of_today_equals_todays(record, rubric):
    def values(rows):
        return [
            (row.rank, row.equals, row.model_id, row.points, row.upper, row.breakdown)
            for row in rows
        ]

    ranked = past_ranking(past(DAYS[8]), rubric.key)
    assert values(ranked) == values(Score.objects.ranking(rubric.key))


def test_the_ranking_page_of_a_day(client, record, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        html = client.get(f"/rankings/coding/?on={DAYS[5]}").content.decode()
    assert "Data as of May 6, 2026, calculated with today’s rules." in html
    assert f'href="/models/openai/gpt-5/?on={DAYS[5]}"' in html
    assert ">o9</a>" not in html
    assert f'href="/rankings/agents/?on={DAYS[5]}"' in html
    chinese = client.get(f"/zh-hant/rankings/coding/?on={DAYS[5]}").content.decode()
    assert "2026 年 5 月 6 日" in chinese
    assert f'href="/zh-hant/rankings/agents/?on={DAYS[5]}"' in chinese


def test_a_past_ranking_shows_past_prices(client, record):
    rows = client.get(f"/rankings/cost-efficiency/?on={DAYS[0]}").context["page"].object_list
    assert [(row.rank, row.model.path, row.model.blended_price) for row in rows] == [
        (1, "openai/gpt-4", 1.75),
        (2, "openai/gpt-5", 3.5),
    ]
    assert CanonicalModel.objects.get(path="openai/gpt-5").blended_price == 15.75


@pytest.mark.parametrize("query", ["", "?on=", f"?on={DAYS[8]}"])
def test_no_day_and_the_newest_are_today(client, record, query):
    response = client.get(f"/rankings/coding/{query}")
    assert "Data as of" not in response.content.decode()
    assert len(response.context["page"].object_list) == 4


@pytest.mark.parametrize("on", ["soon", "2099-01-01", "2020-01-01"])
def test_a_day_that_is_not_on_record_is_404(client, record, on):
    assert client.get("/rankings/coding/", {"on": on}).status_code == 404


def test_a_past_ranking_is_paginated(client, publish):
    many = {f"model-{number:02}": at(1, name=f"Model {number:02}") for number in range(51)}
    publish(DAYS[0], acme=many)
    publish(DAYS[1], acme=many | {"one-more": at(1)})
    first = client.get(f"/rankings/coding/?on={DAYS[0]}").content.decode()
    assert f'href="?page=2&amp;on={DAYS[0]}"' in first
    assert (
        len(client.get(f"/rankings/coding/?on={DAYS[0]}&page=2").context["page"].object_list) == 1
    )


def test_score_history_names_the_changed_inputs(record):
    model = CanonicalModel.objects.get(path="openai/gpt-5")
    intervals = score_history(model)
    assert [(one.start, one.end) for one in intervals] == [
        (DAYS[5], None),
        (DAYS[3], DAYS[5]),
        (DAYS[0], DAYS[3]),
    ]
    changed = {change.name for change in intervals[1].changes}
    assert {"tool_calling", "context", "max_output", "providers"} <= changed
    assert intervals[2].changes == ()
    place = list(BY_KEY).index("cost-efficiency")
    assert intervals[0].points[place] < intervals[1].points[place]


def test_the_score_history_page(client, record, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        html = client.get("/models/openai/gpt-5/scores/").content.decode()
    assert "tool calling not reported → yes" in html
    assert "blended price $3.50 → $15.75" in html
    assert "first recorded" in html
    assert (
        'href="/models/openai/gpt-5/scores/"'
        in client.get("/models/openai/gpt-5/").content.decode()
    )


def test_a_returned_model_has_a_gap(client, record):
    intervals = score_history(CanonicalModel.objects.get(path="openai/gpt-4"))
    assert [(one.start, one.end) for one in intervals] == [(DAYS[6], None), (DAYS[0], DAYS[5])]
    assert client.get("/models/openai/gpt-4/scores/").status_code == 200


def test_a_withdrawn_model_shows_its_withdrawal_day(client, record, publish):
    publish(DAYS[9], openai={"gpt-4": at(1)})
    html = client.get("/models/openai/gpt-5/scores/").content.decode()
    assert f">{DAYS[9]}</time>" in html
    assert "withdrawn" in html


def test_a_moved_model_redirects_and_an_unknown_one_is_404(client, record):
    model = CanonicalModel.objects.get(path="openai/gpt-5")
    MovedModel.objects.create(path="openai/gpt-five", model=model, moved_on=timezone.now())
    moved = client.get("/models/openai/gpt-five/scores/")
    assert (moved.status_code, moved["Location"]) == (301, "/models/openai/gpt-5/scores/")
    assert client.get("/models/openai/nothing/scores/").status_code == 404
