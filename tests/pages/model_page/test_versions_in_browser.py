"""The filter by version in Chromium, on real data: with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.services.axe import assert_accessible
from tests.services.chromium import back

MODEL = "/models/anthropic/claude-opus-4-1/"
DATED = "/models/anthropic/claude-opus-4-1-20250805/"


def rows(page):
    return page.locator("table.channels tbody th")


def test_a_version_is_chosen_without_leaving_the_page(bundled_page):
    bundled_page.goto(MODEL)
    bundled_page.get_by_role("link", name="2025-08-05").click()
    expect(bundled_page).to_have_url(re.compile(r"\?version=claude-opus-4-1-20250805$"))
    expect(bundled_page.locator(".channels td.version", has_text="undated")).to_have_count(0)
    expect(bundled_page.locator(".versions [aria-current]")).to_have_text("2025-08-05")
    bundled_page.get_by_role("link", name="Show the offers of all versions").click()
    expect(bundled_page).to_have_url(re.compile(f"{MODEL}$"))
    back(bundled_page)
    expect(bundled_page.locator(".versions [aria-current]")).to_have_text("2025-08-05")


def test_without_scripts_a_version_is_a_link(new_context, bundled_site):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(bundled_site + DATED)
    expect(page.locator(".channels td.version", has_text="undated")).to_have_count(0)
    page.get_by_role("link", name="undated", exact=True).click()
    expect(page).to_have_url(re.compile(r"/claude-opus-4-1/\?version=claude-opus-4-1#prices$"))
    expect(page.locator(".channels td.version", has_text="2025-08-05")).to_have_count(0)
    expect(rows(page).first).to_be_visible()


@pytest.mark.parametrize("address", [MODEL, f"/zh-hant{DATED}"])
def test_the_versions_are_accessible(axe_page, bundled_site, address):
    assert_accessible(axe_page, bundled_site + address)
