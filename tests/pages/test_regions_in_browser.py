"""In Chromium, on real data: the cheapest offer of a flagship in the EU with caching."""

import re

import pytest
from playwright.sync_api import expect

MODEL = "/models/anthropic/claude-opus-4-6/"


def choose(page, prefix):
    """Go from the list with one click on the EU to the model's offers in the EU."""
    page.goto(f"{prefix}/models/?q=claude+opus+4.6&region=eu")
    page.locator(f'a[href="{prefix}{MODEL}"]').first.click()
    expect(page).to_have_url(re.compile(f"{prefix}{MODEL}$"))
    page.locator("#offer-region").select_option("eu")


def expect_offers_in_the_eu(page):
    offers = page.locator("table.channels tbody tr:not(.more)")
    expect(offers).to_have_count(1)
    expect(offers.locator("code")).to_contain_text("eu.anthropic.claude-opus-4-6")


@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_cheapest_offer_in_the_eu_with_caching(bundled_page, prefix, width):
    page = bundled_page
    page.set_viewport_size({"width": width, "height": 900})
    choose(page, prefix)
    expect(page).to_have_url(re.compile(r"\?region=eu$"))
    page.locator("#offer-cache").check()
    expect(page).to_have_url(re.compile(r"\?region=eu&cache=priced$"))
    page.locator("#offer-cache-rate").fill("90")
    page.locator("#offer-cache-rate").press("Enter")
    expect(page).to_have_url(re.compile(r"\?region=eu&cache=priced&cache-rate=90$"))
    expect_offers_in_the_eu(page)
    expect(page.locator(".channels .unit", has_text="90%")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
def test_without_scripts_a_form_does_the_same(new_context, bundled_site, prefix):
    page = new_context(java_script_enabled=False, base_url=bundled_site).new_page()
    choose(page, prefix)
    page.locator("#offer-cache").check()
    page.locator("#offer-cache-rate").fill("90")
    page.locator("#offer-choice button").click()
    expect(page).to_have_url(re.compile(r"\?region=eu&cache=priced&cache-rate=90#prices$"))
    expect_offers_in_the_eu(page)
