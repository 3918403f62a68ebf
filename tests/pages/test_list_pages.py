"""The lists: models, providers, makers, and what one provider or maker has."""

import pytest
from django.test import Client

from catalog.models import CanonicalModel
from scoring.rescore import rescore_all
from tests.factories import (
    make_maker,
    make_model,
    make_offering,
    make_provider,
    make_snapshot,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make_version()
    make_model("meta/llama-3-1-8b", context=131072, input_price="0.02", output_price="0.03")
    make_model("openai/gpt-5", released="2025-08-07", input_price="1.25", output_price="10")
    make_model("openai/gpt-oss", released="2025-08-05")


def names(client: Client, query: str = "") -> list[str]:
    return [model.slug for model in client.get(f"/models/{query}").context["page"]]


def test_lists_models_with_prices(client):
    page = client.get("/models/")
    assert page.status_code == 200
    assert b"Llama 3 1 8B" in page.content
    assert b"$0.020" in page.content
    assert b"3 models" in page.content


@pytest.mark.parametrize("address", ["/", "/models/", "/providers/", "/makers/", "/makers/openai/"])
def test_queries_do_not_grow_with_rows(client, django_assert_max_num_queries, address):
    for number in range(30):
        make_model(f"openai/gpt-x{number}", input_price="1", output_price="2")
    # Five for the index of models, once per version; three for the home page's index and changes.
    with django_assert_max_num_queries(11):
        assert client.get(address).status_code == 200


LISTS_OF_MODELS = (
    *("/", "/models/", "/models/?sort=versions", "/makers/meta/", "/makers/meta/llama/"),
    *("/capabilities/tool-calling/", "/rankings/agents/", "/models/models.csv?col=versions"),
    "/lifecycle/",
)


@pytest.mark.parametrize("address", LISTS_OF_MODELS)
def test_lists_one_row_for_all_versions_of_a_model(client, address):
    facts = {"name": "Llama 4", "family": "llama", "tool_calling": True, "context": 200_000}
    model = make_model("meta/llama-4", input_price="1", output_price="1", **facts)
    make_snapshot(model, input_price="0.1", output_price="0.1", **facts | {"name": "Llama 4 Old"})
    rescore_all()
    text = client.get(address).content.decode()
    assert "Llama 4" in text or address == "/lifecycle/"
    assert "Llama 4 Old" not in text
    assert "20250805" not in text


@pytest.mark.parametrize(
    ("address", "tag"),
    [
        ("/models/?q=20250805", "3 versions"),
        ("/makers/meta/", "3 versions"),
        ("/zh-hant/models/", "3 個版本"),
    ],
)
def test_a_row_says_how_many_versions_a_model_has(client, address, tag):
    model = CanonicalModel.objects.get(path="meta/llama-3-1-8b")
    make_snapshot(model)
    make_snapshot(model, "2025-09-09")
    assert client.get(address).content.decode().count(f'<span class="tag ">{tag}</span>') == 1


@pytest.mark.parametrize("query", ["?provider=host", "?price=plan", "?q=own-id"])
def test_filters_find_a_model_by_another_version(client, query):
    model = CanonicalModel.objects.get(path="meta/llama-3-1-8b")
    make_offering(make_snapshot(model), "host", "own-id", price_state="plan")
    assert names(client, query) == ["llama-3-1-8b"]
    assert client.get(f"/models/models.csv{query}").content.decode().count("llama-3-1-8b") == 1


@pytest.mark.parametrize(
    "sort, first",
    [
        ("", ["gpt-5", "gpt-oss", "llama-3-1-8b"]),
        ("?sort=released", ["gpt-oss", "gpt-5", "llama-3-1-8b"]),
        ("?sort=name", ["gpt-5", "gpt-oss", "llama-3-1-8b"]),
        ("?sort=input", ["llama-3-1-8b", "gpt-5", "gpt-oss"]),
        ("?sort=-input", ["gpt-5", "llama-3-1-8b", "gpt-oss"]),
        ("?sort=-context", ["llama-3-1-8b", "gpt-5", "gpt-oss"]),
    ],
)
def test_unknown_values_come_last_in_both_directions(client, sort, first):
    assert names(client, sort) == first


def test_searches_by_name_maker_and_id(client):
    assert names(client, "?q=gpt+5") == ["gpt-5"]
    assert set(names(client, "?q=openai")) == {"gpt-5", "gpt-oss"}
    assert names(client, "?q=meta/llama") == ["llama-3-1-8b"]


def test_says_that_nothing_matches(client):
    page = client.get("/models/?q=zzz")
    assert "No results for “zzz”. Try fewer or shorter words." in page.content.decode()


def test_htmx_gets_the_part_and_its_url(client):
    part = client.get("/models/?q=gpt&sort=&page=1", headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b'id="results"' in part.content
    assert part["HX-Push-Url"] == "/models/?q=gpt"
    assert "HX-Request" in part["Vary"]


def test_paginates(client):
    for number in range(60):
        make_model(f"openai/gpt-{number:02}x")
    assert len(names(client)) == 50
    assert len(names(client, "?page=2")) == 13


def test_leaves_out_withdrawn_models(client):
    make_model("openai/davinci", withdrawn_on="2026-01-01")
    assert "davinci" not in names(client)


HOSTILE = [
    "?q=%00",
    "?q=" + "x" * 5000,
    "?q=" + "+".join("abcdefgh") * 500,
    "?q=%F0%9F%92%A9%ED%A0%80",
    "?sort=pk;drop",
    "?sort=--name",
    "?sort=",
    "?page=" + "9" * 5000,
    "?page=-1",
    "?page=1e3",
    "?page=999999",
    "?" + "&".join(f"a{number}=1" for number in range(2000)),
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("address", ["/models/", "/makers/openai/", "/providers/inference/"])
def test_a_hostile_query_is_answered_or_rejected(client, address, query):
    assert client.get(address + query).status_code in {200, 400}


def test_a_provider_lists_offers_by_its_own_ids(client):
    model = make_model("zai/glm-5")
    make_offering(model, "z.ai", "accounts/x:y/models/glm@5", input_price="1", output_price="2")
    page = client.get("/providers/z.ai/")
    assert b"accounts/x:y/models/glm@5" in page.content


def test_does_not_link_to_javascript_urls(client):
    make_provider("bad", doc_url="javascript:alert(1)")
    assert b"javascript:" not in client.get("/providers/").content


def test_a_withdrawn_provider_is_marked(client):
    make_provider("gone", withdrawn_on="2026-01-01")
    assert b"since 2026-01-01" in client.get("/providers/gone/").content


def test_a_maker_lists_its_models(client):
    page = client.get("/makers/openai/")
    assert b"2 models by Openai" in page.content
    assert b"Llama" not in page.content


def test_leaves_out_makers_without_models(client):
    make_maker("nobody")
    assert b"Nobody" not in client.get("/makers/").content


@pytest.mark.parametrize("address", ["/providers/none/", "/makers/none/", "/models/a/b/"])
def test_an_unknown_page_answers_404(client, address):
    page = client.get(address)
    assert page.status_code == 404
    assert b"Page not found" in page.content
