"""Price histories of several models in one chart, and as a table."""

import re
from datetime import date

import pytest

from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db
TWO = "/compare/anthropic/claude/vs/openai/gpt-5/"
CLAUDE = {"name": "Claude"}


@pytest.fixture(autouse=True)
def history(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, anthropic={"claude": at(4, **CLAUDE)})
    publish(
        DAYS[1],
        openai={"gpt-5": at(2)},
        acme={"gpt-5": at(9)},
        anthropic={"claude": at(4, **CLAUDE)},
    )
    publish(
        DAYS[9],
        openai={"gpt-5": at(1)},
        acme={"gpt-5": at(7)},
        anthropic={"claude": at(4, **CLAUDE)},
    )


def table_rows(client, query=""):
    """Return (model, first day, end, provider, input price) of each row of the table."""
    html = client.get(TWO + query).content.decode()
    rows = re.findall(
        r'<tr>\s*<th scope="row">([^<]+)</th>\s*<td class="nowrap">([^<]+)</td>\s*'
        r'<td class="nowrap">([^<]+)</td>\s*<td class="offers">([^<]+)</td>\s*'
        r'<td class="num [^"]*" data-label="Input">([^<]+)</td>',
        html,
    )
    return [(name, start, end, provider, price) for name, start, end, provider, price in rows]


def test_every_model_has_a_line_and_rows(client):
    html = client.get(TWO).content.decode()
    assert html.count('<figure class="price-chart"') == 2
    assert html.count('<path class="line c2"') == 1 + 2  # the legend and two charts
    assert table_rows(client) == [
        ("Claude", "2026-05-01", "now", "Anthropic", "$4.00"),
        ("GPT 5", "2026-05-10", "now", "Openai", "$1.00"),
        ("GPT 5", "2026-05-01", "2026-05-10", "Openai", "$2.00"),
    ]


def test_a_chosen_offering_shows_its_own_history(client):
    assert table_rows(client, "?openai/gpt-5=acme")[1:] == [
        ("GPT 5", "2026-05-10", "now", "Acme", "$7.00"),
        ("GPT 5", "2026-05-02", "2026-05-10", "Acme", "$9.00"),
    ]


def test_a_period_is_in_the_url_and_limits_the_history(client, publish):
    publish(date(2026, 8, 1), openai={"gpt-5": at(1)}, anthropic={"claude": at(3, **CLAUDE)})
    part = client.get(f"{TWO}?days=30&only=", headers={"HX-Request": "true"})
    assert part["HX-Push-Url"] == f"{TWO}?days=30"
    assert '<option value="30" selected>' in part.content.decode()
    assert [(name, price) for name, *_, price in table_rows(client, "?days=30")] == [
        ("Claude", "$3.00"),
        ("Claude", "$4.00"),
        ("GPT 5", "$1.00"),
    ]


@pytest.mark.parametrize("days", ["0", "-1", "31", "all", "9" * 99, "%00", "\uff13\uff10"])
def test_any_other_period_shows_the_whole_history(client, days):
    assert client.get(f"{TWO}?days={days}").context["days"] is None


def test_a_model_without_prices_does_not_affect_others(client, publish):
    publish(DAYS[10], openai={"gpt-5": at(1)}, anthropic={"claude": CLAUDE})
    page = client.get(TWO)
    assert page.content.decode().count('<figure class="price-chart"') == 2
    alone = client.get("/compare/anthropic/claude/?days=30").content.decode()
    assert "Price history" in alone


def test_no_price_at_all(client, publish):
    publish(DAYS[10], mistral={"magistral": {"name": "Magistral"}})
    assert (
        "No token price was published" in client.get("/compare/mistral/magistral/").content.decode()
    )


def test_takes_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        client.get(f"{TWO}?openai/gpt-5=acme")
