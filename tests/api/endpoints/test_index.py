"""/index: the price index."""

from datetime import UTC, datetime

import pytest

from changelog.price_index.links import Measure, Tier
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def catalogue(publish):
    publish(DAYS[0], now=noon(DAYS[0]), openai={"gpt-5": at(2), "gpt-4": at(1, name="GPT 4")})
    publish(DAYS[2], now=noon(DAYS[2]), openai={"gpt-5": at(1), "gpt-4": at(1, name="GPT 4")})


def test_it_works(catalogue, get):
    first = get("index", as_of=DAYS[1])["items"]
    (*_before, last) = get("index")["items"]
    assert [one["level"] for one in first] in (["100"], [])
    assert (last["day"], last["level"]) == ("2026-05-03", "70.71")  # 100 × √½
    assert (last["models"], last["compared"], last["moved"]) == (2, 2, 1)
    assert float(last["low"]) <= float(last["level"]) <= float(last["high"])


@pytest.mark.parametrize("measure", [measure.value for measure in Measure])
@pytest.mark.parametrize("tier", [tier.value for tier in Tier])
def test_measures_and_tiers(catalogue, get, measure, tier):
    levels = get("index", measure=measure, tier=tier)["items"]
    assert {(one["measure"], one["tier"]) for one in levels} <= {(measure, tier)}


def test_another_measure_is_400(catalogue, get):
    get("index", 400, measure="mine")


def test_pages(catalogue, get):
    every = get("index")["items"]
    pages, cursor = [], {}
    while cursor is not None:
        answer = get("index", limit=1, **cursor)
        pages += answer["items"]
        cursor = answer["next"] and {"cursor": answer["next"]}
    assert pages == every


def test_known_on_is_refused_where_later_data_changed_it(catalogue, publish, get):
    known = {"known_on": DAYS[3]}
    assert get("index", **known)["items"] == get("index")["items"]
    publish(DAYS[1], now=noon(DAYS[9]), openai={"gpt-5": at(3)})
    assert "known_on" in get("index", 422, **known)["hint"]
    assert get("index", known_on=DAYS[9])["items"]
