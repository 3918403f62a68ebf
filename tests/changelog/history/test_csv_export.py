"""A price history as CSV."""

import csv
import io

import pytest

from catalog.models import Revision
from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db
PRICES = "/models/openai/gpt-5/prices/"


def test_the_csv_has_the_lines_and_the_offers(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"gpt-5": at(1)})
    publish(DAYS[1], openai={"gpt-5": at(2)}, acme={"gpt-5": at(0.5)})
    answer = client.get(f"{PRICES}prices.csv")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    lowest = [
        (row["from"], row["until"], row["usd_per_1m_tokens"])
        for row in rows
        if (row["line"], row["price"]) == ("lowest", "input")
    ]
    assert lowest == [("2026-05-01", "2026-05-02", "1"), ("2026-05-02", "", "0.5")]
    assert [row["usd_per_1m_tokens"] for row in rows if row["line"] == "recommended"] == ["2", "8"]
    offers = [row for row in rows if row["line"] == "offer" and row["provider"] == "acme"]
    assert len(offers) == 4


def test_a_missing_price_is_empty(client, publish):
    publish(DAYS[0], openai={"gpt-5": {"name": "GPT 5"}})
    rows = client.get(f"{PRICES}prices.csv").getvalue().decode("utf-8-sig").splitlines()
    assert [row for row in rows if row.startswith("offer")] == [
        "offer,input,2026-05-01,,,openai,gpt-5,,",
        "offer,output,2026-05-01,,,openai,gpt-5,,",
    ]


def test_a_corrected_price_is_marked(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    Revision.objects.update(corrected={"prices.input": {"feed": "3", "value": "2"}})
    answer = client.get(f"{PRICES}prices.csv").getvalue().decode("utf-8-sig")
    offers = [row for row in csv.DictReader(io.StringIO(answer)) if row["line"] == "offer"]
    assert {row["price"]: row["corrected"] for row in offers} == {"input": "yes", "output": ""}


def test_a_period_limits_the_days(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[3], openai={"gpt-5": at(1)})
    assert (
        client.get(f"{PRICES}prices.csv?days=30").getvalue()
        == client.get(f"{PRICES}prices.csv").getvalue()
    )
