"""Providers whose keys have characters of URLs: their tables sort and turn pages in Chromium."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_model, make_offering, make_version

KEYS = ["what?", "a#b", "100%", "\N{FULLWIDTH LATIN SMALL LETTER F}ull"]
OFFERS = 51  # one more than a page has


@pytest.mark.parametrize("key", KEYS)
def test_a_table_sorts_and_turns_pages_at_its_own_address(page: Page, key: str) -> None:
    make_version()
    model = make_model()
    for number in range(OFFERS):
        make_offering(model, key, f"m-{number}", input_price=f"{number + 1}", output_price="1")
    own = f"/providers/{quote(key, safe='')}/"
    page.goto(own)
    page.evaluate("document.body.dataset.stayed = 'yes'")  # gone if the whole page were loaded
    page.get_by_role("columnheader").get_by_role("link", name="Input").click()
    expect(page).to_have_url(f"{page.url.partition('/providers')[0]}{own}?sort=input")
    rows = page.locator("#results tbody tr")
    expect(rows.first).to_contain_text("$1.00")
    page.get_by_role("link", name="Page 2").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(f"${OFFERS}.00")
    assert page.evaluate("document.body.dataset.stayed") == "yes"
    page.reload()
    expect(rows).to_contain_text(f"${OFFERS}.00")
