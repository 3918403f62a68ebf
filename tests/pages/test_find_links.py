"""What a view shows is in its address: with the keys alone, Back and Forward, in a fresh profile."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from scoring.rescore import rescore_all
from tests.factories import make_model, make_offering, make_version
from tests.services.chromium import back, forward

TWO = "/compare/anthropic/claude/vs/openai/gpt-5/"


@pytest.fixture(autouse=True)
def catalogue(transactional_db: None) -> None:
    make_version()
    for number in range(12):
        make_model(f"maker-{number}/small", name=f"Small {number}", context=1000 * number)
    claude = make_model("anthropic/claude", name="Claude", input_price="4", output_price="40")
    make_offering(claude, "azure", input_price="3", output_price="30")
    make_model("openai/gpt-5", name="GPT-5", input_price="1", output_price="10", tool_calling=True)
    rescore_all()


@pytest.fixture
def other(new_context, live_site: str) -> Page:
    """A page of another visitor, without cookies or history."""
    return new_context(base_url=live_site).new_page()


def tab_to(page: Page, goal: Locator, key: str = "Tab", most: int = 60) -> None:
    """Go on by the keys until the goal has the focus."""
    for _press in range(most):
        page.keyboard.press(key)
        if goal.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"{goal} is not reached by {key}")


def rows(page: Page) -> list[str]:
    return page.locator("#results tbody th").all_inner_texts()


def test_facets_columns_and_order_with_the_keys_alone(page: Page) -> None:
    page.goto("/models/")
    tab_to(page, page.get_by_role("group", name="Tool calling").get_by_role("checkbox").first)
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"\?tool-calling=yes$"))
    tab_to(page, page.get_by_text("Columns", exact=True))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("checkbox", name="Knowledge cutoff"))
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("col=knowledge"))
    tab_to(page, page.get_by_role("link", name=re.compile("^Input")))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("tool-calling=yes&sort=input&.*col=knowledge"))
    expect(page.get_by_role("link", name=re.compile("^Input"))).to_be_focused()
    tab_to(page, page.get_by_role("link", name=re.compile("^Remove: Tool calling")), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("14 models")


def test_a_list_is_the_same_in_a_fresh_profile(page: Page, other: Page) -> None:
    page.goto("/models/")
    page.get_by_role("link", name="Context").click()
    # The form sends the order along only once the sorted list is there.
    expect(page).to_have_url(re.compile("sort=-context"))
    expect(page.locator("[aria-sort=descending]")).to_have_text(re.compile("Context"))
    page.get_by_label("Context (minimum)", exact=True).fill("5K")
    page.get_by_label("Context (minimum)", exact=True).blur()
    expect(page).to_have_url(re.compile("context-min=5000&sort=-context"))
    page.get_by_text("Columns", exact=True).click()
    page.get_by_role("checkbox", name="Family").check()
    expect(page).to_have_url(re.compile("col=family"))
    expect(page.get_by_role("columnheader", name="Family")).to_be_visible()
    other.goto(page.url)
    assert rows(other) == rows(page)
    assert len(rows(other)) == 7
    expect(other.get_by_label("Context (minimum)", exact=True)).to_have_value("5000")
    expect(other.get_by_role("columnheader", name="Family")).to_be_visible()
    expect(other.locator("[aria-sort=descending]")).to_contain_text("Context")


def test_an_unfolded_facet_stays_unfolded(page: Page, other: Page) -> None:
    page.goto("/models/")
    makers = page.get_by_role("group", name="Maker", exact=True).get_by_role("checkbox")
    expect(makers).to_have_count(10)
    page.get_by_role("link", name="Show 4 more").click()
    expect(makers).to_have_count(14)
    expect(page.get_by_role("link", name="Show less")).to_be_focused()
    page.get_by_role("checkbox", name="Maker-9").check()
    expect(page).to_have_url(re.compile(r"\?maker=maker-9&more=maker$"))
    expect(makers).to_have_count(14)
    other.goto(page.url)
    expect(other.get_by_role("checkbox", name="Maker-9")).to_be_checked()
    expect(other.get_by_role("link", name="Show less")).to_be_visible()
    back(page)
    expect(makers).to_have_count(14)
    back(page)
    expect(makers).to_have_count(10)


def test_a_preset_is_marked_while_it_is_what_is_shown(page: Page) -> None:
    page.goto("/models/")
    preset = page.get_by_role("link", name="Free offers", exact=True)
    preset.click()
    expect(page).to_have_url(re.compile(r"\?price=free$"))
    back(page)
    expect(page.locator("#presets [aria-current]")).to_have_count(0)
    page.get_by_role("link", name="Long documents").click()
    expect(page.locator("#presets [aria-current]")).to_have_text("Long documents")
    page.get_by_role("link", name="Remove: Context").click()
    expect(page.locator("#presets [aria-current]")).to_have_count(0)


def test_the_csv_is_what_is_shown(page: Page) -> None:
    page.goto("/models/?q=small&sort=-context&col=context")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0] == "id,name,context,other_fees,corrected"
    assert [line.split(",")[1] for line in lines[1:]] == rows(page)


def test_search_with_the_mouse(page: Page) -> None:
    page.goto("/makers/")
    page.get_by_role("combobox").press_sequentially("gtp5")
    page.get_by_role("combobox").fill("gpt")
    page.get_by_role("option", name=re.compile("GPT-5")).click()
    expect(page).to_have_url(re.compile("/models/openai/gpt-5/$"))
    back(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Makers")


def test_models_are_compared_with_the_keys_alone(page: Page) -> None:
    page.goto("/compare/openai/gpt-5/")
    tab_to(page, page.get_by_role("combobox", name="Add a model"))
    with page.expect_response(re.compile("q=cluade")):
        page.keyboard.type("cluade")
    option = page.get_by_role("listbox").get_by_role("option")
    expect(option).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{TWO}$"))
    tab_to(page, page.get_by_role("checkbox", name="Show differences only"))
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"\?only=differences$"))
    tab_to(page, page.get_by_role("combobox", name="Offer for Claude"))
    page.keyboard.press("End")
    expect(page).to_have_url(re.compile(r"\?anthropic/claude=azure&only=differences$"))
    expect(page.get_by_role("combobox", name="Offer for Claude")).to_be_focused()
    tab_to(page, page.get_by_role("link", name="Remove GPT-5"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Claude")


def test_a_comparison_goes_back_and_forward_and_is_the_same_elsewhere(
    page: Page, other: Page
) -> None:
    page.goto(TWO)
    price = page.get_by_role("row", name=re.compile(r"^Input \$"))
    expect(price).to_contain_text("$4.00")
    page.get_by_role("combobox", name="Offer for Claude").select_option("azure")
    expect(price).to_contain_text("$3.00")
    page.locator("#days").select_option("90")
    expect(page).to_have_url(re.compile(r"\?anthropic/claude=azure&days=90$"))
    other.goto(page.url)
    expect(other.get_by_role("row", name=re.compile(r"^Input \$"))).to_contain_text("$3.00")
    expect(other.locator("#days")).to_have_value("90")
    back(page)
    back(page)  # while the page before is still on its way
    expect(page).to_have_url(re.compile(f"{TWO}$"))
    expect(price).to_contain_text("$4.00")
    forward(page)
    expect(price).to_contain_text("$3.00")


def test_without_scripts_facets_unfold_and_columns_are_chosen(new_context, live_site: str) -> None:
    page = new_context(base_url=live_site, java_script_enabled=False).new_page()
    page.goto("/models/")
    page.get_by_role("link", name="Show 4 more").click()
    page.get_by_role("checkbox", name="Maker-9").check()
    page.get_by_text("Columns", exact=True).click()
    page.get_by_role("checkbox", name="Family").check()
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile(r"\?maker=maker-9&col=.*col=family.*&more=maker$"))
    expect(page.get_by_role("link", name="Show less")).to_be_visible()
    page.get_by_role("link", name="Context").click()
    expect(page).to_have_url(re.compile("sort=-context"))
    page.goto(TWO)
    page.get_by_role("combobox", name="Offer for Claude").select_option("azure")
    page.get_by_role("checkbox", name="Show differences only").check()
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile(r"/\?anthropic/claude=azure&only=differences$"))
    expect(page.get_by_role("row", name=re.compile(r"^Input \$"))).to_contain_text("$3.00")
