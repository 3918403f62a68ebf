"""The accessibility check fails where it should, though it skips rows that are equal."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tests.services.axe import assert_accessible

STYLE = "body { background: #fff; color: #000 } a { color: #00f }"


def url_of(*, rows: str = "", style: str = "", after: str = "") -> str:
    """Return a `data:` URL of a page with a table of those rows, accessible by itself."""
    return "data:text/html," + quote(
        f"""<!doctype html><html lang="en"><title>Rows</title>
        <meta name="viewport" content="width=device-width"><style>{STYLE}{style}</style>
        <main><h1>Rows</h1><table><tr><th scope="col">Name</th></tr>{rows}</table>{after}</main>"""
    )


def row(name: str, css_class: str = "") -> str:
    return f'<tr><td class="{css_class}"><a href="/{name}">{name}</a></td></tr>'


ROWS = "".join(row(f"row-{number}") for number in range(5))


def test_an_accessible_page_passes(axe_page: Page) -> None:
    assert_accessible(axe_page, url_of(rows=ROWS))


@pytest.mark.parametrize(
    "page, rule",
    [
        (url_of(rows=f"{ROWS}{row('')}"), "link-name"),
        (
            url_of(rows=f"{ROWS}{row('pale', 'pale')}", style=".pale a{color:#ddd}"),
            "color-contrast",
        ),
        (
            url_of(rows=ROWS, style="@media (prefers-color-scheme:dark){a{color:#ddd}}"),
            "color-contrast",
        ),
        (url_of(rows=ROWS, after='<p style="width:2000px">wide</p>'), "scrollWidth"),
    ],
    ids=["a row without a name", "a row of a pale class", "pale links in the dark", "too wide"],
)
def test_a_violation_fails(axe_page: Page, page: str, rule: str) -> None:
    with pytest.raises(AssertionError, match=rule):
        assert_accessible(axe_page, page)
