"""Filters of a model's price table: what a URL says, what is left, and how the page shows it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from catalog.domain.prices import Prices
from catalog.listing.cache_choice import blended_at
from catalog.models import Provider
from pages.model_page.offer_choice import OfferChoice, read_offer_choice
from tests.factories import make_model, make_offering, make_version, recommend

PATH = "anthropic/claude-opus"
ADDRESS = f"/models/{PATH}/"


def read(query):
    return read_offer_choice(QueryDict(query))


@pytest.mark.parametrize(
    ("query", "choice"),
    [
        ("", OfferChoice()),
        ("region=eu&seller=cloud", OfferChoice(region="eu", seller="cloud")),
        ("region=silent", OfferChoice(region="silent")),
        ("cache=priced&cache-rate=90", OfferChoice(with_cache_price=True, cache_rate=90)),
        ("cache-rate=0", OfferChoice(cache_rate=0)),
        ("cache-rate=100", OfferChoice(cache_rate=100)),
        ("cache-rate=101", OfferChoice()),
        ("cache-rate=-1", OfferChoice()),
        ("cache-rate=x&region=mars&seller=%00&cache=1", OfferChoice()),
        (f"cache-rate={'9' * 5000}&region={'e' * 5000}", OfferChoice()),
    ],
)
def test_reads_a_url_and_drops_what_is_invalid(query, choice):
    assert read(query) == choice


@pytest.mark.parametrize("query", ["region=eu&seller=cloud&cache=priced&cache-rate=90", ""])
def test_writes_the_url_that_it_reads(query):
    assert "&".join("=".join(pair) for pair in read(query).pairs) == query


@pytest.mark.parametrize(
    ("cache_read", "rate", "expected"),
    [
        ("0.5", 0, "10"),
        ("0.5", 100, "6.625"),
        ("0.5", 90, "6.9625"),
        (None, 90, "10"),  # cached tokens cost as much as others
        ("6", 50, "10.375"),  # a cache that costs more
    ],
)
def test_the_blended_price_at_a_cache_rate(cache_read, rate, expected):
    cached = None if cache_read is None else Decimal(cache_read)
    prices = Prices(Decimal(5), Decimal(25), cached)
    assert blended_at(prices, rate) == Decimal(expected)


def test_no_price_is_made_up():
    assert blended_at(Prices(Decimal(1)), 50) is None


@pytest.fixture
def model(db):
    make_version()
    model = make_model(PATH, name="Claude Opus")
    base = make_offering(model, "amazon-bedrock", "anthropic.opus", **prices("5", "25", "0.5"))
    make_offering(model, "amazon-bedrock", "eu.anthropic.opus", **prices("5.5", "27.5", "0.55"))
    make_offering(model, "amazon-bedrock", "us.anthropic.opus", **prices("5", "25", "0.5"))
    make_offering(model, "requesty", "opus", **prices("4", "24"))
    make_offering(model, "synthetic", "opus")
    Provider.objects.filter(key="amazon-bedrock").update(npm="@ai-sdk/amazon-bedrock")
    recommend(base)
    return model


def prices(input_price, output_price, cache_read=None):
    cached = {} if cache_read is None else {"cache_read_price": cache_read}
    return {"input_price": input_price, "output_price": output_price, **cached}


def ids(client, query, **headers):
    page = client.get(ADDRESS + query, **headers)
    return [f"{o['provider']} {o['provider_model_id']}" for o in page.context["offers"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?region=eu", ["eu.anthropic.opus"]),
        ("?region=silent&seller=cloud", ["anthropic.opus"]),
        ("?seller=gateway", ["opus"]),
        ("?seller=silent", ["opus"]),
        ("?cache=priced", ["anthropic.opus", "us.anthropic.opus", "eu.anthropic.opus"]),
        ("?region=eu&seller=gateway", []),
    ],
)
def test_filters_the_table(client, model, query, expected):
    assert [name.split()[-1] for name in ids(client, query)] == expected


def test_sorts_by_the_price_at_the_readers_cache_rate(client, model):
    assert "requesty" in ids(client, "")[0].lower()
    order = [name.split()[-1] for name in ids(client, "?cache-rate=90")]
    assert order == ["anthropic.opus", "us.anthropic.opus", "eu.anthropic.opus", "opus", "opus"]
    down = [name.split()[-1] for name in ids(client, "?cache-rate=90&sort=-blended")]
    assert down == ["opus", "eu.anthropic.opus", "anthropic.opus", "us.anthropic.opus", "opus"]
    html = client.get(f"{ADDRESS}?cache-rate=90").content.decode()
    assert "$6.96" in html
    assert "90% cached" in html


def test_names_region_seller_and_surcharge(client, model):
    html = client.get(ADDRESS).content.decode()
    assert html.count("+10% over this provider’s offer without a region.") == 1
    assert '<td class="where" data-label="Region">EU</td>' in html
    assert "Cloud or host" in html
    chinese = client.get(f"/zh-hant{ADDRESS}").content.decode()
    assert "比這家供應商未註明區域的管道貴 10%" in chinese.replace("+10%", "10%")


def test_no_match_says_so_and_keeps_the_form(client, model):
    html = client.get(f"{ADDRESS}?region=eu&seller=gateway").content.decode()
    assert "No offers match." in html
    assert 'value="eu" selected' in html


def test_a_form_sent_without_scripts_leads_to_the_short_url(client, model):
    answer = client.get(f"{ADDRESS}?region=eu&seller=&cache-rate=&sort=input&do=show")
    assert answer.status_code == 302
    assert answer["Location"] == f"{ADDRESS}?region=eu&sort=input#prices"


def test_links_and_the_form_keep_the_rest_of_the_state(client, model):
    html = client.get(f"{ADDRESS}?region=silent&sort=input").content.decode()
    assert '<input type="hidden" name="sort" value="input">' in html
    assert "?region=silent&amp;sort=output" in html
    form = html.partition('id="offer-choice"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="region"' not in form


def test_htmx_gets_the_filtered_table_and_its_url(client, model):
    answer = client.get(f"{ADDRESS}?region=eu&do=show", headers={"HX-Request": "true"})
    assert answer["HX-Push-Url"] == f"{ADDRESS}?region=eu"
    assert b"<html" not in answer.content


def test_filters_take_no_further_query(client, model, django_assert_num_queries):
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as plain:
        client.get(f"{ADDRESS}?sort=input")
    with django_assert_num_queries(len(plain)):
        client.get(f"{ADDRESS}?sort=input&region=eu&seller=cloud&cache=priced&cache-rate=90")
