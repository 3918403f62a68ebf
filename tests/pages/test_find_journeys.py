"""Finding and comparing in Chromium: with the mouse, with the keys alone, without scripts."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from scoring.rescore import rescore_all
from tests.factories import make_model, make_offering, make_version
from tests.services.axe import assert_accessible
from tests.services.chromium import back, forward


@pytest.fixture(autouse=True)
def catalogue(transactional_db: None) -> None:
    make_version()
    make_model(
        "anthropic/claude", name="Claude", input_price="4", output_price="40", tool_calling=True
    )
    make_model("openai/gpt-5", name="GPT-5", input_price="1", output_price="10", tool_calling=True)
    make_offering(make_model("meta/llama", name="Llama", tool_calling=False), "groq")
    rescore_all()


def test_facets_narrow_with_the_mouse_and_back_widens(page: Page) -> None:
    page.goto("/models/")
    page.get_by_role("checkbox", name="Meta").check()
    expect(page).to_have_url(re.compile(r"/models/\?maker=meta$"))
    expect(page.locator("#count")).to_have_text("1 model")
    expect(page.get_by_role("checkbox", name="Meta")).to_be_focused()
    back(page)
    expect(page.locator("#count")).to_have_text("3 models")
    expect(page.get_by_role("checkbox", name="Meta")).not_to_be_checked()
    forward(page)
    expect(page.get_by_role("checkbox", name="Meta")).to_be_checked()


@pytest.mark.parametrize("address", ["/", "/makers/"])
def test_search_with_the_keys_alone(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search models")
    expect(box).to_be_focused()
    with page.expect_response(re.compile("q=cluade")):
        page.keyboard.type("cluade")
    option = page.get_by_role("option", name=re.compile("Claude"))
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/models/anthropic/claude/$"))


def test_what_is_chosen_stays_so_in_a_list_that_comes_late(page: Page) -> None:
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route(re.compile("q=claude"), hold)
    page.goto("/makers/")
    box, option = page.get_by_role("combobox", name="Search models"), page.get_by_role("option")
    box.fill("clau")
    expect(option).to_have_count(1)
    option.evaluate("option => option.classList.add('before')")
    with page.expect_request(re.compile("q=claude")):
        box.press_sequentially("de")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    late[0].continue_()
    expect(option).not_to_have_class("before")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", re.compile("-0$"))


def test_control_k_searches_and_escape_leaves_the_words(page: Page) -> None:
    page.goto("/makers/")
    page.keyboard.press("Control+k")
    page.keyboard.type("gpt")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.get_by_role("combobox")).to_have_value("gpt")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/models/\?q=gpt$"))


def test_models_are_set_side_by_side(page: Page) -> None:
    page.goto("/compare/openai/gpt-5/")
    page.get_by_role("combobox", name="Add a model").fill("cluade")
    page.get_by_role("listbox").get_by_role("option").click()
    expect(page).to_have_url(re.compile("/compare/anthropic/claude/vs/openai/gpt-5/$"))
    expect(page.get_by_role("row", name=re.compile("^Input")).get_by_text("leads")).to_be_visible()
    page.get_by_role("checkbox", name="Show differences only").check()
    expect(page).to_have_url(re.compile(r"\?only=differences$"))
    expect(page.get_by_text("Knowledge cutoff")).to_have_count(0)
    page.get_by_role("link", name="Remove Claude").click()
    expect(page).to_have_url(re.compile(r"/compare/openai/gpt-5/\?only=differences$"))


def test_all_of_it_works_without_scripts(new_context, live_site: str) -> None:
    page = new_context(base_url=live_site, java_script_enabled=False).new_page()
    page.goto("/models/")
    page.get_by_role("checkbox", name="Meta").check()
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile(r"/models/\?maker=meta$"))
    page.get_by_role("searchbox").fill("cluade")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_text("No model fits all of this")).to_be_visible()
    page.goto("/compare/openai/gpt-5/")
    page.get_by_label("Add a model").last.fill("cluade")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Add Claude").click()
    expect(page).to_have_url(re.compile("/compare/anthropic/claude/vs/openai/gpt-5/$"))


@pytest.mark.parametrize(
    "address",
    [
        "/models/?maker=meta",
        "/models/?maker=no&q=zzz",
        "/compare/anthropic/claude/vs/openai/gpt-5/",
    ],
)
def test_a_page_is_accessible_in_both_themes_and_never_scrolls_sideways(
    axe_page: Page, live_site: str, address: str
) -> None:
    assert_accessible(axe_page, live_site + address)
