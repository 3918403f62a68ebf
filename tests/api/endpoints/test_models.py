"""/models with its filters, one model, and /facets."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from catalog.domain.corrections import Target, Verdict
from catalog.listing.facets import FACETS
from catalog.models import CanonicalModel, MovedModel, Snapshot
from config.corrections import Draft, end_correction, record_correction
from config.daily.rebuild import rebuild
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db
BIG = at(2, limit={"context": 400_000, "output": 128_192}, tool_call=True)
SMALL = at(1, name="Small", limit={"context": 8192, "output": 4096}, tool_call=False)


@pytest.fixture
def catalogue(publish):
    publish(DAYS[0], openai={"gpt-5": BIG, "small": SMALL})
    publish(DAYS[3], openai={"gpt-5": BIG | {"cost": {"input": 3, "output": 12}}})


def test_lists_models_with_their_figures(catalogue, get):
    (model,) = get("models")["items"]
    assert (model["path"], model["maker"], model["context"]) == ("openai/gpt-5", "openai", 400_000)
    assert model["prices"] == {"input": "3", "output": "12", "blended": "5.25", "other_fees": []}
    assert (model["providers"], model["offers"], model["price_states"]) == (1, 1, ["priced"])
    assert model["capabilities"]["tool-calling"] is True
    assert model["capabilities"]["structured-output"] is None
    assert set(model["scores"]) >= {"coding", "agents"}


def test_as_of_a_day(catalogue, get):
    models = {m["path"]: m["prices"]["input"] for m in get("models", as_of=DAYS[1])["items"]}
    assert models == {"openai/gpt-5": "2", "openai/small": "1"}


@pytest.mark.parametrize(
    "query, paths",
    [
        ({"tool-calling": "yes"}, ["openai/gpt-5"]),
        ({"context-min": "100000"}, ["openai/gpt-5"]),
        ({"input-max": "1.5"}, ["openai/small"]),
        ({"q": "small"}, ["openai/small"]),
        ({"price": "priced,free"}, ["openai/gpt-5", "openai/small"]),
        ({"score-coding": "50"}, ["openai/gpt-5"]),
        ({"provider": "openai", "context-max": "9000"}, ["openai/small"]),
    ],
)
def test_filters(catalogue, get, query, paths):
    found = get("models", as_of=DAYS[0], **query)["items"]
    assert [model["path"] for model in found] == paths


@pytest.mark.parametrize(
    "query, status",
    [
        ({"provider": "nobody"}, 404),
        ({"price": "priced,cheap"}, 404),
        ({"context-min": "many"}, 400),
        ({"score-coding": "101"}, 400),
        ({"since": "yesterday"}, 400),
        ({"sort": "cheapness"}, 400),
        ({"order": "name"}, 400),
        ({"model": "openai/gpt-9"}, 404),
    ],
)
def test_what_cannot_be_filtered_is_an_error(catalogue, get, query, status):
    assert get("models", status, **query)["status"] == status


@pytest.mark.parametrize(
    "sort, paths",
    [
        ("input", ["openai/small", "openai/gpt-5"]),
        ("-input", ["openai/gpt-5", "openai/small"]),
        ("-context", ["openai/gpt-5", "openai/small"]),
        ("-score-coding", ["openai/gpt-5", "openai/small"]),
    ],
)
def test_sorts(catalogue, get, sort, paths):
    first = get("models", as_of=DAYS[0], sort=sort, limit=1)
    rest = get("models", as_of=DAYS[0], sort=sort, limit=1, cursor=first["next"])
    assert [model["path"] for model in first["items"] + rest["items"]] == paths
    assert rest["next"] is None


def test_best_match_first(publish, get):
    publish(DAYS[0], openai={"gpt-5-mini": SMALL | {"name": "GPT 5 mini"}, "gpt-5": BIG})
    found = get("models", q="gpt 5", sort="match")["items"]
    assert found[0]["path"] == "openai/gpt-5"


def test_named_models(catalogue, get):
    model = CanonicalModel.objects.get(path="openai/gpt-5")
    MovedModel.objects.create(path="openai/gpt-v5", model=model, moved_on=DAYS[0])
    named = "openai/small,openai/gpt-v5"
    found = get("models", model=named, as_of=DAYS[0], sort="-input")["items"]
    assert [one["path"] for one in found] == ["openai/gpt-5", "openai/small"]
    facets = {f["name"]: f["values"] for f in get("facets", model=named, as_of=DAYS[0])["items"]}
    assert {"value": "yes", "models": 1} in facets["tool-calling"]


def test_an_unknown_model_is_404_with_similar_ones(catalogue, get):
    assert "openai/gpt-5" in get("models/openai/gpt-55", 404)["hint"]


def test_every_facet_of_the_list_is_a_filter(client):
    document = client.get("/api/v1/openapi.json").json()
    parameters = document["paths"]["/api/v1/models"]["get"]["parameters"]
    assert {facet.key for facet in FACETS} <= {parameter["name"] for parameter in parameters}


def test_pages_hold_every_model_once(publish, get):
    publish(DAYS[0], openai={f"model-{n}x": at(2, name=f"Model {n}x") for n in range(7)})
    first = get("models", limit=4)
    publish(DAYS[1], openai={"other": at(1, name="Other")})
    rest = get("models", limit=4, cursor=first["next"])
    paths = [model["path"] for model in first["items"] + rest["items"]]
    assert len(paths) == len(set(paths)) == 7
    assert paths == sorted(paths)


def test_one_model(catalogue, get):
    model = get("models/openai/gpt-5")["item"]
    assert model["recommended"] == {"provider": "openai", "provider_model_id": "gpt-5"}
    assert (model["withdrawn_on"], model["versions"], model["conflicts"]) == (None, [], [])
    assert {score["rubric"] for score in model["scores"]} >= {"coding", "agents"}
    (offer,) = model["offers"]
    (same,) = get("offers")["items"]
    assert offer == same


def test_tells_how_many_offers_report_a_fact(publish, get):
    said = (None, True, True, False)
    publish(
        DAYS[0], **{f"host-{n}": {"qwen-9": at(1, structured_output=v)} for n, v in enumerate(said)}
    )
    (model,) = get("models")["items"]
    counts = {"yes": 2, "no": 1, "silent": 1}
    assert model["reports"]["structured_output"] == counts
    assert model["capabilities"]["structured-output"] is True
    for as_of in ({}, {"as_of": DAYS[0]}):
        detail = get(f"models/{model['path']}", **as_of)["item"]
        assert detail["reports"]["structured_output"] == counts
        (score,) = (one for one in detail["scores"] if one["rubric"] == "structured-output")
        assert score["breakdown"][0] == ["structured_output", 50, "met"]


def test_ties_of_a_score_go_by_price(publish, get):
    publish(DAYS[0], host={f"qwen-{n}": at(price) for n, price in ((7, 3), (8, 1), (9, 2))})
    publish(DAYS[1], host={f"qwen-{n}": at(price) for n, price in ((7, 3), (8, 1), (9, 4))})
    for as_of, order in ((DAYS[0], "897"), (DAYS[1], "879")):
        found = get("models", sort="-score-coding", as_of=as_of)["items"]
        assert [one["path"][-1] for one in found] == list(order)


def test_one_model_as_of_a_day(catalogue, get):
    then = get("models/openai/gpt-5", as_of=DAYS[1])["item"]
    assert then["offers"][0]["prices"]["input"] == "2"
    assert get("models/openai/small", as_of=DAYS[1])["item"]["name"] == "Small"
    assert get("models/openai/small")["item"]["withdrawn_on"] == "2026-05-04"


def test_a_former_path_and_an_unknown_one(catalogue, get):
    model = CanonicalModel.objects.get(path="openai/gpt-5")
    MovedModel.objects.create(path="openai/gpt-v5", model=model, moved_on=DAYS[0])
    assert get("models/openai/gpt-v5")["item"]["path"] == "openai/gpt-5"
    get("models/openai/gpt-9", 404)


def test_a_superseded_payload_is_what_was_known(publish, get):
    publish(DAYS[0], now=datetime(2026, 5, 1, 6, tzinfo=UTC), openai={"gpt-5": BIG})
    publish(DAYS[0], now=datetime(2026, 5, 9, 6, tzinfo=UTC), openai={"gpt-5": SMALL})
    then = {"as_of": DAYS[0], "known_on": DAYS[1]}
    assert get("models", as_of=DAYS[0])["items"][0]["context"] == SMALL["limit"]["context"]
    assert get("models", **then)["items"][0]["context"] == 400_000
    [offer] = get("models/openai/gpt-5", **then)["item"]["offers"]
    assert offer == get("offers", **then)["items"][0]
    assert get("offers", **then, **{"context-min": 300_000})["items"] == [offer]
    assert not get("offers", **then, **{"context-max": 300_000})["items"]
    assert get("providers", **then)["items"][0]["offers"] == 1


def test_offers_of_a_rejected_payload_that_no_table_has_any_more(publish, get):
    """Nothing says which models they were of, so what they made cannot be told."""
    publish(DAYS[0], now=datetime(2026, 5, 1, 6, tzinfo=UTC), openai={"gpt-5": BIG, "odd": SMALL})
    Snapshot.objects.update(rejected_at=datetime(2026, 5, 3, 6, tzinfo=UTC))
    publish(DAYS[0], now=datetime(2026, 5, 9, 6, tzinfo=UTC), openai={"gpt-5": SMALL})
    rebuild()
    then = {"as_of": DAYS[0], "known_on": DAYS[1]}
    assert "/offers" in get("models", 422, **then)["hint"]
    assert [one["provider_model_id"] for one in get("offers", **then)["items"]] == ["gpt-5", "odd"]


def test_known_on_takes_back_what_was_corrected_later(publish, get):
    publish(DAYS[0], now=noon(DAYS[0]), acme={"gpt-5": BIG}, openai={"gpt-5": BIG})
    publish(DAYS[1], now=noon(DAYS[1]), acme={"gpt-5": SMALL}, openai={"gpt-5": BIG})
    correct("context", 123, noon(DAYS[2]), target=Target.MODEL, key="openai/gpt-5")
    correct("context", 99, noon(DAYS[2]), provider="acme", key="gpt-5")
    correct("name", "ACME", noon(DAYS[2]), target=Target.PROVIDER, key="acme")
    now = get("models/openai/gpt-5", known_on=DAYS[2])["item"]
    then = get("models/openai/gpt-5", known_on=DAYS[1])["item"]
    assert (now["corrected"], then["corrected"]) == (["context"], [])
    contexts = [{one["provider"]: one["context"] for one in item["offers"]} for item in (now, then)]
    assert contexts == [{"acme": 99, "openai": 400_000}, {"acme": 8_192, "openai": 400_000}]
    assert [get("models", known_on=day)["items"][0]["context"] for day in DAYS[1:3]] == [
        400_000,
        123,
    ]
    names = [get("providers", known_on=day)["items"][0]["name"] for day in DAYS[1:3]]
    assert names == ["Acme", "ACME"]


def test_known_on_puts_back_what_was_ended_later(publish, get):
    publish(DAYS[0], now=noon(DAYS[0]), openai={"gpt-5": BIG})
    made = correct("context", 123, noon(DAYS[0]), target=Target.MODEL, key="openai/gpt-5")
    publish(DAYS[1], now=noon(DAYS[1]), openai={"gpt-5": SMALL})
    end_correction(made.pk, by=None, now=noon(DAYS[3]))
    contexts = [get("models", known_on=day)["items"][0]["context"] for day in (DAYS[1], DAYS[3])]
    assert contexts == [123, 8_192]


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def correct(field, value, now, *, target=Target.OFFER, provider="", key):
    draft = Draft(
        *(target, key, field, Verdict.FEED_WRONG, "Checked.", "https://a.example/"),
        provider,
        value,
    )
    return record_correction(draft, by=None, now=now)


def test_history_of_a_model(catalogue, get):
    (offer,) = get("models/openai/gpt-5/history")["items"]
    assert (offer["provider"], offer["provider_model_id"]) == ("openai", "gpt-5")
    assert [(r["valid_from"], r["offer"]["prices"]["input"]) for r in offer["revisions"]] == [
        ("2026-05-01", "2"),
        ("2026-05-04", "3"),
    ]
    (then,) = get("models/openai/gpt-5/history", as_of=DAYS[1])["items"]
    assert len(then["revisions"]) == 1
    assert get("models/openai/gpt-5/history", known_on=timezone.now().date())["items"] == [offer]
    get("models/openai/gpt-9/history", 404)


def test_history_of_a_model_in_pages(publish, get):
    publish(DAYS[0], **{key: {"gpt-5": BIG} for key in ("acme", "beta", "openai")})
    first = get("models/openai/gpt-5/history", limit=2)
    rest = get("models/openai/gpt-5/history", limit=2, cursor=first["next"])
    providers = [one["provider"] for one in first["items"] + rest["items"]]
    assert (providers, rest["next"]) == (["acme", "beta", "openai"], None)


def test_facets_count_what_each_value_leaves(catalogue, get):
    facets = {one["name"]: one["values"] for one in get("facets", as_of=DAYS[0])["items"]}
    assert facets["maker"] == [] or facets["maker"] == [{"value": "openai", "models": 2}]
    assert {"value": "yes", "models": 1} in facets["tool-calling"]


def test_query_count(catalogue, client, django_assert_num_queries):
    client.get("/api/v1/models")
    with django_assert_num_queries(5):  # days, version of the data, whether it is the newest
        client.get("/api/v1/models")
