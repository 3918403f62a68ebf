"""Every number of the reference page, from the five channels and the maker's other models."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.html import strip_tags

from tests.payloads import offering, payload, write

pytestmark = pytest.mark.django_db
CHANNELS = Path(__file__).parents[2] / "data" / "llama-3-2-1b.json"
MODEL = "/models/meta/llama-3-2-1b-instruct/"
RELATIVES = {
    "Meta-Llama-3.1-8B-Instruct": (0.02, 0.03),
    "Llama-3.3-70B-Instruct": (0.05, 0.23),
    "Llama 4 Maverick 17B 128E Instruct FP8": (0.14, 0.59),
    "Llama 4 Scout 17B 16E Instruct": (0.08, 0.3),
    "Meta-Llama-3.1-70B-Instruct": (0.4, 0.4),
}
# Each score, and the points of its criteria in the order of the page.
SCORES = {
    "coding": (5, "0/40 0/20 0/10 0/20 5/10"),
    "agents": (10, "0/35 0/25 0/15 5/15 5/10"),
    "structured-output": (30, "0/50 0/20 10/10 20/20"),
    "cost-efficiency": (95, "95/95 0/5"),
    "long-context": (0, "0/100"),
    "production-readiness": (74, "25/40 20/20 8/15 6/10 15/15"),
}
COSTS = ("$0.06", "$0.11", "$0.03", "$0.09", "$0.13")
# Of each channel: input, output, context, release.
PRICES = {
    "unsloth/Llama-3.2-1B-Instruct": "$0.010 $0.011 16K 2026-01-27",
    "meta-llama/llama-3.2-1b-instruct": "$0.027 $0.200 60K 2024-09-18",
    "workers-ai/@cf/meta/llama-3.2-1b-instruct": "$0.027 $0.200 128K 2025-04-03",
    "Nvidia": "– – 128K 2024-09-18",
    "Inference": "$0.010 $0.010 16K 2025-01-01",
}


@pytest.fixture(params=["", "/zh-hant"], ids=["English", "Chinese"])
def page(request, client, tmp_path) -> str:
    feed = json.loads(CHANNELS.read_text())
    others = {
        name: offering(name, name=name, cost={"input": input_price, "output": output_price})
        for name, (input_price, output_price) in RELATIVES.items()
    }
    source = write(tmp_path / "api.json", feed | payload(elsewhere=others))
    call_command("pull", "--from", source, "--day", "2026-05-12", verbosity=0)
    return client.get(request.param + MODEL).content.decode()


def words(html: str) -> str:
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split())


def section(page: str, name: str) -> str:
    """Return one section of the page, by the id of its heading."""
    return page.partition(f'aria-labelledby="{name}">')[2].partition("</section>")[0]


def rows(html: str) -> list[str]:
    return re.findall(r"<tr.*?</tr>", html, re.DOTALL)


def test_the_facts(page):
    strip = words(page.partition('<dl class="strip facts">')[2].partition("</dl>")[0])
    figures = re.findall(r"\$[\d.]+|\d+K|\d{4}-\d\d(?:-\d\d)?", strip)
    assert figures == ["$0.010", "$0.010", "16K", "8K", "2024-09-18", "2023-12"]
    assert "meta/llama-3-2-1b-instruct" in page


@pytest.mark.parametrize("score", SCORES)
def test_each_score_with_its_criteria(page, score):
    points, criteria = SCORES[score]
    shown = section(page, f"score-{score}")
    assert f'<span class="points">{points}</span>' in shown
    assert re.findall(r"<dd>(.*?)</dd>", shown) == criteria.split()


def test_the_cost_of_each_scenario(page):
    table = rows(section(page, "costs"))[1:]
    assert [re.search(r"\$\d[\d.,]*", words(row))[0] for row in table] == list(COSTS)
    assert all("< $0.01" in words(row) for row in table)


@pytest.mark.parametrize("channel", PRICES)
def test_the_prices_of_each_channel(page, channel):
    table = rows(section(page, "prices"))
    row = next(words(row) for row in table if channel in words(row))
    prices = re.findall(r"\$[\d.]+|–", row)[:2]
    context, released = re.search(r"(\d+K) (\d{4}-\d\d-\d\d) ", row).groups()
    assert PRICES[channel].split() == [*prices, context, released]


def test_the_recommended_and_the_cheapest_channel(page):
    summary = words(page.partition('<dl class="summary">')[2].partition("</dl>")[0])
    assert re.findall(r"Inference\D+(\$[\d.]+)\D+(\$[\d.]+)", summary) == [("$0.010", "$0.010")] * 2
    assert "Nvidia" in summary


def test_the_conflicts(page):
    context, release = (words(item) for item in section(page, "differences").split("<li>")[1:3])
    assert re.findall(r"\d+", context) == ["16000", "16384", "60000", "128000"]
    assert re.findall(r"\d{4}-\d\d-\d\d|\d+", release)[0] == "496"
    for day in ("2024-09-18", "2025-01-01", "2025-04-03", "2026-01-27"):
        assert day in release


def test_eight_questions_are_answered(page):
    answers = section(page, "faq")
    assert answers.count("<summary>") == 8
    cost, context = (words(answer) for answer in answers.split("<summary>")[1:3])
    assert cost.count("$0.010") == 2
    assert "16K" in context
    assert "8K" in context


@pytest.mark.parametrize("name", RELATIVES)
def test_the_makers_other_models_with_their_prices(page, name):
    item = next(words(item) for item in section(page, "more").split("<li>") if f">{name}<" in item)
    assert re.findall(r"\$\d\.\d\d(?!\d)", item) == [f"${price:.2f}" for price in RELATIVES[name]]


@pytest.mark.parametrize(
    "path", ["calculator/", "capabilities/tool-calling/", "capabilities/vision/", "changelog/"]
)
def test_it_leads_on(page, path):
    assert re.search(rf'href="(?:/zh-hant)?/{path}', page)
