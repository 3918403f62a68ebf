"""JSON-LD: valid, true, and no text in it can end the script element."""

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.structured_data import dataset, json_ld, whole_date
from tests.factories import make_maker, make_model, make_offering, make_version, recommend

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "]]> & &lt;/script&gt;",
    "line\u2028and\u2029paragraph",
    "quote\" back\\slash ' and \x7f",
    "模型 🦙 \u202eright to left",
]


def things(html):
    (block,) = BLOCK.findall(html)
    graph = json.loads(block)
    assert graph["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in graph["@graph"]}


def of_page(client, model):
    return things(client.get(model.get_absolute_url()).content.decode())


@given(st.text())
def test_any_text_survives_and_ends_nothing(text):
    block = json_ld({"@type": "Thing", "name": text})
    assert block.isascii()
    assert not set("<>&") & set(block)
    assert json.loads(block)["@graph"][0]["name"] == text


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_names_cannot_break_out(client, name):
    make_version()
    make_maker("acme", name=name)
    model = make_model("acme/one", name=name, input_price="1", output_price="2")
    found = of_page(client, model)
    assert found["SoftwareApplication"]["name"] == name
    assert found["SoftwareApplication"]["creator"]["name"] == name
    assert found["BreadcrumbList"]["itemListElement"][2]["name"] == name
    assert name in found["FAQPage"]["mainEntity"][0]["name"]


@pytest.mark.django_db
def test_a_model_with_a_price(client):
    make_version()
    model = make_model(released="2024-09-18", input_price="0.01", output_price="2.50")
    found = of_page(client, model)["SoftwareApplication"]
    (offer,) = found["offers"]
    assert offer["seller"]["name"] == "Inference"
    assert [price["price"] for price in offer["priceSpecification"]] == ["0.01", "2.5"]
    assert found["url"] == "http://testserver/models/meta/llama-3-2-1b-instruct/"
    assert found["datePublished"] == "2024-09-18"


@pytest.mark.django_db
def test_lists_the_cheapest_and_the_recommended_offer(client):
    make_version()
    model = make_model()
    for provider, usd in (("c-host", "3"), ("a-host", "1"), ("b-host", "2")):
        make_offering(model, provider, input_price=usd, output_price=usd)
    recommend(model.offerings.get(provider__key="b-host"))
    offers = of_page(client, model)["SoftwareApplication"]["offers"]
    assert [offer["seller"]["name"] for offer in offers] == ["A-Host", "B-Host"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "model_id"), [({}, ""), ({}, "llama:free"), ({"withdrawn_on": "2026-05-01"}, "")]
)
def test_lists_no_offer_without_a_price_or_after_withdrawal(client, facts, model_id):
    make_version()
    usd = "1" if facts else "0"
    model = make_model(**facts)
    recommend(make_offering(model, "host", model_id, input_price=usd, output_price=usd))
    assert "offers" not in of_page(client, model)["SoftwareApplication"]


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/zh-hant", "zh-hant")])
def test_the_faq_page_is_in_its_language(client, prefix, language):
    found = things(client.get(f"{prefix}/faq/").content.decode())["FAQPage"]
    assert found["inLanguage"] == language
    assert all(asked["acceptedAnswer"]["text"] for asked in found["mainEntity"])


@pytest.mark.parametrize(
    ("partial", "whole"),
    [("2024-09-18", "2024-09-18"), ("2024-09", ""), ("2024-02-31", ""), ("", "")],
)
def test_only_whole_dates_are_dates(partial, whole):
    assert whole_date(partial) == whole


def test_the_content_security_policy_allows_it_and_nothing_in_it_runs(page):
    """The page fixture fails on whatever the browser's console complains of."""
    make_version()
    name = "</script><script>window.ran = 1</script>"
    model = make_model(name=name, input_price="1", output_price="2")
    page.goto(model.get_absolute_url())
    data = page.evaluate(
        "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)"
    )
    assert data["@graph"][1]["name"] == name
    assert page.evaluate("window.ran") is None


def test_a_dataset_states_its_days_and_files():
    stated = dataset(
        name="x",
        description="y",
        url="https://x.example/",
        days=(date(2026, 5, 1), date(2026, 5, 12)),
        downloads=[("CSV", "text/csv; charset=utf-8", "https://x.example/a.csv")],
    )
    assert stated["temporalCoverage"] == "2026-05-01/2026-05-12"
    (file,) = stated["distribution"]
    assert (file["encodingFormat"], file["contentUrl"]) == ("text/csv", "https://x.example/a.csv")
