"""What all endpoints share: errors, parameters, conditional GET, CORS, rate limit, the document."""

import pytest

from api.controller import ClientAddress, rate_limit
from api.endpoints.offers import Offers
from api.routes import router
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db
PATHS = [
    *("models", "facets", "providers", "makers", "capabilities"),
    *("offers", "offers/history", "offers/history/field", "changes", "snapshots", "cost", "check"),
    *("lifecycle", "corrections", "index"),
]


def test_errors_are_problem_json(client):
    response = client.get("/api/v1/offers?limit=0")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "Expected `int` >= 1 - at `limit`",
        "hint": "See /api/v1/openapi.json for the parameters of this endpoint.",
    }


@pytest.mark.parametrize("path", PATHS)
def test_an_unknown_parameter_is_400(get, path):
    problem = get(path, 400, as_off="2026-05-01")
    assert problem["detail"] == "Unknown parameter: as_off"


def test_every_path_is_tested_above():
    names = {str(route.pattern) for route in router.urls}
    model = "models/<slug:maker>/<slug:slug>"
    assert names - {"snapshots/<str:day>", model, f"{model}/history", "usage"} == set(PATHS)


@pytest.mark.parametrize("path", ["snapshots/2026-05-01", "models/a/b", "models/a/b/history"])
def test_an_unknown_parameter_is_400_before_the_path_is_looked_up(get, path):
    assert get(path, 400, as_off="2026-05-01")["hint"]


@pytest.mark.parametrize(
    "path, name",
    [
        *(("offers", "provider"), ("offers", "model"), ("offers/history", "id"), ("cost", "model")),
        *(("changes", "provider"), ("changes", "model"), ("check", "ids")),
    ],
)
def test_a_nul_is_400(get, path, name):
    given = {"provider": "a", "id": "b"} if path == "offers/history" else {}
    assert name in get(path, 400, **given | {name: "a\0b"})["detail"]


def test_a_misspelt_parameter_gets_a_hint(get):
    assert get("offers", 400, as_off="2026-05-01")["hint"] == "Did you mean as_of?"


@pytest.mark.parametrize(
    "path", [*PATHS, "snapshots/2026-05-01", "models/a/b", "models/a/b/history"]
)
def test_a_repeated_parameter_is_400(client, path):
    response = client.get(f"/api/v1/{path}?as_of=2026-05-01&as_of=2026-05-02")
    assert (response.status_code, response.json()["detail"]) == (400, "Repeated parameter: as_of")


def test_a_wrong_method_is_405(client):
    response = client.delete("/api/v1/offers")
    assert (response.status_code, response["Allow"]) == (405, "GET")
    assert response["Content-Type"] == "application/problem+json"


def test_an_unknown_address_is_a_problem_too(client):
    response = client.get("/api/v1/nothing")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_an_unchanged_answer_is_304(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    etag = client.get("/api/v1/offers")["ETag"]
    again = client.get("/api/v1/offers", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    publish(DAYS[1], openai={"gpt-5": at(3)})
    assert client.get("/api/v1/offers", headers={"If-None-Match": etag}).status_code == 200


def test_a_missing_day_is_never_304(client, publish):
    publish(DAYS[5], openai={"gpt-5": at(2)})
    missing = client.get("/api/v1/offers?as_of=2026-05-01", headers={"If-None-Match": "*"})
    assert missing.status_code == 404


def test_head_answers_as_get(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    head = client.head("/api/v1/offers")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == client.get("/api/v1/offers")["ETag"]


def test_pages_of_other_sites_may_read(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    origin = {"Origin": "https://example.org"}
    assert client.get("/api/v1/offers", headers=origin)["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/models/", headers=origin)


class Limited(Offers):
    """Offers with a limit that a test reaches."""

    throttling = (rate_limit(2),)


def test_too_many_requests_are_429(publish, rf):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    answers = [Limited.as_view()(rf.get("/api/v1/offers")) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["RateLimit-Policy"] for answer in answers[:2]] == [
        '2;w=60;name="ClientAddress"'
    ] * 2
    assert int(answers[2]["Retry-After"]) > 0


@pytest.mark.parametrize(
    "https, forwarded, address",
    [
        (False, "9.9.9.9", "1.1.1.1"),  # no proxy of ours: a client's own claim
        (True, "9.9.9.9, 2.2.2.2", "2.2.2.2"),
        (True, "", "1.1.1.1"),
    ],
)
def test_clients_are_counted_by_address(rf, settings, https, forwarded, address):
    settings.BEHIND_PROXY = https
    view = Offers()
    view.setup(rf.get("/", REMOTE_ADDR="1.1.1.1", HTTP_X_FORWARDED_FOR=forwarded))
    assert ClientAddress()(Offers.api_endpoints["GET"], view) == address


def test_openapi_document(client):
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/offers" in document["paths"]
