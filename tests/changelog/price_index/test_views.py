"""The price index as a page, as CSV and as a feed."""

import csv
import io
from decimal import Decimal

import pytest

from changelog.price_index.links import Measure
from changelog.record import clear_changes
from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db
PAGE, CSV, FEED = "/price-index/", "/price-index/price-index.csv", "/price-index/feed.atom"
CLAUDE = {"name": "Claude"}


@pytest.fixture(autouse=True)
def history(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, anthropic={"claude": at(4, **CLAUDE)})
    publish(DAYS[4], openai={"gpt-5": at(0.5)}, anthropic={"claude": at(4, **CLAUDE)})
    publish(DAYS[9], openai={"gpt-5": at(0.5)}, anthropic={"claude": at(4, open=True, **CLAUDE)})


@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
def test_shows_the_index_with_its_confidence(client, prefix, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        page = client.get(prefix + PAGE)
    html = page.content.decode()
    assert html.count('<figure class="price-chart"') == 2
    assert '<dd class="figure">50.00</dd>' in html
    assert str(DAYS[0]) in html
    assert "style=" not in html


def test_the_newest_day_is_on_top_with_what_was_compared(client):
    rows = client.get(PAGE).context["rows"]
    assert [row.day for row in rows] == [DAYS[9], DAYS[4], DAYS[0]]
    assert rows[1].measures == (Decimal("50.00"), Decimal("50.00"), Decimal("50.00"))
    assert (rows[1].link.matched, rows[1].link.moved, rows[1].level.coverage) == (2, 1, 1)


def test_days_with_few_models_are_marked(client):
    assert client.get(PAGE).content.decode().count("few models</span>") == 3


def test_the_tiers_follow_the_measure_that_is_chosen(client):
    page = client.get(f"{PAGE}?measure=own")
    assert page.context["query"].measure is Measure.OWN
    assert f'href="{PAGE}?measure=own&amp;days=30#measures"' in page.content.decode()


def test_a_period_shows_its_days(client):
    chart = client.get(f"{PAGE}?days=30").context["measure_chart"]
    assert chart.days[0].day == DAYS[0]


def test_without_links_the_page_says_so(client):
    clear_changes()
    assert "No data yet" in client.get(f"{PAGE}?days=30").content.decode()


def test_the_csv_has_every_day_measure_and_tier(client):
    answer = client.get(CSV)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 3 * 3 * 4
    (row,) = (
        row
        for row in rows
        if (row["date"], row["measure"], row["tier"]) == (str(DAYS[4]), "recommended", "all")
    )
    assert (row["index"], Decimal(row["link"])) == ("50.00", Decimal("0.5"))
    assert (row["models_compared"], row["prices_changed"], row["models_gone"]) == ("2", "1", "0")


def test_the_feed_has_the_days_on_which_it_moved(client):
    text = client.get(FEED).content.decode()
    assert text.count("<entry>") == 1
    assert "Token price index 50.00 (▼ 50%)" in text
    assert f"urn:model-ledger:price-index:{DAYS[4]}" in text
    assert "1 of 2 models compared have another price." in text


@pytest.mark.parametrize("address", [PAGE, CSV, FEED])
def test_is_not_sent_again_while_nothing_changed(client, address):
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("query", ["?days=%00", "?measure=" + "x" * 9999, "?days=30&days=90"])
def test_ignores_a_malformed_query(client, query):
    assert client.get(PAGE + query).status_code == 200
