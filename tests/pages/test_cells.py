"""Cells of table rows: prices and price changes as text."""

from decimal import Decimal

import pytest

from catalog.display.price_columns import price_column
from catalog.listing.index import Trend
from pages.cells import price_cell, trend_cell, trend_line


@pytest.mark.parametrize(
    "price, text, css",
    [
        (Decimal(15), "$15.00", "p2"),
        (Decimal("0.0036"), "$0.0036", ""),
        (Decimal(0), "$0.000", "p1"),
        (None, "", "p4"),
    ],
)
def test_a_price_is_padded_to_the_decimals_of_its_column(price, text, css):
    column = price_column([Decimal(15), Decimal("0.0036"), Decimal(0)])
    cell = price_cell(column[price], "Input", "Not published")
    assert (cell.kind, cell.label, cell.text, cell.css) == ("figure", "Input", text, css)
    assert cell.missing == "Not published"


def trend(before, now, percent):
    prices = (None if n is None else Decimal(n) for n in (before, now, percent))
    return Trend("M0 0", *prices, switched=False)


@pytest.mark.parametrize(
    "percent, change, css",
    [
        ("50", "▲ 50%", "bad"),
        ("-50", "▼ 50%", "good"),
        ("0", "0%", "muted"),
        (None, "", "muted"),
    ],
    ids=["dearer", "cheaper", "unchanged", "free before"],
)
def test_a_change_has_an_arrow_and_a_colour(percent, change, css):
    line = trend_line(trend("2", "1", percent))
    assert (line.before, line.now) == ("$2.00", "$1.00")
    assert (line.change, line.css) == (change, css)


def test_without_a_trend_the_price_is_unchanged():
    cell = trend_cell(None, "Trend", "")
    assert (cell.kind, cell.trend, cell.missing) == ("trend", None, "")


def test_without_a_price_there_is_no_trend():
    cell = trend_cell(trend("2", "1", "-50"), "Trend", "Not published")
    assert (cell.trend, cell.missing) == (None, "Not published")
