"""The explorer's chart in Chromium: each dot has a name by pointer, finger and keyboard."""

import re

import pytest
from playwright.sync_api import expect

from scoring.explore.axes import FRAME

DOTS = ".scatter .marks a"


def title(dot):
    return dot.locator("title").text_content()


@pytest.fixture
def chart(bundled_page):
    bundled_page.goto("/explore/?maker=openai")
    return bundled_page


@pytest.fixture
def read(chart):
    return chart.locator("[data-scatter-read]")


def test_the_pointer_names_the_nearest_dot(chart, read):
    dot = chart.locator(DOTS).last
    circle = dot.locator("circle")
    chart.locator("[data-scatter]").scroll_into_view_if_needed()
    box = circle.bounding_box()
    chart.mouse.move(box["x"] - 3, box["y"] - 3)  # beside it
    link = read.get_by_role("link")
    expect(link).to_have_text(title(chart.locator(f"{DOTS}.read")))
    assert link.get_attribute("href").startswith("/models/openai/")


def test_arrow_keys_go_from_dot_to_dot_and_enter_opens_the_model(chart, read):
    chart.locator("[data-scatter]").focus()
    chart.keyboard.press("Home")
    expect(read).to_contain_text("Enter: open it.")
    first = read.get_by_role("link").text_content()
    chart.keyboard.press("ArrowRight")
    expect(read.get_by_role("link")).not_to_have_text(first)
    chart.keyboard.press("ArrowLeft")
    expect(read.get_by_role("link")).to_have_text(first)
    chart.keyboard.press("End")
    address = read.get_by_role("link").get_attribute("href")
    chart.keyboard.press("Enter")
    chart.wait_for_url(f"**{address}")


def test_focus_names_a_dot_of_the_frontier(chart, read):
    best = chart.locator(f"{DOTS}.best").first
    best.focus()
    expect(read.get_by_role("link")).to_have_text(title(best))


def test_a_finger_names_a_dot_first_and_opens_it_then(new_context, bundled_site):
    phone = new_context(
        base_url=bundled_site, viewport={"width": 390, "height": 844}, has_touch=True
    ).new_page()
    phone.goto("/zh-hant/explore/?maker=openai")
    dot = phone.locator(f"{DOTS}.best").first
    dot.locator("circle").tap()
    link = phone.locator("[data-scatter-read]").get_by_role("link")
    named = phone.locator(f"{DOTS}.read")
    expect(link).to_have_text(title(named))
    address = named.get_attribute("href")
    named.locator("circle").tap()
    phone.wait_for_url(f"**{address}")


def test_the_chart_is_read_after_a_filter_changed(chart, read):
    chart.get_by_label("X axis", exact=True).select_option("coding")
    expect(chart).to_have_url(re.compile("x=coding"))
    chart.locator("[data-scatter]").focus()
    chart.keyboard.press("End")
    expect(read.get_by_role("link")).to_contain_text("Coding")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_labels_stay_in_the_picture(new_context, bundled_site, theme):
    page = new_context(base_url=bundled_site, color_scheme=theme).new_page()
    page.goto("/explore/")
    boxes = page.eval_on_selector_all(
        ".scatter .marks text",
        "texts => texts.map((text) => { const b = text.getBBox(); return [b.x, b.x + b.width]; })",
    )
    assert boxes
    assert all(left >= 0 and right <= FRAME.width for left, right in boxes)
