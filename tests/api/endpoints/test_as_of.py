"""/as-of/DAY/…: the day in the path."""

import pytest

from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_days(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[3], openai={"gpt-5": at(3)})


@pytest.mark.parametrize("path", ["offers", "cost", "changes", "snapshots"])
def test_answers_as_the_query_does(two_days, get, path):
    assert get(f"as-of/2026-05-02/{path}") == get(path, as_of="2026-05-02")


def test_takes_the_other_parameters(two_days, get):
    (offer,) = get("as-of/2026-05-02/offers", provider="openai", fields="prices")["items"]
    assert offer["prices"]["input"] == "2"
    assert get("as-of/2026-05-02/offers", 400, zzz=1)["detail"] == "Unknown parameter: zzz"


def test_takes_a_body(two_days, post):
    body = {"workload": {"input": 10**6}, "model": "openai/gpt-5"}
    assert post("as-of/2026-05-02/cost", body)["items"][0]["total"] == "2"


@pytest.mark.parametrize(
    "path, status",
    [
        ("as-of/2026-05-02/nothing", 404),
        ("as-of/2026-05-02/as-of/2026-05-02/offers", 404),
        ("as-of/2026-04-01/offers", 404),
        ("as-of/yesterday/offers", 400),
        ("as-of/2026-05-02/offers?as_of=2026-05-02", 400),
    ],
)
def test_problems(two_days, get, path, status):
    assert get(path, status)["status"] == status
