"""How facts look on a page."""

from decimal import Decimal
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from django.utils import translation
from django.utils.safestring import SafeString
from pytest_django.asserts import assertHTMLEqual

from catalog.display.cells import TableCell
from catalog.domain.reports import Reports
from catalog.models import CanonicalModel
from catalog.templatetags.display import (
    capability,
    flag,
    flag_word,
    gap,
    grouped,
    host,
    in_column,
    modalities,
    or_unknown,
    price_cell,
    prices_of,
    reported_by,
    reports_text,
    status_word,
    table_cells,
    unknown,
    web_address,
)

EVIL = "<script>"


class Priced(NamedTuple):
    before: Decimal | None
    now: Decimal | None


@pytest.fixture(autouse=True, params=["en"])
def language(request):
    with translation.override(request.param):
        yield


def test_unknown_states_why_for_the_eye_and_the_ear():
    html = unknown("Listed as free")
    assert 'title="Listed as free"' in html
    assert '<span class="vh">Listed as free</span>' in html
    assert 'title="Not reported"' in unknown()
    assert EVIL not in unknown(EVIL)


@pytest.mark.parametrize("text", [None, "", "–"])
def test_or_unknown_puts_a_dash_for_nothing(text):
    assert or_unknown(text, "Not yet") == unknown("Not yet")


def test_or_unknown_keeps_a_text_and_a_zero():
    assert (or_unknown("$1.00"), or_unknown(0)) == ("$1.00", 0)


@pytest.mark.parametrize(
    "value, css, word",
    [(True, "yes", "Yes"), (False, "no", "No"), (None, "silent", "Not reported")],
)
def test_flags(value, css, word):
    assert flag(value).strip() == f'<span class="flag {css}">{word}</span>'
    assert flag_word(value) == word


def test_what_is_cached_follows_the_language():
    cells = [TableCell("")]
    english = (flag(True), unknown(), capability("vision"), table_cells(cells))
    with translation.override("zh-hant"):
        chinese = (flag(True), unknown(), capability("vision"), table_cells(cells))
    assert not set(english) & set(chinese)


def test_cells_of_a_row():
    cells = [TableCell("$1.00", "num p2", "Input"), TableCell("Yes", "differs", flag="yes")]
    html = " ".join(table_cells(cells).split())
    assert html == (
        '<td class="num p2" data-label="Input">$1.00</td> '
        '<td class="differs"><span class="flag yes">Yes</span></td>'
    )


def test_cells_escape_and_stay_safe():
    html = table_cells([TableCell(EVIL, EVIL, EVIL, EVIL), TableCell("", label="x", why=EVIL)])
    assert isinstance(html, SafeString)
    assert EVIL not in html


def test_no_cells_are_no_markup():
    assert table_cells([]) == ""


def test_prices_of_a_table_are_written_by_column():
    rows = [Priced(Decimal("2.504"), Decimal("2.5")), Priced(Decimal("0.0036"), None)]
    assert in_column(Decimal("2.5"), prices_of(rows, "now")) == ("$2.50", "")
    assert in_column(None, prices_of(rows, "now")) == ("", "p2")
    both = prices_of([SimpleNamespace(price=row) for row in rows], "price.now price.before")
    assert in_column(Decimal("2.5"), both) == ("$2.500", "p1")
    assert in_column(Decimal("0.0036"), both) == ("$0.0036", "")
    assertHTMLEqual(price_cell(Decimal("2.5"), both), '<td class="num p1">$2.500</td>')
    assert "Not reported" in price_cell(None, both)


@pytest.mark.parametrize(
    "url, safe",
    [("https://x.example/", True), ("http://x", True), ("javascript:alert(1)", False), ("", False)],
)
def test_web_address(url, safe):
    assert bool(web_address(url)) is safe


def test_small_words():
    assert grouped(4803) == "4,803"
    assert host("https://www.x.example/a") == "x.example"
    assert modalities(["text", "image", "smell"]) == "text, images, smell"
    assert (str(status_word("beta")), status_word("sunset")) == ("beta", "sunset")


def test_a_chinese_full_stop_needs_no_space():
    assert gap() == " "
    with translation.override("zh-hant"):
        assert gap() == ""


TOLD = {
    "all say yes": ("reasoning", Reports(4, 0, 0), True, ""),
    "nobody says anything": ("reasoning", Reports(0, 0, 4), None, ""),
    "nobody counted": ("reasoning", None, True, ""),
    "some are silent": ("reasoning", Reports(4, 0, 24), True, "reported by 4 of 28 offers"),
    "a no of some": ("reasoning", Reports(0, 2, 1), False, "reported by 2 of 3 offers"),
    "some say no": ("reasoning", Reports(3, 1, 0), True, "of 4 offers: 3 yes, 1 no"),
    "a tie": (
        *("reasoning", Reports(2, 2, 1), None),
        "reported by 4 of 5 offers: 2 yes, 2 no, no majority",
    ),
    "one witness": (
        *("reasoning", Reports(1, 0, 4), None),
        "reported by 1 of 5 offers: 1 yes, 0 no, no majority",
    ),
    "a number": ("context", Reports(3, 0, 1), 8000, "reported by 3 of 4 offers"),
}


@pytest.mark.parametrize("fact, counted, value, text", TOLD.values(), ids=TOLD)
def test_tells_how_many_offers_report_a_fact(fact, counted, value, text):
    assert reports_text(fact, counted, value) == text


def test_draws_how_many_offers_report_a_fact_of_a_model():
    model = CanonicalModel(reasoning=True, reports={"reasoning": [2, 0, 1]})
    drawn = reported_by(model, "reasoning").strip()
    assert drawn == '<span class="sub">reported by 2 of 3 offers</span>'
    assert reported_by(model, "providers") == ""
