"""The pages in Chromium, on real data: searching, sorting, going back, without scripts, and axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.services.axe import PHONE, assert_accessible
from tests.services.chromium import back

MODEL = "/models/meta/llama-3-2-1b-instruct/"
ADDRESSES = [
    "/",
    "/models/",
    MODEL,
    "/compare/openai/gpt-5/vs/openai/gpt-5-mini/",
    "/providers/openrouter/",
    "/makers/",
    "/makers/openai/",
    "/zh-hant/makers/openai/gpt/",
    "/faq/",
    "/methodology/",
    f"/zh-hant{MODEL}",
]


def search(page: Page, words: str) -> None:
    page.get_by_role("searchbox").press_sequentially(words)


def test_results_follow_what_is_typed_and_the_address_follows_them(bundled_page):
    bundled_page.goto("/models/")
    search(bundled_page, "llama 3.2 1b")
    expect(bundled_page).to_have_url(re.compile(r"\?q=llama\+3\.2\+1b$"))
    expect(bundled_page.get_by_role("status")).to_contain_text("match “llama 3.2 1b”")
    expect(bundled_page.get_by_role("searchbox")).to_be_focused()


def test_sorting_keeps_the_words_and_the_focus(bundled_page):
    bundled_page.goto("/models/?q=gemma")
    bundled_page.get_by_role("link", name="Input").click()
    expect(bundled_page).to_have_url(re.compile(r"\?q=gemma&sort=input$"))
    expect(bundled_page.locator("[aria-sort=ascending]")).to_contain_text("Input")
    expect(bundled_page.get_by_role("link", name="Input")).to_be_focused()


def test_searching_on_keeps_the_order(bundled_page):
    bundled_page.goto("/models/?sort=input")
    search(bundled_page, "gemma")
    expect(bundled_page).to_have_url(re.compile(r"\?q=gemma&sort=input$"))


def test_back_shows_the_whole_page_as_it_was(bundled_page):
    bundled_page.goto("/models/?q=gemma")
    bundled_page.get_by_role("link", name="Output").click()
    expect(bundled_page).to_have_url(re.compile("sort=output"))
    back(bundled_page)
    expect(bundled_page).to_have_url(re.compile(r"\?q=gemma$"))
    expect(bundled_page.get_by_role("searchbox")).to_have_value("gemma")
    expect(bundled_page.get_by_role("banner")).to_be_visible()


def test_channels_sort_without_leaving_the_page(bundled_page):
    bundled_page.goto(MODEL)
    bundled_page.locator("#sort-context").click()
    expect(bundled_page.locator("[aria-sort=descending]")).to_contain_text("Context")
    expect(bundled_page.get_by_role("heading", level=1)).to_be_visible()


def test_the_id_is_copied(bundled_page):
    bundled_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    bundled_page.goto(MODEL)
    bundled_page.get_by_role("button", name="Copy ID").click()
    expect(bundled_page.get_by_role("button", name="Copied")).to_be_visible()
    copied = bundled_page.evaluate("navigator.clipboard.readText()")
    assert copied == "meta/llama-3-2-1b-instruct"


def test_the_theme_is_chosen_and_kept(bundled_page):
    bundled_page.goto("/")
    switch = bundled_page.get_by_role("button", name="Theme")
    switch.click()
    switch.click()
    bundled_page.reload()
    expect(bundled_page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(bundled_page.get_by_role("button", name="Theme: dark")).to_be_visible()


def test_without_scripts_one_searches_sorts_and_opens_the_menu(new_context, bundled_site):
    context = new_context(base_url=bundled_site, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto("/models/")
    page.get_by_role("searchbox").fill("llama 3.2 1b")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("match")
    page.get_by_role("link", name="Input").click()
    expect(page).to_have_url(re.compile(r"\?q=llama\+3\.2\+1b&sort=input$"))
    page.get_by_text("Menu").click()
    page.get_by_role("navigation").get_by_role("link", name="Changelog").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Changelog")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_accessible_in_both_themes_and_never_scrolls_sideways(
    axe_page: Page, bundled_site: str, address: str
) -> None:
    assert_accessible(axe_page, bundled_site + address)
