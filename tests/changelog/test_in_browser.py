"""The changelog's pages in Chromium: expanding, filtering, charts, without scripts, and axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.changelog.factories import DAYS, at
from tests.services.axe import DARK_PHONE, DARK_TABLET, LIGHT_DESK, PHONE, assert_accessible

MODEL = "/models/openai/gpt-5/"
ADDRESSES = [
    "/changelog/",
    "/changelog/?by=model&kind=prices",
    "/lifecycle/",
    f"{MODEL}prices/",
    f"{MODEL}prices/?offer=acme:gpt-5",
    "/price-index/",
    "/zh-hant/price-index/?measure=own&days=30",
    f"{MODEL}scores/",
    f"/rankings/coding/?on={DAYS[3]}",
    "/models/?sort=trend",
    "/zh-hant/changelog/",
    f"/zh-hant{MODEL}prices/",
]


@pytest.fixture
def site(live_site: str, publish) -> str:
    """The address of a site with a fortnight on record."""
    many = {f"m{number}": {"name": f"Model {number}"} for number in range(9)}
    old = {"name": "GPT 4", "status": "deprecated", "deprecation_date": "2026-12-31"}
    publish(DAYS[0], openai={"gpt-5": at(2), "gpt-4": old}, acme={"gpt-5": at(3), "old": at(1)})
    publish(DAYS[3], openai={"gpt-5": at(1, tool_call=True), "gpt-4": old}, acme={"gpt-5": at(3)})
    publish(DAYS[6], openai={"gpt-5": at(25), "gpt-4": old} | many, acme={"gpt-5": at(3)})
    publish(DAYS[9], openai={"gpt-4": old} | many, acme={"gpt-5": at(2), "old": at(1)})
    publish(DAYS[13], openai={"gpt-4": old} | many, acme={"gpt-5": at(1.5), "old": at(1)})
    return live_site


def test_an_event_opens_to_its_lines(site: str, page: Page) -> None:
    page.goto("/changelog/")
    day = page.get_by_role("region", name="May 7, 2026")
    expect(day.get_by_text("added", exact=True).first).to_be_hidden()
    day.get_by_text("9 models added").click()
    expect(day.get_by_text("added", exact=True).first).to_be_visible()


def test_a_section_expands_in_place(site: str, page: Page) -> None:
    page.goto("/changelog/?by=provider")
    day = page.get_by_role("region", name="May 7, 2026")
    expect(day.get_by_text("added", exact=True)).to_have_count(3)
    day.get_by_role("link", name="9 models added").click()
    expect(day.get_by_text("added", exact=True)).to_have_count(9)
    expect(page).to_have_url(re.compile(r"/changelog/\?by=provider$"))


def test_a_filter_updates_the_list_and_the_url(site: str, page: Page) -> None:
    page.goto("/changelog/")
    page.get_by_label("Type").select_option("Prices")
    expect(page).to_have_url(re.compile(r"\?kind=prices$"))
    page.get_by_label("Direction").select_option("Up")
    expect(page).to_have_url(re.compile(r"\?kind=prices&direction=up$"))
    expect(page.locator(".news-day")).to_have_count(1)
    page.reload()
    expect(page.locator(".news-day")).to_have_count(1)


def test_the_biggest_moves_change_their_period_in_place(site: str, page: Page) -> None:
    page.goto("/changelog/")
    page.get_by_role("link", name="7 days").click()
    expect(page.locator("#movers [aria-current]")).to_have_text("7 days")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_models_page_leads_to_the_charts_and_they_have_titles(site: str, page: Page) -> None:
    page.goto(MODEL)
    small = page.get_by_role("region", name="Price history")
    expect(small.locator(".price-chart.small svg path.input").last).to_be_attached()
    small.get_by_role("link", name="Price history of all offers").click()
    chart = page.get_by_role("figure").first
    expect(chart.locator("figcaption")).to_contain_text("log scale")
    expect(chart.locator(".span title").first).to_have_text(
        re.compile(r"^\s*2026-05-01 – 2026-05-03\s+Recommended \(Openai\): \$2\.00\s")
    )
    page.locator("#price-history").get_by_role("link", name="30 days").click()
    expect(page.locator("#price-history [aria-current]")).to_have_text("30 days")


def test_the_chart_shows_the_values_under_the_pointer(site: str, page: Page) -> None:
    page.goto(f"{MODEL}prices/?offer=acme:gpt-5")
    chart, other = page.locator(".plot").all()
    drawn = chart.locator("svg").first
    drawn.hover(position={"x": 5, "y": 60})
    readout = chart.locator(".readout")
    expect(readout.locator("strong")).to_have_text("2026-05-01 – 2026-05-03")
    expect(readout).to_contain_text("Recommended (Openai): $2.00")
    expect(readout).to_contain_text("Acme: $3.00")
    drawn.hover(position={"x": drawn.bounding_box()["width"] - 5, "y": 60})
    expect(readout).to_contain_text("2026-05-14")
    expect(readout).to_contain_text("Recommended (Acme): $1.50")
    other.locator("svg").first.hover(position={"x": 5, "y": 60})
    expect(readout).to_be_hidden()


def test_the_chart_is_read_with_the_arrow_keys(site: str, page: Page) -> None:
    page.goto(f"{MODEL}prices/")
    chart = page.locator(".plot").first
    chart.focus()
    readout = chart.locator(".readout strong")
    page.keyboard.press("ArrowLeft")
    expect(readout).to_have_text("2026-05-14")
    page.keyboard.press("ArrowLeft")
    expect(readout).to_have_text("2026-05-10 – 2026-05-13")
    page.keyboard.press("Home")
    expect(readout).to_have_text("2026-05-01 – 2026-05-03")
    page.keyboard.press("Tab")
    expect(chart.locator(".readout")).to_be_hidden()


def test_offers_are_added_by_checkbox(site: str, page: Page) -> None:
    page.goto(f"{MODEL}prices/")
    page.get_by_text("Add offers to the charts").click()
    page.get_by_label("Acme").check()
    expect(page).to_have_url(re.compile(r"\?offer=acme%3Agpt-5$"))
    expect(page.locator(".price-legend")).to_contain_text("Acme")
    expect(page.get_by_label("Acme")).to_be_checked()


def test_without_scripts_every_part_is_a_link(new_context, site: str) -> None:
    context = new_context(base_url=site, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto("/changelog/")
    page.get_by_text("9 models added").click()
    expect(page.get_by_text("added", exact=True).first).to_be_visible()
    page.goto("/changelog/?by=provider")
    page.get_by_role("link", name="9 models added").click()
    expect(page.get_by_text("added", exact=True)).to_have_count(9)
    page.goto("/changelog/")
    page.get_by_label("Type").select_option("Prices")
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("kind=prices"))
    page.goto(MODEL)
    page.get_by_role("link", name="Price history of all offers").click()
    page.get_by_text("Price table").click()
    expect(page.get_by_role("table")).to_contain_text("2026-05-07")
    page.goto(f"/rankings/coding/?on={DAYS[3]}")
    page.get_by_label("As of").fill(str(DAYS[6]))
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(f"on={DAYS[6]}"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_accessible_in_both_themes_and_never_scrolls_sideways(
    axe_page: Page, site: str, address: str
) -> None:
    assert_accessible(axe_page, site + address, [LIGHT_DESK, DARK_PHONE, DARK_TABLET])
