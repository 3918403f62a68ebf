"""/providers, /makers and /capabilities."""

import pytest

from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(publish):
    publish(DAYS[0], openai={"gpt-5": at(2, tool_call=True)}, poe={"gpt-5": at(None)})
    publish(DAYS[3], openai={"gpt-5": at(2, tool_call=True), "gpt-4": at(1, name="GPT 4")})


def test_providers(catalogue, get):
    (openai,) = get("providers")["items"]
    assert (openai["id"], openai["maker"]) == ("openai", "openai")
    assert (openai["offers"], openai["priced_offers"]) == (2, 2)


def test_providers_as_of_a_day(catalogue, get):
    then = get("providers", as_of=DAYS[1])["items"]
    assert [(p["id"], p["offers"], p["priced_offers"]) for p in then] == [
        ("openai", 1, 1),
        ("poe", 1, 0),
    ]


def test_makers(catalogue, get):
    assert [(m["slug"], m["models"]) for m in get("makers")["items"]] == [("openai", 2)]
    assert [(m["slug"], m["models"]) for m in get("makers", as_of=DAYS[0])["items"]] == [
        ("openai", 1)
    ]


def test_capabilities(catalogue, get):
    models = {one["key"]: one["models"] for one in get("capabilities")["items"]}
    assert models["tool-calling"] == 1
    assert models["vision"] == 0
