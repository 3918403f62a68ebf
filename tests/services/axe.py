"""axe-core in the tests' Chromium: what it would tell of a page, in each theme and width."""

from collections.abc import Iterable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

PHONE, TABLET, DESK = (
    {"width": 390, "height": 844},
    {"width": 768, "height": 1024},
    {"width": 1440, "height": 900},
)
BOTH_THEMES = (("light", DESK), ("dark", PHONE))
# A list of fifty has fifty alike.
UNFOLD = "[...document.querySelectorAll('details')].slice(0, 20).forEach(one => (one.open = true))"
# What passes is not reported: that takes axe as long as finding what does not.
OPTIONS = {"resultTypes": ["violations"]}


def assert_accessible(
    browser: Browser,
    site: str,
    address: str,
    views: Iterable[tuple[str, dict[str, int]]] = BOTH_THEMES,
) -> None:
    """Fail on any violation of axe's rules, and where a page scrolls sideways, unfolded."""
    # Axe is a foreign script, which the site's policy would refuse.
    with browser.new_context(base_url=site, bypass_csp=True) as context:
        page = context.new_page()
        page.goto(address)
        page.evaluate(UNFOLD)
        for scheme, size in views:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(size)
            assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
            found = Axe().run(page, options=OPTIONS)
            assert found.violations_count == 0, found.generate_report()
