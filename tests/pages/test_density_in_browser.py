"""How high the rows of tables are in Chromium, and that nothing scrolls sideways on a phone."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_model, make_offering, make_provider, make_version, recommend

LONG_ID = "accounts/a-very-long-account-name/models/llama-3.2-1b-instruct-abliterated:free"
OFFERS = "table.channels > tbody > tr:not(.more)"
COSTS = "table.ranked > tbody > tr:not(.more)"
# Heights that rows may have, in CSS pixels, their border included.
ROW, COST_ROW, TWO_LINES = 37, 45, 68


def heights(page, rows):
    return [row.bounding_box()["height"] for row in page.locator(rows).all()]


def unfold(page):
    for details in page.locator("details:has(table)").all():
        details.evaluate("element => { element.open = true }")


def is_wider_than(page, width):
    return page.evaluate("document.documentElement.scrollWidth") > width


@pytest.fixture
def long_offers(live_site):
    """Offers with long IDs and names and with every mark, and one in whole cents."""
    model = make_model()
    make_version()
    make_provider("host", name="A Host With a Rather Long Name of Its Own (Europe)")
    facts = {"input_price": "0.000036", "output_price": "1234.5", "cache_read_price": "0.0036"}
    long = make_offering(
        model, "host", LONG_ID, status="deprecated", corrected=["context"], **facts
    )
    make_offering(model, "other", "llama", input_price="2.5", output_price="10")
    recommend(long)
    return model.get_absolute_url()


def test_an_offer_is_one_line(page, long_offers):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(long_offers)
    assert max(heights(page, OFFERS)) <= ROW
    code = page.locator(".own-id code", has_text=LONG_ID)
    cut = page.locator(".own-id", has_text=LONG_ID)
    assert cut.evaluate("box => box.scrollWidth > box.clientWidth")
    expect(code).to_have_attribute("title", LONG_ID)
    code.focus()
    assert cut.evaluate("box => getComputedStyle(box).overflow") == "visible"
    assert max(heights(page, OFFERS)) <= ROW


@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
def test_an_offer_is_two_lines_on_a_phone(page, long_offers, prefix):
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(prefix + long_offers)
    assert max(heights(page, OFFERS)) <= TWO_LINES
    assert not is_wider_than(page, 390)
    row = page.locator(OFFERS, has_text=LONG_ID)
    expect(row.locator(".chg")).to_be_hidden()
    row.locator(".own-id code").focus()
    expect(row.locator(".chg")).to_be_visible()
    assert not is_wider_than(page, 390)


def test_a_phone_jumps_to_the_prices(page, long_offers):
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(long_offers)
    page.get_by_role("link", name="Jump to prices").click()
    expect(page.locator("#prices")).to_be_in_viewport()


LISTS = {
    "/models/": "table.found",
    "/capabilities/tool-calling/": "table.models",
    "/providers/": "table.providers",
    "/providers/amazon-bedrock/": "table.offerings",
    "/explore/": "table.explored",
    "/rankings/coding/": "table.rankings",
    "/models/openai/gpt-4o/": "table.versions",
    "/models/openai/gpt-5/prices/": "table.priced",
}


@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
@pytest.mark.parametrize("address", LISTS)
def test_a_row_of_a_list_is_one_line_and_two_on_a_phone(bundled_page, address, prefix):
    page, rows = bundled_page, f"{LISTS[address]} > tbody > tr"
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(prefix + address)
    unfold(page)
    assert max(heights(page, rows)) <= ROW
    page.set_viewport_size({"width": 390, "height": 900})
    assert max(heights(page, rows)) <= TWO_LINES
    assert not is_wider_than(page, 390)


def test_a_comparison_is_one_line_a_fact(bundled_page):
    bundled_page.set_viewport_size({"width": 1440, "height": 900})
    bundled_page.goto("/compare/anthropic/claude-opus-4-1/vs/openai/gpt-5/")
    assert max(heights(bundled_page, "table.sides > tbody > tr:not(.group)")) <= ROW
    bundled_page.set_viewport_size({"width": 390, "height": 900})
    assert not is_wider_than(bundled_page, 390)


def test_a_usage_log_is_one_line_a_model(bundled_page):
    page = bundled_page
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/calculator/log/")
    page.locator("textarea").fill(
        "date,model,provider,input_tokens,output_tokens\n2026-01-05,gpt-5,openai,1000,100\n"
    )
    page.locator(".log-form button").first.click()
    page.locator("table.beside tfoot").wait_for()
    assert max(heights(page, "table.beside > tbody > tr")) <= ROW


def test_what_gives_way_opens_with_the_focus(bundled_page):
    page = bundled_page
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto("/providers/")
    row = page.locator("table.providers > tbody > tr").first
    expect(row.locator("td").nth(1)).to_be_hidden()
    row.locator("code").focus()
    expect(row.locator("td").nth(1)).to_be_visible()
    assert not is_wider_than(page, 390)


@pytest.mark.parametrize("width", [1440, 1280])
def test_real_offers_are_one_line(bundled_page, width):
    bundled_page.set_viewport_size({"width": width, "height": 900})
    bundled_page.goto("/zh-hant/models/anthropic/claude-opus-4-1/?offers=all")
    assert max(heights(bundled_page, OFFERS)) <= ROW


@pytest.mark.parametrize("address", [*LISTS, "/models/anthropic/claude-opus-4-1/"])
def test_a_tablet_does_not_scroll_sideways(bundled_page, address):
    bundled_page.goto(address)
    for width in (768, 900, 1024):
        bundled_page.set_viewport_size({"width": width, "height": 900})
        assert not is_wider_than(bundled_page, width), width


@pytest.mark.parametrize("address", ["/calculator/", "/zh-hant/calculator/?now=500&growth=2"])
def test_a_cost_is_two_lines_with_its_breakdown_folded(bundled_page, address):
    page = bundled_page
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address)
    assert max(heights(page, COSTS)) <= COST_ROW
    assert max(heights(page, "table.ranked > tbody > tr.more")) <= 1
    assert page.locator("table.ranked > tbody > tr > td.sold").first.inner_text().strip()
    page.locator("table.ranked summary").first.click()
    expect(page.locator("table.ranked tfoot").first).to_be_visible()
    assert max(heights(page, COSTS)) <= COST_ROW
    page.set_viewport_size({"width": 390, "height": 900})
    page.locator("table.ranked summary").first.click()
    assert max(heights(page, COSTS)) <= TWO_LINES
    expect(page.locator("table.ranked td.cost").first).to_be_visible()
    assert not is_wider_than(page, 390)


def test_the_mark_of_a_breakdown_covers_no_price(bundled_page):
    bundled_page.set_viewport_size({"width": 1440, "height": 900})
    bundled_page.goto("/calculator/?cached=80&hits=80")
    covered = """rows => rows.filter(row => {
        const text = document.createRange();
        text.selectNodeContents(row.lastElementChild);
        const mark = row.nextElementSibling.querySelector("summary");
        return text.getBoundingClientRect().right > mark.getBoundingClientRect().left;
    }).length"""
    assert bundled_page.locator(COSTS).count() > 10
    assert bundled_page.locator(COSTS).evaluate_all(covered) == 0


@pytest.mark.parametrize(
    "address", ["/models/openai/gpt-5/prices/", "/models/openai/gpt-5/", "/calculator/?hits=50"]
)
def test_no_box_hides_rows(bundled_page, address):
    bundled_page.goto(address)
    unfold(bundled_page)
    boxes = bundled_page.locator(".scroll:visible").all()
    assert all(box.evaluate("box => box.scrollHeight - box.clientHeight") <= 1 for box in boxes)
