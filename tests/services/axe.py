"""axe-core in the tests' Chromium: the violations of a page, in each theme and width."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

PHONE, TABLET, DESK = (
    {"width": 390, "height": 844},
    {"width": 768, "height": 1024},
    {"width": 1440, "height": 900},
)


class View(NamedTuple):
    theme: str
    size: dict[str, int]


LIGHT_DESK, DARK_PHONE, DARK_TABLET = View("light", DESK), View("dark", PHONE), View("dark", TABLET)
# Twenty: a list of fifty opens fifty equal ones.
UNFOLD = "[...document.querySelectorAll('details')].slice(0, 20).forEach(one => (one.open = true))"
# Axe's time grows with the elements (color-contrast is 3/4 of it), and most of them are rows that
# differ only in their texts. Two of each shape stay (two, for striped tables); an empty text or
# attribute is a shape of its own, for it may be the violation.
REMOVE_EQUAL_ROWS = r"""() => {
  const seen = new Map();
  for (const row of document.querySelectorAll("tbody > tr, li, option, svg a")) {
    const shape = row.outerHTML
      .replace(/ (?!class|style|role|scope|type)([\w:-]+)="[^"]+"/g, ' $1="x"')
      .replace(/>[^<]*[^<\s][^<]*</g, ">x<")
      .replace(/\s+/g, " ");
    seen.set(shape, (seen.get(shape) ?? 0) + 1);
    if (seen.get(shape) > 2) row.remove();
  }
}"""
# Only violations are reported in full: serialising what passes takes as long as the check itself.
RUN = """colours => axe.run({
  resultTypes: ["violations"],
  rules: {"color-contrast": {enabled: colours}},
})"""


def assert_accessible(
    page: Page, url: str, views: Iterable[View] = (LIGHT_DESK, DARK_PHONE)
) -> None:
    """Fail on any violation of axe's rules, and where the page at `url` scrolls sideways, unfolded.

    One load serves all views. `page` is conftest's `axe_page`.
    """
    views = list(views)
    page.goto(url)
    page.evaluate(UNFOLD)
    for view in views:
        show(page, view)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width == view.size["width"], f"{url} in {view}: scrollWidth is {width}"
    page.evaluate(REMOVE_EQUAL_ROWS)
    page.evaluate(AXE_SCRIPT)
    checked = set()
    for view in views:
        show(page, view)
        assert_no_violations(page, colours=view.theme not in checked)
        checked.add(view.theme)


def show(page: Page, view: View) -> None:
    page.emulate_media(color_scheme=view.theme)
    page.set_viewport_size(view.size)


def assert_no_violations(page: Page, *, colours: bool = True) -> None:
    """Run axe, which `page` has loaded; without `colours`, skip its slowest rule."""
    response: dict[str, Any] = page.evaluate(RUN, colours)
    results = AxeResults(response)
    assert results.violations_count == 0, results.generate_report()
