"""/cost and /usage."""

import pytest

from catalog.models import Snapshot
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db
TIERED = at(
    1,
    cost={
        "input": 1,
        "output": 4,
        "tiers": [{"input": 2, "output": 8, "tier": {"type": "context", "size": 1000}}],
    },
)


def test_cost_of_a_workload_cheapest_first(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2)}, poe={"gpt-5": at(1)}, plan={"gpt-5": at(None)})
    items = get("cost", model="openai/gpt-5", requests=1000, input=1000, output=500)["items"]
    assert [(c["provider"], c["total"]) for c in items] == [
        ("poe", "3"),
        ("openai", "6"),
        ("plan", None),
    ]
    assert [(line["component"], line["tokens"], line["cost"]) for line in items[0]["lines"]] == [
        ("input", 1_000_000, "1"),
        ("output", 500_000, "2"),
    ]


def test_the_effective_price_is_that_of_all_tokens_of_prompts_and_of_replies(publish, get):
    publish(DAYS[0], openai={"gpt-5": TIERED}, plan={"gpt-5": at(None)})
    cost, unpriced = get("cost", model="openai/gpt-5", requests=9, input=900, output=100)["items"]
    assert cost["effective_price"] == {"overall": "1.3", "prompt": "1", "reply": "4"}
    assert unpriced["effective_price"] is None


def test_a_workload_without_replies_has_no_effective_price_of_them(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    (cost,) = get("cost", model="openai/gpt-5", input=10)["items"]
    assert cost["effective_price"] == {"overall": "2", "prompt": "2", "reply": None}


def test_cost_on_a_past_day(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(3)})
    past = get("cost", model="openai/gpt-5", input=10**6, as_of=DAYS[0])
    assert past["items"][0]["total"] == "2"


def test_cost_takes_a_body_too(publish, post):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    body = {"workload": {"input": 10**6}, "model": "openai/gpt-5"}
    assert post("cost", body)["items"][0]["total"] == "2"


@pytest.mark.parametrize("body", [{}, {"workload": {"inputs": 1}}, {"workload": {"input": -1}}, []])
def test_a_wrong_body_is_400(publish, post, body):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    assert post("cost", body, 400)["status"] == 400


def test_a_context_tier_applies(publish, get):
    publish(DAYS[0], openai={"gpt-5": TIERED})
    (cost,) = get("cost", model="openai/gpt-5", input=1001)["items"]
    assert [(line["price"], line["tier"]) for line in cost["lines"]] == [("2", 1000)]


def test_usage_is_priced_on_the_day_of_each_record(publish, post):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[2], openai={"gpt-5": at(3)})
    million = {"model": "gpt-5", "provider": "openai", "input": 10**6}
    answer = post("usage", {"records": [million | {"day": str(DAYS[n])} for n in (1, 2)]})["item"]
    assert [line["total"] for line in answer["priced"]] == ["2", "3"]
    assert answer["total"] == "5"
    first = Snapshot.objects.earliest("pk")
    assert answer["priced"][0]["sha256"] == first.sha256
    assert answer["priced"][0]["valid_from"] == "2026-05-01"
    assert answer["priced"][0]["basis"] == "provider"


def test_what_has_no_price_is_listed_and_never_zero(publish, post):
    publish(DAYS[0], openai={"gpt-5": at(2), "gpt-4": at(None, name="GPT 4")})
    day = {"day": str(DAYS[0]), "input": 10}
    records = [day | {"model": "gpt-4"}, day | {"model": "nobody"}, day | {"model": "nobody"}]
    answer = post("usage", {"records": records})["item"]
    assert (answer["total"], answer["priced"]) == ("0", [])
    assert answer["unpriced"] == [
        {"model": "gpt-4", "provider": "", "records": 1, "tokens": 10, "mode": "standard"}
    ]
    assert answer["unmatched"] == [
        {"model": "nobody", "provider": "", "records": 2, "tokens": 20, "mode": "standard"}
    ]


def test_a_batch_has_no_price_and_is_listed_by_its_mode(publish, post):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    day = {"day": str(DAYS[0]), "input": 10, "model": "gpt-5"}
    answer = post("usage", {"records": [day | {"mode": "batch"}, day]})["item"]
    assert [one["record"] for one in answer["priced"]] == [1]
    assert answer["unpriced"] == [
        {"model": "gpt-5", "provider": "", "records": 1, "tokens": 10, "mode": "batch"}
    ]


def test_days_outside_the_record_say_so(publish, post):
    publish(DAYS[5], openai={"gpt-5": at(2)}, acme={"m": at(1)})
    publish(DAYS[7], acme={"m": at(1)})
    records = [{"model": "gpt-5", "day": str(DAYS[n]), "input": 1} for n in (0, 6, 8)]
    priced = post("usage", {"records": records})["item"]["priced"]
    assert [line["coverage"] for line in priced] == ["before history", "covered", "withdrawn"]


def test_too_many_records_are_400(publish, post):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    record = {"model": "gpt-5", "day": str(DAYS[0])}
    assert post("usage", {"records": [record] * 10_001}, 400)["status"] == 400


def test_nothing_of_usage_is_stored(publish, post, django_assert_num_queries):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    with django_assert_num_queries(13) as queries:
        post("usage", {"records": [{"model": "gpt-5", "day": str(DAYS[0]), "input": 1}]})
    assert all(query["sql"].startswith("SELECT") for query in queries)


# Modes

FAST = at(
    1,
    experimental={
        "modes": {"fast": {"cost": {"input": 3, "output": 12}, "provider": {"body": {}}}}
    },
)


def test_in_a_mode_only_its_own_prices_count(publish, get, post):
    publish(DAYS[0], openai={"gpt-5": FAST}, poe={"gpt-5": at(2)})
    workload = {"model": "openai/gpt-5", "input": 10**6}
    fast = get("cost", **workload, mode="fast")["items"]
    assert [(c["provider"], c["total"], c["mode"]) for c in fast] == [
        ("openai", "3", "fast"),
        ("poe", None, "fast"),
    ]
    assert [c["total"] for c in get("cost", **workload)["items"]] == ["1", "2"]
    body = {"workload": {"input": 10**6}, "model": "openai/gpt-5", "mode": "fast"}
    assert post("cost", body)["items"][0]["total"] == "3"


def test_beyond_a_tier_that_the_mode_lacks_it_has_no_price(publish, get):
    publish(DAYS[0], openai={"gpt-5": TIERED | {"experimental": FAST["experimental"]}})
    totals = [
        get("cost", model="openai/gpt-5", input=tokens, mode="fast")["items"][0]["total"]
        for tokens in (1000, 1001)
    ]
    assert totals == ["0.003", None]


def test_usage_in_a_mode_is_priced_in_it_or_not_at_all(publish, post):
    publish(DAYS[0], openai={"gpt-5": FAST, "gpt-4": at(2, name="GPT 4")})
    record = {"day": str(DAYS[0]), "input": 10**6, "mode": "fast"}
    answer = post("usage", {"records": [record | {"model": m} for m in ("gpt-5", "gpt-4")]})["item"]
    assert answer["total"] == "3"
    assert [one["model"] for one in answer["unpriced"]] == ["gpt-4"]


BEDROCK = {"anthropic.opus": at(5, name="Opus"), "eu.anthropic.opus": at(5.5, name="Opus")}


@pytest.fixture
def opus(publish):
    publish(DAYS[0], **{"amazon-bedrock": BEDROCK, "anthropic": {"opus": at(5, name="Opus")}})


@pytest.mark.usefixtures("opus")
def test_a_region_is_a_filter_and_has_its_surcharge(get, post):
    (eu,) = get("cost", model="anthropic/opus", input=1000, region="eu")["items"]
    assert (eu["provider_model_id"], eu["region"]) == ("eu.anthropic.opus", "eu")
    assert eu["region_surcharge"] == {"input": "10", "output": "10"}
    body = {"workload": {"input": 1000}, "model": "anthropic/opus", "region": "eu"}
    assert post("cost", body)["items"] == [eu]
    several = get("cost", model="anthropic/opus", input=1000)["items"]
    assert [(one["region"], one["region_surcharge"]) for one in several[:2]] == [(None, None)] * 2
    assert len(several) == 3
    assert get("cost", 400, model="anthropic/opus", region="moon")["status"] == 400


def test_what_nobody_should_choose_comes_after_the_others(publish, get):
    offers = {key: {"gpt-5": at(price)} for key, price in (("openai", 2), ("beta", 2), ("x", 3))}
    old = at(1, status="deprecated")
    publish(DAYS[0], **offers, shady={"gpt-5": at(0.01)}, oldie={"gpt-5": old})
    costs = get("cost", model="openai/gpt-5", input=1000)["items"]
    assert [one["provider"] for one in costs] == ["beta", "openai", "x", "shady", "oldie"]
    assert [one["price_doubt"] for one in costs] == ["", "", "", "low", ""]
    assert costs[-1]["status"] == "deprecated"
    known = get("cost", model="openai/gpt-5", input=1000, known_on="2026-11-27")["items"]
    assert [one["price_doubt"] for one in known] == [None] * 5
