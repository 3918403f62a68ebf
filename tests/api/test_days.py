"""`as_of` and `known_on`: what held on a day, and what was known on a day."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from catalog.models import Snapshot
from tests.api.factories import DAYS, at, correct_at_random

pytestmark = pytest.mark.django_db


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def test_a_backfilled_day_was_not_known_before(publish, get):
    publish(DAYS[5], now=noon(DAYS[5]), openai={"gpt-5": at(3)})
    publish(DAYS[2], now=noon(DAYS[9]), openai={"gpt-5": at(2)})
    assert _price(get, as_of=DAYS[3]) == "2"
    assert _price(get, as_of=DAYS[3], known_on=DAYS[9]) == "2"
    get("offers", 404, as_of=DAYS[3], known_on=DAYS[8])
    assert _price(get, as_of=DAYS[6], known_on=DAYS[8]) == "3"


def test_a_superseded_payload_is_still_what_was_known(publish, get):
    publish(DAYS[0], now=noon(DAYS[0]), openai={"gpt-5": at(2), "gpt-4": at(1)})
    publish(DAYS[0], now=noon(DAYS[4]), openai={"gpt-5": at(5)})
    assert _price(get, as_of=DAYS[0]) == "5"
    then = get("offers", as_of=DAYS[0], known_on=DAYS[0])
    assert [o["prices"]["input"] for o in then["items"]] == ["1", "2"]
    assert [o["model"] for o in then["items"]] == ["openai/gpt-4", "openai/gpt-5"]
    assert then["data"]["sha256"] == Snapshot.objects.earliest("pk").sha256
    history = get("offers/history", provider="openai", id="gpt-5", known_on=DAYS[0])["item"]
    assert [r["offer"]["prices"]["input"] for r in history] == ["2"]


def test_a_rejected_day_was_known_until_then(publish, get):
    publish(DAYS[0], now=noon(DAYS[0]), openai={"gpt-5": at(2)})
    publish(DAYS[1], now=noon(DAYS[1]), openai={"gpt-5": at(9)})
    Snapshot.objects.filter(day=DAYS[1]).update(rejected_at=noon(DAYS[4]))
    assert _price(get, known_on=DAYS[3]) == "9"
    assert _price(get, known_on=DAYS[4]) == "2"


def test_nothing_was_known_before_the_first_pull(publish, get):
    publish(DAYS[5], now=noon(DAYS[5]), openai={"gpt-5": at(3)})
    assert get("offers", 404, known_on=DAYS[4])["detail"] == "Nothing was on record on 2026-05-05."


def test_without_dates_the_newest_is_read(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(3)})
    assert _price(get) == "3"


@pytest.mark.parametrize("seed", range(6))
def test_what_was_known_on_a_day_never_changes(publish, get, seed):
    """Pulls of random days, in random order, some of one day twice: past answers stay the same."""
    draw = random.Random(seed)
    known_on = DAYS[draw.randrange(3, 9)]
    clock, answers = DAYS[0], {}
    for _pull in range(8):
        clock += timedelta(days=draw.randrange(3))
        # A price of its own for each pull, since a payload that is on record is not stored again.
        price = 1 + len(answers) + draw.random()
        day = DAYS[draw.randrange((clock - DAYS[0]).days + 1)]
        publish(day, now=noon(clock), openai={"gpt-5": at(price)})
        for as_of in DAYS[:12]:
            answer = _known(as_of, known_on)
            if clock > known_on:
                assert answers.setdefault(as_of, answer) == answer, (seed, as_of, known_on)


@pytest.mark.parametrize("seed", range(2))
def test_corrections_do_not_change_what_was_known_on_a_day(publish, seed):
    """Corrections are recorded, backdated and ended between pulls, and all days derived again."""
    draw = random.Random(seed)
    known_on = DAYS[4]
    answers = {}
    for place, day in enumerate(DAYS[:9:2]):
        publish(day, now=noon(day), openai={"gpt-5": at(1 + place)})
        first_day = DAYS[draw.randrange(day.day)]
        correct_at_random(draw, first_day, noon(day) + timedelta(hours=1))
        for as_of in DAYS[:9:2]:
            answer = _known(as_of, known_on, "provider,prices,context,corrected")
            if day >= known_on:
                assert answers.setdefault(as_of, answer) == answer, (seed, as_of)


def _known(as_of: date, known_on: date, fields: str = "provider,prices") -> object:
    query = {"as_of": as_of, "known_on": known_on, "fields": fields}
    return Client().get("/api/v1/offers", query).json().get("items")


def _price(get, **query):
    return get("offers", **query)["items"][0]["prices"]["input"]
