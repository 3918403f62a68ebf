"""The list of providers, and the page of one."""

import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.urls import reverse
from pytest_django.asserts import assertInHTML

from catalog.models import Provider
from config.kept_pages.keeper import KEEPER
from tests.factories import DAY, make_maker, make_model, make_offering, make_provider, make_version

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def version() -> None:
    make_version()


def test_the_list_is_by_name_with_withdrawn_ones_last(client):
    for key, gone in (("zeta", None), ("alpha", None), ("gone", DAY)):
        make_provider(key, withdrawn_on=gone)
    keys = [provider.key for provider in client.get("/providers/").context["rows"]]
    assert keys == ["alpha", "zeta", "gone"]


def test_names_are_in_order_without_regard_to_case(client):
    for name in ("Zeta", "alpha", "Beta", "xAI"):
        make_provider(name.lower(), name=name)
    names = [provider.name for provider in client.get("/providers/").context["rows"]]
    assert names == ["alpha", "Beta", "xAI", "Zeta"]


@pytest.mark.parametrize("providers", [1, 20])
def test_the_list_takes_as_many_queries_for_each_number(
    client, django_assert_num_queries, providers
):
    for number in range(providers):
        make_provider(f"p{number}", maker=make_maker(f"m{number}"))
    # Version and providers; and once for each version, five for the index of models.
    with django_assert_num_queries(7):
        client.get("/providers/")
    KEEPER.clear()
    with django_assert_num_queries(2):
        client.get("/providers/")


@pytest.fixture
def sellers():
    make_offering(make_model("a/opus"), "amazon-bedrock", "eu.anthropic.opus")
    make_offering(make_model("b/other"), "requesty")
    make_offering(make_model("c/third"), "zai-coding-plan")
    make_provider("own", maker=make_maker("own"))
    Provider.objects.filter(key="amazon-bedrock").update(npm="@ai-sdk/amazon-bedrock")


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["amazon-bedrock", "own", "requesty", "zai-coding-plan"]),
        ("?region=eu", ["amazon-bedrock"]),
        ("?region=silent", ["requesty", "zai-coding-plan"]),
        ("?seller=gateway", ["requesty"]),
        ("?seller=plan", ["zai-coding-plan"]),
        ("?seller=maker", ["own"]),
        ("?seller=cloud&region=us", []),
        ("?seller=mars&region=%00", ["amazon-bedrock", "own", "requesty", "zai-coding-plan"]),
    ],
)
def test_the_list_is_filtered_by_region_and_seller(client, sellers, query, keys):
    assert [row.key for row in client.get(f"/providers/{query}").context["rows"]] == keys


def test_the_list_names_region_and_seller(client, sellers):
    html = client.get("/providers/").content.decode()
    for text in ("Cloud or host", "Gateway", "Subscription", "Maker’s own", ">EU<"):
        assert text in html
    assert "No providers match." in client.get("/providers/?seller=other-maker").content.decode()
    assert "雲端或代管商" in client.get("/zh-hant/providers/").content.decode()


def test_the_form_leads_to_the_short_url(client, sellers):
    answer = client.get("/providers/?region=eu&seller=&do=show")
    assert (answer.status_code, answer["Location"]) == (302, "/providers/?region=eu")
    part = client.get("/providers/?region=eu&seller=&do=show", headers=HTMX)
    assert part["HX-Push-Url"] == "/providers/?region=eu"


@pytest.mark.parametrize("key", ["nobody", "a%00b", "%0A", "a/b"])
def test_an_unknown_key_answers_404(client, key):
    assert client.get(f"/providers/{key}/").status_code == 404


def test_a_key_may_have_a_dot(client):
    make_provider("z.ai", name="Z.ai")
    assert client.get("/providers/z.ai/").context["provider"].name == "Z.ai"


@pytest.mark.parametrize(
    "query, ids",
    [
        ("", ["b", "a", "c"]),
        ("?sort=-name", ["c", "a", "b"]),
        ("?sort=input", ["a", "b", "c"]),
        ("?sort=-input", ["b", "a", "c"]),
    ],
)
def test_offers_sort_with_unknown_prices_last(client, query, ids):
    for own_id, name, price in (("a", "M", "1"), ("b", "A", "2"), ("c", "Z", None)):
        prices = {"input_price": price, "output_price": price} if price else {}
        make_offering(make_model(f"meta/{own_id}", name=name), "groq", own_id, **prices)
    page = client.get(f"/providers/groq/{query}").context["page"]
    assert [offering.provider_model_id for offering in page] == ids


def test_leaves_out_withdrawn_offers(client):
    make_offering(make_model(), "groq", "gone", withdrawn_on=DAY)
    assert client.get("/providers/groq/").context["rows"] == []


def test_htmx_gets_the_table_without_rank_and_changes(client, django_assert_max_num_queries):
    make_offering(make_model(), "groq")
    with django_assert_max_num_queries(7):
        whole = client.get("/providers/groq/?sort=input").context
    with django_assert_max_num_queries(4):
        part = client.get("/providers/groq/?sort=input", headers=HTMX).context
    for name in ("price_rank", "changes"):
        assert (name in whole, name in part) == (True, False)


@pytest.mark.parametrize(
    "key", ["what?", "\N{FULLWIDTH LATIN SMALL LETTER F}ull", "a#b", "a&b", "100%", 'q"q', "a b"]
)
def test_links_of_any_key_lead_back_to_its_page(client, key):
    model = make_model()
    for number in range(60):
        make_offering(model, key, f"m-{number}", input_price="1", output_price=f"{number + 1}")
    own = reverse("provider", args=[key])
    html = client.get(own).content.decode()
    links = [link for link in re.findall(r'href="([^"]*[?][^"]*)"', html) if "sort=" in link]
    assert links
    paths = {unescape(link).partition("?")[0] for link in links}
    assert {unquote(path) for path in paths} == {f"/providers/{key}/"}
    assert all(client.get(path).status_code == 200 for path in paths)
    pushed = client.get(own, {"sort": "-name"}, headers=HTMX)["HX-Push-Url"]
    assert pushed == f"{own}?sort=-name"
    assert client.get(pushed).status_code == 200


CACHED = {"input_price": "4", "output_price": "4", "cache_read_price": "0"}


@pytest.fixture
def shop():
    """Three offers: dear with a cache price, cheaper without one, and one without a price."""
    make_offering(make_model("a/cached"), "shop", "eu.shop.cached", **CACHED)
    make_offering(make_model("a/plain"), "shop", "plain", input_price="3", output_price="3")
    make_offering(make_model("a/silent"), "shop", "silent")
    return "/providers/shop/"


def shown_models(page):
    return [row.label for row in page.context["rows"]]


@pytest.mark.parametrize(
    ("query", "models"),
    [
        ("?sort=blended", ["Plain", "Cached", "Silent"]),
        ("?cache-rate=80&sort=blended", ["Cached", "Plain", "Silent"]),
        ("?cache-rate=80&sort=-blended", ["Plain", "Cached", "Silent"]),
        ("?cache-rate=0&sort=blended", ["Plain", "Cached", "Silent"]),
        ("?cache=priced", ["Cached"]),
        ("?cache=priced&cache-rate=101&sort=region", ["Cached"]),
        ("?cache=no", ["Cached", "Plain", "Silent"]),
    ],
)
def test_offers_by_the_price_at_the_readers_cache_rate(client, shop, query, models):
    page = client.get(shop + query)
    assert shown_models(page) == models


def test_the_blended_price_is_that_at_the_cache_rate(client, shop):
    prices = {row.label: row.cells[5].text for row in client.get(shop).context["rows"]}
    assert prices == {"Cached": "$4.00", "Plain": "$3.00", "Silent": ""}
    page = client.get(shop + "?cache-rate=50")
    prices = {row.label: row.cells[5].text for row in page.context["rows"]}
    assert prices == {"Cached": "$2.50", "Plain": "$3.00", "Silent": ""}
    assert "50% cached" in page.content.decode()


def test_the_form_is_plain_first_and_keeps_the_order(client, shop):
    answer = client.get(shop + "?sort=-blended&cache=priced&cache-rate=20&do=show")
    assert (answer.status_code, answer.url) == (
        302,
        shop + "?cache=priced&cache-rate=20&sort=-blended",
    )
    html = client.get(answer.url).content.decode()
    assertInHTML('<input type="hidden" name="sort" value="-blended">', html)
    assert "cache=priced&amp;cache-rate=20&amp;sort=name" not in html  # the default has no name


def test_a_region_has_a_column_where_a_provider_has_several(client, shop):
    page = client.get(shop)
    regions = {row.label: row.cells[6].text for row in page.context["rows"]}
    assert regions == {"Cached": "EU", "Plain": "", "Silent": ""}
    make_offering(make_model("a/alone"), "single", "alone")
    KEEPER.clear()
    assert "Region" not in client.get("/providers/single/").content.decode()


def test_says_that_no_offer_has_a_cache_price(client):
    make_offering(make_model("a/plain"), "shop", "plain", input_price="3", output_price="3")
    page = client.get("/providers/shop/?cache=priced").content.decode()
    assert "No offers of this provider have a cache price." in page
