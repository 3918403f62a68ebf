"""What an answer with `known_on` says never changes, whatever is pulled or corrected later."""

import random
from datetime import timedelta

import pytest
from django.test import Client

from tests.api.factories import DAYS, at, correct_at_random
from tests.api.test_days import noon

pytestmark = pytest.mark.django_db
IDS = "gpt-5,gpt-4,openai/gpt-5,acme/gpt-5,nothing"
ADDRESSES = (
    *("models?limit=9", "models?sort=input&context-min=1", "models/openai/gpt-5", "facets"),
    *("models/openai/gpt-4", "providers", "makers", "offers?context-min=1", "lifecycle?days=90"),
    *(f"check?ids={IDS}", "cost?model=openai/gpt-5&input=1000"),
)
AS_OF = (DAYS[3], DAYS[5])
RECORDS = [
    {"day": str(DAYS[n]), "model": name, "input": 10**6} for n in (0, 4) for name in IDS.split(",")
]


def payload(draw, price):
    """Return two providers' offers: some come and go, or become deprecated."""
    offers = {"gpt-5": at(price, limit={"context": draw.randrange(10**5), "output": 10})}
    if draw.random() < 0.6:
        status = {"status": "deprecated"} if draw.random() < 0.4 else {}
        offers["gpt-4"] = at(9, name="GPT 4", release_date="2024-01-01", **status)
    acme = {"acme": {"gpt-5": at(price + 1)}} if draw.random() < 0.5 else {}
    return {"openai": offers} | acme


def told(known_on):
    """Return what all addresses answer, without the version of the catalogue."""
    client, answers = Client(), {}
    for as_of in AS_OF:
        dates = f"as_of={as_of}&known_on={known_on}"
        for address in ADDRESSES:
            query = f"{address}{'&' if '?' in address else '?'}{dates}"
            answers[query] = client.get(f"/api/v1/{query}").json()
        body = {"records": RECORDS}
        usage = client.post(f"/api/v1/usage?{dates}", body, content_type="application/json")
        answers[f"usage?{dates}"] = usage.json()
    for answer in answers.values():
        answer.get("data", {}).pop("version", None)
    return answers


@pytest.mark.parametrize("seed", range(2))
def test_what_was_known_never_changes(publish, seed):
    """Days are pulled, pulled again, backfilled and corrected after `known_on`."""
    draw = random.Random(seed)
    known_on, first = DAYS[5], None
    for place, clock in enumerate(DAYS[2:9:2]):
        day = clock if place % 2 == 0 else DAYS[draw.randrange(clock.day)]
        publish(day, now=noon(clock), **payload(draw, place + 1))
        correct_at_random(draw, DAYS[draw.randrange(clock.day)], noon(clock) + timedelta(hours=1))
        if clock < known_on:
            continue
        answers = told(known_on)
        first = first or answers
        assert answers == first, seed
    assert all(first[f"models?limit=9&as_of={day}&known_on={known_on}"]["items"] for day in AS_OF)
