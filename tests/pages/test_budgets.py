"""What a page may weigh on its way to a visitor, on real data; and that nothing on it jumps."""

import gzip
import re

import pytest
import requests
from playwright.sync_api import Browser

KB = 1024
MODEL = "/models/openai/gpt-5/"
SIX = (
    "/compare/anthropic/claude-opus-4-5/vs/google/gemini-2-5-pro/vs/meta/llama-3-2-1b-instruct"
    "/vs/openai/gpt-5/vs/openai/gpt-5-mini/vs/xai/grok-4/"
)
EVERYTHING = "/models/?more=provider&" + "&".join(
    f"col={key}"
    for key in (
        *("maker", "family", "context", "max-output", "input", "output", "blended", "providers"),
        *("channels", "released", "knowledge", "tool-calling", "structured-output", "reasoning"),
        *("vision", "audio", "pdf", "open-weights", "prompt-caching", "score-agents"),
    )
)
# Address, and how many KB its HTML, its scripts and its style may be, compressed.
BUDGETS = [
    ("/", 20, 60, 25),
    ("/models/", 40, 60, 25),
    (EVERYTHING, 40, 60, 25),
    (f"/zh-hant{EVERYTHING}", 40, 60, 25),
    (MODEL, 20, 60, 25),
    (f"/zh-hant{MODEL}", 20, 60, 25),
    (SIX, 40, 60, 25),
    ("/changelog/", 40, 60, 25),
    ("/calculator/", 40, 60, 25),
    (f"{MODEL}prices/", 40, 110, 25),
    ("/explore/", 40, 110, 25),
]
SHIFTS = """() => new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => (moved += one.value)))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(moved), 300);
})"""


def weight(text: bytes) -> int:
    return len(gzip.compress(text, 6))


@pytest.mark.parametrize("address, html, scripts, style", BUDGETS)
def test_a_page_keeps_its_budget(bundled_site, address, html, scripts, style):
    page = requests.get(bundled_site + address, headers={"Accept-Encoding": "gzip"}, timeout=30)
    assert page.status_code == 200
    assert page.headers["Content-Encoding"] == "gzip"
    assert weight(page.content) <= html * KB
    for pattern, most in (
        (r'<script src="([^"]+)"', scripts),
        (r'"stylesheet" href="([^"]+)"', style),
    ):
        files = re.findall(pattern, page.text)
        assert files
        parts = [requests.get(bundled_site + file, timeout=30).content for file in files]
        assert sum(map(weight, parts)) <= most * KB


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/models/", MODEL, SIX, "/changelog/", "/zh-hant/models/", "/calculator/"),
        *("/makers/", "/makers/openai/", "/providers/", "/providers/openrouter/"),
    ],
)
@pytest.mark.parametrize("size", [{"width": 390, "height": 844}, {"width": 1440, "height": 900}])
def test_nothing_moves_while_a_page_loads(browser: Browser, bundled_site, address, size):
    # A busy machine may paint half a row before it has read the rest; not three times running.
    loads = (how_far_it_moves(browser, bundled_site + address, size) for _ in range(3))
    assert any(moved < 0.001 for moved in loads)


def how_far_it_moves(browser, address, size):
    with browser.new_context(viewport=size) as context:
        page = context.new_page()
        page.goto(address)
        return page.evaluate(SHIFTS)
