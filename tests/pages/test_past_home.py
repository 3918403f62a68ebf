"""The front page as of a past day: its counts, its lists, its news; the equality with the page that
the day showed is in test_past_days.
"""

import pytest

from tests.changelog.factories import DAYS, at, publish

__all__ = ["publish"]
pytestmark = pytest.mark.django_db
USUAL = {"tool_call": True, "limit": {"context": 128_000, "output": 8_000}}


@pytest.fixture
def days(publish):
    publish(DAYS[0], openai={"gpt-5": at(2, **USUAL), "gpt-4": at(1, name="GPT 4", **USUAL)})
    six = at(5, name="GPT 6", **USUAL)
    publish(DAYS[5], openai={"gpt-5": at(1, **USUAL), "gpt-6": six})
    publish(DAYS[9], openai={"gpt-5": at(9, **USUAL), "gpt-4": at(1, name="GPT 4", **USUAL)})


def context(client, day):
    response = client.get(f"/?on={day}")
    assert response.status_code == 200
    return response.context


def test_counts_and_lists_are_those_of_the_day(client, days):
    shown = context(client, DAYS[6])
    assert shown["counts"] == {"models": 2, "makers": 1}
    assert (shown["offering_count"], shown["provider_count"]) == (2, 1)
    assert {row.url for row in shown["newest"]} == {
        "/models/openai/gpt-5/",
        "/models/openai/gpt-6/",
    }
    assert len(shown["cheapest"]) == 2


def test_news_are_those_of_the_days_before(client, days):
    shown = context(client, DAYS[6])
    assert [model.slug for model in shown["new"]] == ["gpt-6"]
    assert [(one.slug, one.withdrawn_on) for one in shown["retired"]] == [("gpt-4", DAYS[5])]
    assert [move.model.slug for move in shown["cuts"]] == ["gpt-5"]
    assert shown["rises"] == []


def test_the_index_ends_on_the_day(client, days):
    levels = {one.measure: one.level.day for one in context(client, DAYS[6])["summaries"]}
    assert set(levels.values()) == {DAYS[5]}


def test_a_day_before_the_record_has_no_page(client, days):
    assert client.get("/?on=2020-01-01").status_code == 404
