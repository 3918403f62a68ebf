"""The filters of /offers: each offer is judged by its own values."""

import pytest

from api.model_filters import FILTERS
from api.offer_filters import OWN
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db
BIG = at(2, limit={"context": 400_000, "output": 128_000}, tool_call=True)
SMALL = at(1, name="Small", limit={"context": 8192, "output": 4096}, tool_call=False)


@pytest.fixture
def catalogue(publish):
    cheap = BIG | {"cost": {"input": 1, "output": 4}, "limit": {"context": 100_000}}
    publish(DAYS[0], openai={"gpt-5": BIG, "small": SMALL}, poe={"gpt-5": cheap})
    publish(DAYS[3], openai={"gpt-5": BIG}, poe={"gpt-5": BIG})


def names(answer):
    return [f"{offer['provider']} {offer['provider_model_id']}" for offer in answer["items"]]


@pytest.mark.parametrize(
    "query, offers",
    [
        ({"input-max": "1.5"}, ["openai small", "poe gpt-5"]),
        ({"context-min": "200000"}, ["openai gpt-5"]),
        ({"tool-calling": "yes"}, ["openai gpt-5", "poe gpt-5"]),
        ({"tool-calling": "yes", "provider": "poe"}, ["poe gpt-5"]),
        ({"tool-calling": "no", "provider": "poe"}, []),
        ({"price": "priced", "model": "openai/small"}, ["openai small"]),
        ({"q": "small"}, ["openai small"]),
        ({"maker": "openai", "input-min": "2"}, ["openai gpt-5"]),
    ],
)
def test_filters(catalogue, get, query, offers):
    assert names(get("offers", as_of=DAYS[0], **query)) == offers


def test_the_day_decides(catalogue, get):
    assert names(get("offers", **{"context-min": "200000"})) == ["openai gpt-5", "poe gpt-5"]


def test_pages_hold_every_match_once_while_the_data_changes(catalogue, publish, get):
    query = {"tool-calling": "yes", "limit": 1}
    first = get("offers", **query)
    publish(DAYS[4], openai={"gpt-5": SMALL}, poe={"gpt-5": SMALL})
    rest = get("offers", **query, cursor=first["next"])
    assert names(first) + names(rest) == ["openai gpt-5", "poe gpt-5"]
    assert rest["next"] is None


@pytest.mark.parametrize(
    "query, status",
    [
        ({"maker": "nobody"}, 404),
        ({"context-min": "many"}, 400),
        ({"sort": "input"}, 400),
        ({"score-coding": "101"}, 400),
    ],
)
def test_what_cannot_be_filtered_is_an_error(catalogue, get, query, status):
    assert get("offers", status, **query)["status"] == status


def test_every_filter_of_models_is_one_of_offers(client):
    document = client.get("/api/v1/openapi.json").json()
    parameters = document["paths"]["/api/v1/offers"]["get"]["parameters"]
    assert {parameter["name"] for parameter in parameters} >= FILTERS - OWN


def test_query_count(catalogue, client, django_assert_num_queries):
    client.get("/api/v1/offers?tool-calling=yes")
    with django_assert_num_queries(
        7
    ):  # version, days, whether it is the newest; path; offers; corrections
        client.get("/api/v1/offers?tool-calling=yes")
