"""The table behind /api/ is complete, and its examples run."""

import json

import pytest

from api.guide import GUIDES
from api.routes import router
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db


def test_every_endpoint_is_in_the_table():
    paths = {
        str(route.pattern)
        .replace("<str:day>", "{day}")
        .replace("<slug:maker>/<slug:slug>", "{maker}/{slug}")
        for route in router.urls
    }
    assert {guide.path for guide in GUIDES} == paths


@pytest.mark.parametrize("guide", GUIDES, ids=[guide.path for guide in GUIDES])
def test_each_parameter_is_described(guide):
    in_path = {"day", "maker", "slug"}
    assert all(p["description"] for p in guide.parameters if p["name"] not in in_path)


def test_a_parameter_has_a_description_of_its_own():
    """Not the docstring of the whole query, which the document repeats for each parameter."""
    (cost,) = (guide for guide in GUIDES if guide.path == "cost")
    described = {p["name"]: p["description"] for p in cost.parameters}
    assert described["requests"] == "Number of requests."
    assert described["as_of"].startswith("Values that held on this day")


@pytest.mark.parametrize("guide", GUIDES, ids=[guide.path for guide in GUIDES])
def test_each_example_runs(client, publish, guide):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[11], openai={"gpt-5": at(3)})
    url = f"/api/v1/{guide.example}"
    if guide.body:
        answer = client.post(url, json.loads(guide.json), content_type="application/json")
    else:
        answer = client.get(url)
    assert answer.status_code == 200, answer.content
