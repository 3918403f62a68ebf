"""The price explorer: points, filters, URLs and query counts."""

import pytest

from catalog.listing.stated import Stated
from scoring.models import Score
from tests.factories import make_model, make_offering, make_version, recommend

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def catalogue():
    make_version()
    llama = make_model(
        "meta/llama",
        context=8000,
        released="2024-09",
        input_price="1",
        output_price="1",
        vision=True,
    )
    make_model("openai/gpt-5", context=400_000, released="2025", input_price="2", output_price="2")
    make_model("openai/dear", context=4000, input_price="9", output_price="9")
    Score.objects.create(model=llama, rubric="coding", points=40, upper=60)


def point_names(client, query=""):
    return [point.name for point in client.get(f"/explore/{query}").context["page"]]


def test_it_works(client):
    page = client.get("/explore/")
    html = page.content.decode()
    assert "3 models, 2 on the Pareto frontier." in html
    assert [mark.point.name for mark in page.context["scatter"].frontier] == ["Llama", "Gpt 5"]
    assert html.count("<circle") == 3
    assert " style=" not in html
    assert page.context["scatter"].makers == ("Openai", "Meta")
    assert 'class="best maker-1"' in html


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?x=released", ["Llama", "Gpt 5"]),
        ("?x=coding", ["Llama"]),
        ("?maker=openai", ["Gpt 5", "Dear"]),
        ("?q=dear", ["Dear"]),
        ("?vision=yes", ["Llama"]),
        ("?context-min=9000&blended-max=5", ["Gpt 5"]),
        ("?provider=nobody", ["Llama", "Gpt 5", "Dear"]),
        ("?context-min=1G", ["Llama", "Gpt 5", "Dear"]),
        ("?provider=inference&q=gpt", ["Gpt 5"]),
    ],
)
def test_filters_narrow_the_points(client, query, expected):
    assert point_names(client, query) == expected


def test_a_model_with_many_offerings_is_one_point(client):
    model = make_model("x/many", context=5, input_price="1", output_price="1")
    make_offering(model, "inference", "again", input_price="1", output_price="1")
    assert point_names(client, "?provider=inference&maker=x") == ["Many"]


def test_htmx_gets_a_fragment_and_its_url(client):
    part = client.get("/explore/?x=context&q=&maker=openai&page=9", headers=HTMX)
    assert part["HX-Push-Url"] == "/explore/?maker=openai"
    assert b"<html" not in part.content


@pytest.mark.parametrize(
    "query", ["?x=magic", "?q=%00", "?vision=magic", "?page=0", "?maker=%22%3E", "?since=soon"]
)
def test_ignores_invalid_parameters(client, query):
    for headers in ({}, HTMX):
        page = client.get(f"/explore/{query}", headers=headers)
        assert page.status_code == 200
        assert b"3 models, 2 on the Pareto frontier." in page.content


def test_a_form_sent_without_scripts_redirects_to_the_shortest_url(client):
    moved = client.get("/explore/?x=coding&q=&vision=yes&blended-max=&do=show")
    assert (moved.status_code, moved["Location"]) == (302, "/explore/?x=coding&vision=yes")


def test_filter_counts_include_only_models_on_the_chart(client):
    assert b"3 models" in client.get("/explore/").content
    results = client.get("/explore/?x=coding&vision=no").context["results"]
    # Without the type that the page starts with, the other filter still leaves none.
    assert [chip.count for chip in results.chips] == [0, 1]


def test_takes_few_queries(client, django_assert_max_num_queries):
    client.get("/explore/")
    with django_assert_max_num_queries(1):
        client.get("/explore/?x=coding&vision=yes&provider=inference")


def test_a_chart_of_many_models_is_bounded_and_says_what_it_leaves_out(client):
    prices = {"context": 9000, "input_price": "3", "output_price": "3"}
    for number in range(250):  # all equal, so all on the frontier of their own list
        make_model(f"junk/m{number}", **prices)
    page = client.get("/explore/?maker=junk")
    html = page.content.decode()
    assert html.count("<circle") == 200
    assert "250 models, 250 on the Pareto frontier." in html
    assert "The chart shows the 200 models that most providers offer, and leaves 50 out." in html
    assert "50 more models on the frontier, offered by fewer providers, are in the table" in html
    assert "另有" in client.get("/zh-hant/explore/?maker=junk").content.decode()


@pytest.mark.parametrize("language", ["", "/zh-hant"])
def test_answers_in_both_languages(client, language):
    assert client.get(f"{language}/explore/").status_code == 200


@pytest.fixture
def cached_and_plain():
    facts = {"context": 128_000}
    cached = make_model("a/cached", **facts)
    recommend(
        make_offering(
            *(cached, "digitalocean", "eu.a.cached"),
            input_price="4",
            output_price="4",
            cache_read_price="0",
        )
    )
    make_model("a/plain", input_price="3", output_price="3", **facts)


@pytest.mark.usefixtures("cached_and_plain")
@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", [("Plain", "$3.00"), ("Cached", "$4.00")]),
        ("&cache-rate=50", [("Cached", "$2.50"), ("Plain", "$3.00")]),
        ("&cache=priced", [("Cached", "$4.00")]),
        ("&cache=priced&cache-rate=100", [("Cached", "$1.00")]),
        ("&cache=1&cache-rate=200", [("Plain", "$3.00"), ("Cached", "$4.00")]),
    ],
)
def test_prices_at_the_readers_cache_rate_cheapest_first(client, query, rows):
    page = client.get("/explore/?maker=a" + query)
    assert [(row.point.name, row.price.text) for row in page.context["rows"]] == rows


@pytest.mark.usefixtures("cached_and_plain")
def test_says_who_sells_the_recommended_offer_and_where(client):
    stated = {row.point.name: row.stated for row in client.get("/explore/?maker=a").context["rows"]}
    assert stated == {"Cached": Stated("eu", "cloud"), "Plain": Stated("", "cloud")}


@pytest.mark.usefixtures("cached_and_plain")
def test_the_cache_rate_stays_in_the_url(client):
    sent = client.get("/explore/?x=released&cache=priced&cache-rate=80&do=show")
    assert (sent.status_code, sent.url) == (
        302,
        "/explore/?x=released&cache=priced&cache-rate=80",
    )
    html = client.get("/explore/?cache-rate=80&maker=a").content.decode()
    assert "80% cached" in html
    assert "Of the input, 80% is read from the cache" in html
    assert 'href="/explore/?cache-rate=80"' in html  # removes the filter by maker
