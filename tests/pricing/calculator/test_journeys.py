"""A reader who pays for a model looks for a cheaper one, and for the bill at another hit rate."""

import re

import pytest
from playwright.sync_api import Page, expect

CACHED = "calculator/?requests=9&per=day&input=9000&output=500&cached=80"
TEXTS = {
    "en": {
        "prefix": "/",
        "replace": "Replace a model",
        "model": "Model or offer you use now",
        "calculate": "Calculate",
        "heading": "Replace GPT-4o",
        "rates": "Cost by cache hit rate",
    },
    "zh": {
        "prefix": "/zh-hant/",
        "replace": "更換模型",
        "model": "目前使用的模型或管道",
        "calculate": "計算",
        "heading": "更換 GPT-4o",
        "rates": "不同快取命中率的費用",
    },
}


@pytest.fixture
def open_page(new_context, bundled_site):
    """Return a function that opens a page of a width, with or without scripts."""

    def opened(width: int, scripts: bool) -> Page:
        options = {"viewport": {"width": width, "height": 900}, "java_script_enabled": scripts}
        return new_context(base_url=bundled_site, **options).new_page()

    return opened


@pytest.mark.parametrize(
    ("language", "width", "scripts"),
    [("en", 1440, True), ("zh", 390, True), ("en", 390, False), ("zh", 1440, False)],
)
def test_a_model_is_replaced(open_page, language, width, scripts):
    page, texts = open_page(width, scripts), TEXTS[language]
    page.goto(texts["prefix"] + CACHED)
    page.locator("summary", has_text=texts["replace"]).click()
    page.get_by_label(texts["model"]).fill("openai/gpt-4o")
    page.get_by_role("button", name=texts["calculate"], exact=True).last.click()
    expect(page).to_have_url(re.compile("cached=80.*instead=openai(%2F|/)gpt-4o"))
    expect(page.get_by_role("heading", name=texts["heading"])).to_be_visible()
    rates = page.get_by_role("heading", name=texts["rates"])
    expect(rates).to_be_visible()
    if not scripts:  # a page of an answer never scrolls sideways, which scripts alone can tell
        return
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_answer_follows_the_hit_rate_by_keyboard(open_page):
    page = open_page(1440, True)
    page.goto("/" + CACHED.replace("cached=80", "cached=80&hits=50"))
    cost = page.locator(".costs tbody tr").first.inner_text()
    slider = page.get_by_role("slider").first
    slider.focus()
    slider.press("End")
    expect(page).to_have_url(re.compile("hits=100"))
    expect(page.locator(".costs tbody tr").first).not_to_have_text(cost)
    expect(page.get_by_role("slider").first).to_be_focused()
