"""Fees beside token prices: named wherever the offer's price is shown or ranked."""

import csv
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from catalog.models import Offering
from pages.link_cards import views as card_views
from tests.changelog.factories import DAYS, publish

__all__ = ["publish"]

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PATH = "perplexity/sonar-deep-research"
MODEL = f"/models/{PATH}/"
COST = {"input": 2, "output": 8, "request": 0.005, "citation": 2}
LOG = "date,model,requests,input_tokens,output_tokens\n2026-05-01,sonar-deep-research,1,1000,1000\n"


@pytest.fixture(autouse=True)
def catalogue(publish: Callable[..., None]) -> None:
    """Publish one model whose recommended offer has other fees, and one without any."""
    texts = {
        "modalities": {"input": ["text"], "output": ["text"]},
        "limit": {"context": 128000, "output": 8000},
    }
    publish(
        DAYS[0],
        perplexity={"sonar-deep-research": {"name": "Sonar", "cost": COST} | texts},
        openai={"gpt-5": {"name": "GPT-5", "cost": {"input": 3, "output": 9}} | texts},
    )


def html_of(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


FEES = "citations, fee per request"


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/models/", "/makers/perplexity/", MODEL, "/providers/perplexity/"),
        *("/rankings/agents/", "/explore/?x=context"),
    ],
)
def test_pages_with_its_price_name_them(client: Client, address: str) -> None:
    html = html_of(client, address)
    assert "other fees" in html
    assert "fee per request" in html


@pytest.mark.parametrize("address", ["/models/", "/rankings/agents/", "/explore/?x=context"])
def test_a_row_without_them_has_no_tag(client: Client, address: str) -> None:
    rows = html_of(client, address).split("<tr")
    assert {"other fees" in row for row in rows if "GPT-5</a>" in row} == {False}
    named = {FEES in row and "other fees" in row for row in rows if "Sonar</a>" in row}
    assert named == {True}


def test_the_model_page_says_it_beside_each_cost(client: Client) -> None:
    html = html_of(client, MODEL)
    costs = html.partition('aria-labelledby="costs"')[2].partition("</section>")[0]
    assert "Not included in any price or cost here: citations, fee per request." in costs


def test_markdown_names_them(client: Client) -> None:
    text = client.get(f"/models/{PATH}.md").content.decode()
    assert "not included in any price or cost here: citations, fee per request" in text


def test_alternatives_and_suggestions_name_them(client: Client) -> None:
    assert "+ other fees" in html_of(client, "/models/openai/gpt-5/")
    assert "other fees" in html_of(client, "/search/?q=sonar", HX_Request="true")


def test_a_comparison_names_them(client: Client) -> None:
    html = html_of(client, f"/compare/openai/gpt-5/vs/{PATH}/")
    assert "fee per request" in html


def rows_of(text: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(text.removeprefix("\ufeff").splitlines())


@pytest.mark.parametrize(
    ("address", "column", "fees"),
    [
        ("/models/models.csv", "id", "citation; request"),
        ("/calculator/result.csv", "model_id", "citations; fee per request"),
    ],
)
def test_files_have_a_column(client: Client, address: str, column: str, fees: str) -> None:
    named = {
        row[column]: row["other_fees"] for row in rows_of(client.get(address).content.decode())
    }
    assert named == {PATH: fees, "openai/gpt-5": ""}


def test_the_bill_of_a_log_names_them(client: Client) -> None:
    html = " ".join(client.post("/calculator/log/", {"text": LOG}).content.decode().split())
    bill = html[html.index('id="by-model"') : html.index('id="elsewhere"')]
    assert f'title="{FEES}">other fees</span>' in bill
    text = client.post("/calculator/log/", {"text": LOG, "format": "csv"}).content.decode()
    named = {(row["part"], row["model_id"]): row["other_fees"] for row in rows_of(text)}
    assert named["log, all months", PATH] == "citation; request"
    assert named["elsewhere", "openai/gpt-5"] == ""


def test_the_timeline_of_a_maker_names_them(client: Client) -> None:
    html = html_of(client, "/makers/perplexity/")
    timeline = html[html.index('aria-labelledby="timeline"') :]
    assert f'title="{FEES}">other fees</span>' in timeline
    other = html_of(client, "/makers/openai/")
    assert "other fees" not in other[other.index('aria-labelledby="timeline"') :]


def test_structured_data_names_them(client: Client) -> None:
    html = client.get(MODEL).content.decode()
    assert f'"description":"Prices do not include: {FEES}."' in html
    assert "Prices do not include" not in client.get("/models/openai/gpt-5/").content.decode()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"{MODEL}card.png", "draw"),
        (f"/compare/openai/gpt-5/vs/{PATH}/card.png", "draw"),
        (f"{MODEL}prices/chart.png", "draw_chart"),
    ],
)
def test_pictures_name_them(client: Client, monkeypatch, address: str, name: str) -> None:
    drawn, draw = [], getattr(card_views, name)

    def noted(card: Any, *rest: Any) -> bytes:
        drawn.append(f"{card.under} {card.foot}")
        return draw(card, *rest)

    monkeypatch.setattr(card_views, name, noted)
    assert client.get(address).status_code == 200
    named = "Sonar" if "compare" in address else FEES
    assert [f"Other fees: {named}" in text for text in drawn] == [True]


def test_an_own_name_of_a_fee_that_cannot_be_drawn_is_replaced() -> None:
    extra = {"cost": {"request": 1, "\u4f60": 2}}
    assert card_views.fees_text(Offering(extra=extra)) == "Other fees: fee per request, ?"
    assert card_views.fees_text(Offering(extra={})) == card_views.fees_text(None) == ""


NAMED = ["citation", "request"]


def test_the_api_names_them(client: Client) -> None:
    def answer(address: str) -> Any:
        return client.get(f"/api/v1/{address}").json()

    offers = answer("offers")["items"]
    assert {offer["model"]: offer["other_fees"] for offer in offers} == {
        PATH: NAMED,
        "openai/gpt-5": [],
    }
    models = answer("models")["items"]
    assert {one["path"]: one["prices"]["other_fees"] for one in models}[PATH] == NAMED
    assert answer(f"models/{PATH}")["item"]["offers"][0]["other_fees"] == NAMED


def test_costs_of_the_api_name_them(client: Client) -> None:
    asked = {"model": PATH, "requests": "1", "input": "1000"}
    (cost,) = client.get("/api/v1/cost", asked).json()["items"]
    assert (cost["total"], cost["other_fees"]) == ("0.002", NAMED)
    record = {"day": str(DAYS[0]), "model": PATH, "input": 1000}
    answer = client.post("/api/v1/usage", {"records": [record]}, content_type="application/json")
    (priced,) = answer.json()["item"]["priced"]
    assert (priced["total"], priced["other_fees"]) == ("0.002", NAMED)
