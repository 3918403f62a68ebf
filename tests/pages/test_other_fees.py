"""Fees beside token prices: named wherever the offer's price is shown or ranked."""

import csv
from collections.abc import Callable, Iterator

import pytest
from django.test import Client

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
    costs = html[html.index('aria-labelledby="costs"') : html.index('aria-labelledby="prices"')]
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
