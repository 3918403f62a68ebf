"""/offers and /offers/history."""

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from api.cursors import encode_cursor
from catalog.models import CanonicalModel, MovedModel, Snapshot
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db


def test_it_works(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2, limit={"context": 400_000}, tool_call=True)})
    answer = get("offers")
    snapshot = Snapshot.objects.get()
    assert answer["data"] | {"version": 1} == {
        "day": "2026-05-01",
        "version": 1,
        "sha256": snapshot.sha256,
        "as_of": None,
        "known_on": None,
        "licence": "MIT",
        "attribution": "models.dev (https://models.dev)",
    }
    assert answer["next"] is None
    (offer,) = answer["items"]
    assert offer["provider"], offer["provider_model_id"] == ("openai", "gpt-5")
    assert offer["model"] == "openai/gpt-5"
    assert offer["price_state"] == "priced"
    assert offer["prices"] == {
        **dict.fromkeys(("cache_read", "cache_write", "reasoning", "input_audio", "output_audio")),
        "input": "2",
        "output": "8",
    }
    assert (offer["context"], offer["tool_calling"], offer["temperature"]) == (400_000, True, None)
    assert (offer["tiers"], offer["corrected"]) == ([], [])


def test_query_count(publish, client: Client, django_assert_num_queries):
    publish(DAYS[0], openai={f"gpt-{n}": at(n) for n in range(1, 30)})
    # Version, snapshot, its day's last; former path; offers; and, once, who sells subscriptions, and
    # what tells the kinds of sellers.
    with django_assert_num_queries(7):
        assert client.get("/api/v1/offers").status_code == 200


def test_names_region_and_seller_and_filters_by_them(publish, get):
    publish(
        DAYS[0],
        **{
            "openai": {"gpt-5": at(2)},
            "amazon-bedrock": {"eu.openai.gpt-5": at(3), "openai.gpt-5": at(2)},
            "unheard-of": {"gpt-5": at(2)},
        },
    )
    fields = "provider_model_id,region,seller"
    found = {
        (item["provider_model_id"], item["region"], item["seller"])
        for item in get("offers", fields=fields)["items"]
    }
    assert found == {
        ("gpt-5", None, "maker"),
        ("gpt-5", None, None),
        ("openai.gpt-5", None, "other-maker"),
        ("eu.openai.gpt-5", "eu", "other-maker"),
    }
    (in_the_eu,) = get("offers", region="eu")["items"]
    assert in_the_eu["provider_model_id"] == "eu.openai.gpt-5"
    assert len(get("offers", region="silent")["items"]) == 3
    (own,) = get("offers", seller="maker")["items"]
    assert own["provider"] == "openai"
    (history,) = get("offers/history", provider="amazon-bedrock", id="eu.openai.gpt-5")["item"]
    assert (history["offer"]["region"], history["offer"]["seller"]) == ("eu", "other-maker")


def test_as_of_gives_the_values_of_a_day(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[3], openai={"gpt-5": at(3), "gpt-6": at(4)})
    assert _prices(get("offers", as_of=DAYS[0])) == {"gpt-5": "2"}
    assert _prices(get("offers", as_of=DAYS[2])) == {"gpt-5": "2"}
    assert _prices(get("offers", as_of=DAYS[3])) == {"gpt-5": "3", "gpt-6": "4"}
    assert get("offers", as_of=DAYS[2])["data"]["day"] == "2026-05-01"


def test_a_day_before_the_first_is_404(publish, get):
    publish(DAYS[3], openai={"gpt-5": at(2)})
    problem = get("offers", 404, as_of=DAYS[0])
    assert problem["detail"] == "Nothing is on record for 2026-05-01; the first day is 2026-05-04."


def test_a_day_in_the_future_is_404(publish, get):
    publish(DAYS[3], openai={"gpt-5": at(2)})
    assert "future" in get("offers", 404, as_of="2999-01-01")["detail"]


def test_an_empty_catalogue_is_404(get):
    assert get("offers", 404)["detail"] == "No data yet."


def test_filters_by_provider_and_model(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2)}, poe={"gpt-5": at(3), "gpt-4": at(1)})
    assert len(get("offers", model="openai/gpt-5")["items"]) == 2
    assert _prices(get("offers", model="openai/gpt-5", provider="poe")) == {"gpt-5": "3"}
    assert get("offers", provider="nobody")["items"] == []


def test_understands_a_former_path(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    MovedModel.objects.create(path="openai/gpt-v5", model_id=_model_pk(), moved_on=DAYS[0])
    assert len(get("offers", model="openai/gpt-v5")["items"]) == 1


def test_pages_hold_every_offer_once(publish, get):
    publish(DAYS[0], **{key: {f"gpt-{n}": at(2) for n in range(7)} for key in ("a", "b", "c")})
    seen = _all(get, limit=4)
    assert len(seen) == len(set(seen)) == 21
    assert seen == sorted(seen)


def test_pages_fit_together_while_the_data_changes(publish, get):
    publish(DAYS[0], openai={f"gpt-{n}": at(2) for n in range(6)})
    first = get("offers", limit=3)
    publish(DAYS[1], openai={f"gpt-{n}": at(3) for n in range(3)})
    rest = get("offers", limit=3, cursor=first["next"])
    assert {offer["prices"]["input"] for offer in rest["items"]} == {"2"}
    assert len(rest["items"]) == 3


@pytest.mark.parametrize("cursor", ["x", "!!", "é", "bm90IGpzb24=", encode_cursor(1, ["one"])])
def test_a_foreign_cursor_is_404(publish, get, cursor):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    assert "cursor" in get("offers", 404, cursor=cursor)["detail"]


def test_fields_selects(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    (offer,) = get("offers", fields="model,price_state")["items"]
    assert offer == {"model": "openai/gpt-5", "price_state": "priced"}
    assert "fields" in get("offers", 400, fields="modell")["detail"]


def test_free_plan_and_unknown_are_no_price(publish, get):
    zero = {"name": "M", "cost": {"input": 0, "output": 0}}
    publish(DAYS[0], acme={"m:free": zero, "n": zero, "o": at(None)})
    states = {o["provider_model_id"]: o["price_state"] for o in get("offers")["items"]}
    assert states == {"m:free": "free", "n": "unknown", "o": "unknown"}


def test_history_has_every_value_with_its_days(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"m": at(1)})
    publish(DAYS[2], openai={"gpt-5": at(3)}, acme={"m": at(1)})
    publish(DAYS[4], acme={"m": at(1)})
    publish(DAYS[6], openai={"gpt-5": at(3)}, acme={"m": at(1)})
    assert _history(get) == [
        ("2026-05-01", "2026-05-03", "2"),
        ("2026-05-03", "2026-05-05", "3"),
        ("2026-05-07", None, "3"),
    ]
    assert _history(get, known_on=timezone.now().date()) == _history(get)
    assert len(_history(get, as_of=DAYS[1])) == 1


def test_history_of_a_field(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2, limit={"context": 8192})})
    publish(DAYS[2], openai={"gpt-5": at(3, limit={"context": 8192})})
    asked = {"provider": "openai", "id": "gpt-5"}
    context = get("offers/history/field", field="context", **asked)["item"]
    assert context == [{"valid_from": "2026-05-01", "valid_to": None, "value": 8192}]
    price = get("offers/history/field", field="prices.input", **asked)["item"]
    assert [(one["valid_from"], one["value"]) for one in price] == [
        ("2026-05-01", "2"),
        ("2026-05-03", "3"),
    ]
    tiers = get("offers/history/field", field="tiers", **asked)["item"]
    assert tiers[0]["value"] == []
    get("offers/history/field", 400, field="prices.inputt", **asked)
    get("offers/history/field", 404, field="context", provider="openai", id="gpt-9")


def test_history_of_an_unknown_offer_is_404(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    problem = get("offers/history", 404, provider="openai", id="gpt-9")
    assert problem["detail"] == "openai never offered gpt-9"


@given(text=st.text(max_size=300))
def test_any_parameter_value_is_answered(text):
    for name in ("cursor", "fields", "as_of", "limit", "model", "provider", "zzz"):
        assert Client().get("/api/v1/offers", {name: text}).status_code in {200, 400, 404}


def _prices(answer):
    return {o["provider_model_id"]: o["prices"]["input"] for o in answer["items"]}


def _history(get, **query):
    items = get("offers/history", provider="openai", id="gpt-5", **query)["item"]
    return [(r["valid_from"], r["valid_to"], r["offer"]["prices"]["input"]) for r in items]


def _all(get, **query):
    seen, cursor = [], {}
    while True:
        page = get("offers", **query, **cursor)
        seen += [(o["provider"], o["provider_model_id"]) for o in page["items"]]
        if page["next"] is None:
            return seen
        cursor = {"cursor": page["next"]}


def _model_pk():
    return CanonicalModel.objects.get().pk


def test_an_offer_has_the_prices_of_its_modes(publish, get):
    fast = {"modes": {"fast": {"cost": {"input": 3, "output": 12.5}}}}
    publish(DAYS[0], openai={"gpt-5": at(1, experimental=fast)}, poe={"gpt-5": at(1)})
    own, other = get("offers", fields="modes")["items"]
    (mode,) = own["modes"]
    assert (mode["mode"], mode["prompt_up_to"], mode["tiers"]) == ("fast", None, [])
    assert (mode["prices"]["input"], mode["prices"]["output"]) == ("3", "12.5")
    assert mode["prices"]["cache_read"] is None
    assert other["modes"] == []
