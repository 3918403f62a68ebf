"""Each tool: what it answers, how to ask on, and that a failed look-up is an error."""

import pytest

from catalog.models import Snapshot
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db


def test_search_models(history, call):
    answer = call("search_models", query="gpt", as_of="2026-05-01")
    assert {item["model"] for item in answer["items"]} == {"openai/gpt-5", "openai/gpt-5-mini"}
    assert answer["data"]["day"] == "2026-05-01"
    assert answer["next"] is None


@pytest.mark.parametrize(
    "filters, models",
    [
        ({"capabilities": ["tool-calling"]}, ["openai/gpt-5"]),
        ({"context_min": 100_000}, ["openai/gpt-5"]),
        ({"input_price_max": 1.5}, ["openai/gpt-5-mini"]),
        ({"provider": "poe"}, ["openai/gpt-5"]),
        ({"sort": "input"}, ["openai/gpt-5-mini", "openai/gpt-5"]),
        ({"sort": "-context"}, ["openai/gpt-5", "openai/gpt-5-mini"]),
        ({"query": "nothing like it"}, []),
    ],
)
def test_search_filters_and_sorts(history, call, filters, models):
    found = call("search_models", as_of="2026-05-01", **filters)["items"]
    assert [item["model"] for item in found] == models


def test_search_goes_on(publish, call):
    names = {f"gpt-{n}x": at(n, name=f"GPT {n}x") for n in range(1, 46)}
    publish(DAYS[0], openai=names)
    seen, following = [], ""
    while following is not None:
        answer = call("search_models", sort="input", next=following)
        seen += [item["prices"]["input"] for item in answer["items"]]
        following = answer["next"]
    assert seen == [str(n) for n in range(1, 46)]


def test_get_model(history, call):
    answer = call("get_model", model="gpt-5", as_of="2026-05-01")
    model = answer["model"]
    assert (model["model"], model["facts"]["context"]) == ("openai/gpt-5", 400_000)
    assert {offer["provider"]: offer["prices"]["input"] for offer in answer["offers"]} == {
        "openai": "2",
        "poe": "2",
    }
    assert (answer["offers_in_all"], answer["next"]) == (2, None)


def test_get_model_goes_on_with_its_offers(publish, call):
    publish(DAYS[0], **{f"provider-{n:02}": {"gpt-5": at(2)} for n in range(45)})
    seen, following = [], ""
    while following is not None:
        answer = call("get_model", model="gpt-5", next=following)
        seen += [offer["provider"] for offer in answer["offers"]]
        following = answer["next"]
    assert len(seen) == len(set(seen)) == answer["offers_in_all"] == 45


def test_compare_models(history, call):
    answer = call("compare_models", models=["gpt-5", "gpt-5-mini"], as_of="2026-05-01")
    assert [model["context"] for model in answer["models"]] == [400_000, 8192]
    assert answer["left_out"] == []


def test_cost(history, call, get):
    workload = {"requests": 1000, "input": 2000, "output": 500}
    answer = call("cost", model="gpt-5", as_of="2026-05-04", **workload)
    assert [(one["provider"], one["total"]) for one in answer["costs"]] == [
        ("poe", "8"),
        ("openai", "12"),
    ]
    api = get("cost", model="openai/gpt-5", as_of="2026-05-04", **workload)["items"]
    assert [one["total"] for one in api] == ["8", "12"]


def test_cost_without_a_published_price_is_null_and_not_zero(history, call):
    costs = {one["provider"]: one for one in call("cost", model="gpt-5", input=1000)["costs"]}
    assert (costs["poe"]["total"], costs["poe"]["price_state"]) == (None, "unknown")


def test_price_on_day(history, call):
    answer = call("price_on_day", model="gpt-5", provider="openai", day="2026-05-02")
    (offer,) = answer["items"]
    assert offer["prices"] == {"input": "2", "output": "8"}
    assert answer["data"]["sha256"] == Snapshot.objects.get(day=DAYS[0]).sha256


def test_what_changed_on_the_newest_day(history, call):
    changes = call("what_changed")["changes"]
    assert {change["day"] for change in changes} == {"2026-05-06"}
    assert {change["kind"] for change in changes} >= {"withdrawal"}


def test_what_changed_of_a_model(history, call):
    changes = call("what_changed", model="gpt-5", kind="price")["changes"]
    first = changes[0]
    assert (first["field"], first["old"], first["new"]) == ("input", "2", "3")
    after = call("what_changed", model="gpt-5", kind="price", after=first["serial"])["changes"]
    assert after == changes[1:]


def test_check_ids(history, call):
    answer = call("check_ids", ids=["gpt-5", "gpt-5-mini", "gpt-9"])
    assert [one["status"] for one in answer["ids"]] == ["known", "gone", "unknown"]
    assert answer["all_known"] is False
    assert call("check_ids", ids=["gpt-5"])["all_known"] is True


@pytest.mark.parametrize(
    "name, arguments, message",
    [
        ("get_model", {"model": "gpt-9"}, "No model gpt-9"),
        ("get_model", {"model": "gpt-5", "next": "-1"}, "next is not one"),
        ("get_model", {"model": "gpt-5", "as_of": "2026-04-01"}, "Nothing is on record"),
        ("compare_models", {"models": ["gpt-5", "gpt-9"]}, "No model gpt-9"),
        ("compare_models", {"models": ["gpt-5", "gpt-5-mini"]}, "Unknown model: openai/gpt-5-mini"),
        ("cost", {"model": "gpt-9", "input": 1}, "No model gpt-9"),
        ("cost", {"model": "gpt-5", "provider": "nobody"}, "No offer of openai/gpt-5 at nobody"),
        ("price_on_day", {"model": "gpt-5-mini", "day": "2026-05-07"}, "No offer of"),
        ("price_on_day", {"model": "gpt-5", "day": "2999-01-01"}, "in the future"),
        ("price_on_day", {"model": "gpt-5", "day": "2026-05-02", "next": "x"}, "cursor"),
        ("search_models", {"provider": "nobody"}, "Unknown provider: nobody"),
        ("what_changed", {"model": "gpt-9"}, "No model gpt-9"),
    ],
)
def test_what_cannot_be_looked_up_is_an_error(history, refused, name, arguments, message):
    assert message in refused(name, **arguments)


@pytest.mark.parametrize("name", ["search_models", "what_changed"])
def test_an_empty_catalogue_is_an_error(db, refused, name):
    assert "No data yet" in refused(name)
