"""`as_of` and `known_on` on every endpoint, and the day in the path."""

import pytest

from api.routes import router
from tests.api.factories import DAYS, at
from tests.api.test_days import noon

pytestmark = pytest.mark.django_db
# Each endpoint, what it needs, and a figure of its answer that is 2 on the first day and 3 later.
PRICE = {
    "offers": ({}, lambda a: a["items"][0]["prices"]["input"]),
    "offers/history": (
        {"provider": "openai", "id": "gpt-5"},
        lambda a: a["item"][-1]["offer"]["prices"]["input"],
    ),
    "offers/history/field": (
        {"provider": "openai", "id": "gpt-5", "field": "prices.input"},
        lambda a: a["item"][-1]["value"],
    ),
    "models": ({}, lambda a: a["items"][0]["prices"]["input"]),
    "models/openai/gpt-5": ({}, lambda a: a["item"]["offers"][0]["prices"]["input"]),
    "models/openai/gpt-5/history": (
        {},
        lambda a: a["items"][0]["revisions"][-1]["offer"]["prices"]["input"],
    ),
    "facets": ({}, lambda a: 1 + max(v["models"] for one in a["items"] for v in one["values"])),
    "providers": ({}, lambda a: a["items"][0]["offers"]),
    "makers": ({}, lambda a: a["items"][0]["models"]),
    "capabilities": ({}, lambda a: 1 + max(one["models"] for one in a["items"])),
    "cost": ({"model": "openai/gpt-5", "input": 10**6}, lambda a: a["items"][0]["total"]),
    "changes": ({}, lambda a: 2 + bool(a["items"])),
    "index": ({}, lambda a: 1 + len(a["items"])),
    "snapshots": ({}, lambda a: 1 + len(a["items"])),
    "lifecycle": ({"state": "retiring"}, lambda a: 2 + len(a["items"])),
}
# Tested on their own: here is no price.
OTHERS = {"check", "usage", "corrections", "snapshots/<str:day>"}


def offers(price: int, **fields: object) -> dict[str, object]:
    """Return as many offers of models of their own as the price, one of them at that price."""
    several = {f"gpt-{n}": at(9, name=f"GPT {n}", tool_call=True) for n in range(6, 5 + price)}
    return {"gpt-5": at(price, tool_call=False, **fields), **several}


@pytest.fixture
def two_days(publish):
    publish(DAYS[0], now=noon(DAYS[0]), openai=offers(2))
    publish(DAYS[3], now=noon(DAYS[3]), openai=offers(3, status="deprecated"))


@pytest.mark.parametrize("path, needed, figure", [(p, *rest) for p, rest in PRICE.items()])
def test_values_are_those_of_the_day(two_days, get, path, needed, figure):
    told = [str(figure(get(path, **needed, **day))) for day in ({}, {"as_of": DAYS[1]})]
    assert told == ["3", "2"]
    assert get(f"as-of/{DAYS[1]}/{path}", **needed) == get(path, **needed, as_of=DAYS[1])


@pytest.mark.parametrize("path", [path for path in PRICE if path != "changes"])
def test_values_are_those_that_were_known(two_days, get, path):
    """Changes are known from the day on which they were told: see their own tests."""
    needed, figure = PRICE[path]
    then = get(path, **needed, known_on=DAYS[1])
    assert str(figure(then)) == "2"
    assert then["data"]["known_on"] == str(DAYS[1])


@pytest.mark.parametrize("name", ["as_of", "known_on"])
@pytest.mark.parametrize("path", [*PRICE, "check", "corrections", f"snapshots/{DAYS[0]}"])
def test_a_day_to_come_is_refused(two_days, get, path, name):
    needed = PRICE[path][0] if path in PRICE else {"ids": "gpt-5"} if path == "check" else {}
    assert "future" in get(path, 404, **needed, **{name: "2999-01-01"})["detail"]


def test_every_endpoint_is_tested():
    paths = {str(route.pattern) for route in router.urls}
    tested = {path.replace("openai/gpt-5", "<slug:maker>/<slug:slug>") for path in PRICE}
    assert paths == tested | OTHERS


@pytest.mark.parametrize(
    "day, status",
    [
        ({}, "retiring"),
        ({"as_of": DAYS[9]}, "retiring"),
        ({"known_on": DAYS[9]}, "retiring"),
        ({"as_of": DAYS[1]}, "known"),
        ({"known_on": DAYS[1]}, "known"),
    ],
)
def test_ids_are_checked_on_a_day(two_days, get, post, day, status):
    checked = get("check", ids="gpt-5", **day)["items"]
    assert [one["status"] for one in checked] == [status]
    query = "&".join(f"{name}={value}" for name, value in day.items())
    assert post(f"check?{query}", {"ids": ["gpt-5"]})["items"] == checked


def test_usage_at_prices_that_began_by_a_day(two_days, post):
    record = {"day": str(DAYS[5]), "model": "gpt-5", "provider": "openai", "input": 10**6}
    totals = [
        post(f"{path}usage{query}", {"records": [record]})["item"]["total"]
        for path, query in (
            ("", ""),
            ("", f"?as_of={DAYS[1]}"),
            ("", f"?known_on={DAYS[1]}"),
            (f"as-of/{DAYS[1]}/", ""),
        )
    ]
    assert totals == ["3", "2", "2", "2"]


def test_a_payload_of_a_day_after_as_of(two_days, get):
    assert get(f"snapshots/{DAYS[0]}", as_of=DAYS[1])["openai"]
    assert "as_of" in get(f"snapshots/{DAYS[3]}", 404, as_of=DAYS[1])["detail"]
