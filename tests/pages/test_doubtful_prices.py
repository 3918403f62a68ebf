"""A doubtful price on every page that shows it: marked with its reason, and never in the lead."""

import csv
import json
import re

import pytest

from catalog.models import CanonicalModel, Offering, Provider
from pages.price_rank import price_rank
from pages.structured_data import software
from tests.changelog.factories import DAYS, publish

__all__ = ["publish"]

pytestmark = pytest.mark.django_db
MODEL = "/models/openai/gpt-5/"
REASON = "The blended price is under a tenth of the median of this model’s offers, $2.00."


def sold_at(**prices):
    return {
        provider: {
            "gpt-5": {
                "name": "GPT-5",
                "cost": {"input": price, "output": price},
                "modalities": {"input": ["text"], "output": ["text"]},
            }
        }
        for provider, price in prices.items()
    }


@pytest.fixture(autouse=True)
def catalogue(publish):
    """Four offers; on the second day the price of gamma becomes doubtful."""
    publish(DAYS[0], **sold_at(acme=2, beta=2, gamma=2, delta=3))
    publish(DAYS[1], **sold_at(acme=2, beta=2, gamma=0.02, delta=3))


def html_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def row_of(html, provider="Gamma"):
    """Return the table row that names a provider in its head, and the row below it."""
    rows = re.findall(r"<tr.*?</tr>", html, re.DOTALL)
    places = [n for n, row in enumerate(rows) if "<th" in row and provider in row]
    return " ".join(rows[places[0]].split()), " ".join(rows[places[0] + 1].split())


def test_the_model_page_marks_it_and_says_why(client):
    html = html_of(client, MODEL)
    row, note = row_of(html)
    assert "doubtful price" in row
    assert REASON in note
    assert "doubtful price" not in row_of(html, "Acme")[0]


def test_the_model_page_leads_with_the_lowest_price_that_is_not_doubtful(client):
    html = " ".join(html_of(client, MODEL).split())
    assert CanonicalModel.objects.get().recommended.provider.key == "acme"
    assert re.search(r"Lowest published price</dt> <dd> Acme", html)
    assert re.search(r"Doubtful price on</dt> <dd> <a[^>]*>Gamma", html)
    assert "lowest $2.00 (Acme)" in html
    assert "1 doubtful price is left out." in html


@pytest.mark.parametrize("query", ["", "?sort=-blended", "?sort=input"])
def test_the_price_table_ends_with_it_in_an_order_of_prices(client, publish, query):
    mute = {"mute": {"gpt-5": {"name": "GPT-5"}}}
    publish(DAYS[2], **sold_at(acme=2, beta=2, gamma=0.02, delta=3), **mute)
    offers = client.get(MODEL + query).context["offers"]
    assert [offer["provider"] for offer in offers[-2:]] == ["Gamma", "Mute"]


def test_other_orders_of_the_price_table_stay(client):
    offers = client.get(MODEL + "?sort=-provider").context["offers"]
    assert [offer["provider"] for offer in offers] == ["Gamma", "Delta", "Beta", "Acme"]


def test_the_faq_of_a_model_does_not_call_it_the_lowest(client):
    assert client.get(MODEL).context["faq"][0].text.count("Gamma") == 0


def test_a_model_with_doubtful_prices_only_says_so(client, publish):
    publish(DAYS[2], **sold_at(acme=0.0002))
    html = " ".join(html_of(client, MODEL).split())
    assert "None. All published token prices are doubtful." in html
    assert "The only token prices published for GPT-5 are doubtful" in html


def test_structured_data_leaves_it_out():
    model = CanonicalModel.objects.select_related("maker").get()
    offers = software(model, list(Offering.objects.for_model_page()), url="")["offers"]
    assert [offer["seller"]["name"] for offer in offers] == ["Acme"]


def test_markdown(client):
    text = html_of(client, "/models/openai/gpt-5.md")
    assert f"Doubtful price on Gamma (`gpt-5`): {REASON}\n" in text
    assert "Doubtful price on Acme" not in text


def test_the_provider_page(client):
    row = row_of(html_of(client, "/providers/gamma/") + "<tr></tr>", "GPT-5")[0]
    assert "doubtful price" in row
    assert REASON in row
    assert price_rank(Provider.objects.get(key="gamma")) is None
    assert "doubtful price" not in html_of(client, "/providers/acme/")


def test_compare_marks_it_and_never_calls_it_the_best(client, publish):
    other = {"claude": {"name": "Claude", "cost": {"input": 1, "output": 1}}}
    content = sold_at(acme=2, beta=2, gamma=0.02, delta=3)
    publish(DAYS[2], **content, anthropic=other)
    address = "/compare/anthropic/claude/vs/openai/gpt-5/?openai/gpt-5=gamma"
    answer = client.get(address)
    assert REASON in answer.content.decode()
    prices = answer.context["groups"][0].rows[0]
    assert [(cell.text, cell.best) for cell in prices.cells] == [
        ("$1.00", False),
        ("$0.020", False),
    ]
    for cost in answer.context["costs"]:
        assert [(cell.best, cell.times) for cell in cost.cells] == [(False, None)] * 2
    assert "doubtful" not in html_of(client, address.partition("?")[0])


def test_compare_chooses_another_offer_of_the_provider(client, publish):
    content = sold_at(acme=2, beta=2, gamma=0.02, delta=3)
    content["gamma"]["openai/gpt-5"] = sold_at(gamma=4)["gamma"]["gpt-5"]
    publish(DAYS[2], **content)
    html = html_of(client, "/compare/openai/gpt-5/?openai/gpt-5=gamma")
    assert "$4.00" in html
    assert "doubtful" not in html


def test_the_calculator_puts_it_last_without_a_rank(client):
    html = html_of(client, "/models/openai/gpt-5/calculator/")
    providers = re.findall(r'href="/providers/(\w+)/"', html)
    assert (providers[0], providers[-1]) == ("acme", "gamma")
    row, _note = row_of(html)
    assert "doubtful price" in row
    assert '<td class="num rank" data-label="Rank">–</td>' in row
    assert REASON in html
    assert "Cheapest: GPT-5 on Acme" in " ".join(html.split())


def test_a_calculator_of_doubtful_prices_only_names_no_cheapest(client, publish):
    publish(DAYS[2], **sold_at(acme=0.0002))
    html = " ".join(html_of(client, "/models/openai/gpt-5/calculator/").split())
    assert "1 offer, at a doubtful price." in html
    assert "Cheapest" not in html


def test_the_calculators_csv(client):
    text = html_of(client, "/calculator/result.csv?offers=all").lstrip("\ufeff")
    rows = list(csv.DictReader(text.splitlines()))
    assert [(row["provider_id"], row["rank"], row["price_doubt"]) for row in rows] == [
        ("acme", "1", ""),
        ("beta", "1", ""),
        ("delta", "3", ""),
        ("gamma", "", REASON),
    ]


def test_the_usage_log_marks_it_and_suggests_another(client):
    log = "day,provider,model,input,output\n2026-05-02,gamma,gpt-5,1000,100\n"
    html = client.post("/calculator/log/", {"text": log}).content.decode()
    assert "doubtful price" in html
    assert "Gamma <code>" not in html.partition('id="elsewhere"')[2]


def test_the_changelog_and_its_feeds(client):
    assert "doubtful price" in html_of(client, "/changelog/")
    assert "(doubtful price)" in html_of(client, "/changelog/feed.atom")
    entries = json.loads(html_of(client, "/changelog/feed.json"))["items"]
    assert any("(doubtful price)" in json.dumps(entry) for entry in entries)


def test_the_price_history_marks_the_days(client):
    html = html_of(client, "/models/openai/gpt-5/prices/")
    table = html[html.index("Prices of all offers") :]
    rows = [" ".join(row.split()) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)]
    gamma = [("doubtful price" in row, "$0.020" in row) for row in rows if "Gamma" in row]
    assert gamma == [(True, True), (False, False)]


@pytest.mark.parametrize("address", ["/faq/", "/methodology/"])
def test_the_rules_are_explained(client, address):
    assert "$0.001" in html_of(client, address)
    assert "價格存疑" in html_of(client, f"/zh-hant{address}")


def test_in_chinese(client):
    html = html_of(client, f"/zh-hant{MODEL}")
    assert "價格存疑" in html
    assert "的十分之一。" in html


def test_a_comparison_draws_no_doubtful_price(client):
    html = html_of(client, "/compare/openai/gpt-5/?openai/gpt-5=gamma")
    chart = html[html.index("price-chart") :]
    assert "doubtful price" in html
    assert "$0.020" not in chart.partition("</svg>")[0]


def test_the_csv_file_of_a_history_marks_it(client):
    text = client.get(f"{MODEL}prices/prices.csv").getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    marked = {(row["provider"], row["usd_per_1m_tokens"]) for row in rows if row["doubtful"]}
    assert marked == {("gamma", "0.02")}


def test_a_list_says_that_a_model_has_only_doubtful_prices(client, publish):
    publish(DAYS[2], **sold_at(gamma=0.0001))
    html = html_of(client, "/models/")
    assert "All published token prices are doubtful" in html
    assert "No token price published" not in html.partition("<tbody")[2].partition("</tbody")[0]
    assert "all token prices are doubtful" in html_of(client, MODEL)


def test_a_list_does_not_say_so_of_a_free_model(client, publish):
    free = {"gpt-5:free": {"name": "GPT-5", "cost": {"input": 0, "output": 0}}}
    publish(DAYS[2], acme=free)
    assert "token prices are doubtful" not in html_of(client, "/models/")
