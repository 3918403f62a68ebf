from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.display.price_columns import cost_column, padding, price_column


@pytest.mark.parametrize(
    "text, finest, css",
    [
        ("$2.50", 4, "p2"),
        ("$0.0036", 4, ""),
        ("", 4, "p4"),
        ("$0.000000000001", 4, ""),
        ("", 12, "p8"),  # the stylesheet has no class for more
    ],
)
def test_pads_to_the_finest(text, finest, css):
    assert padding(text, finest) == css


def test_two_prices_that_read_alike_get_more_digits():
    column = price_column([Decimal("2.5"), Decimal("2.504"), None])
    assert column[Decimal("2.5")] == ("$2.500", "")
    assert column[Decimal("2.504")] == ("$2.504", "")
    assert column[None] == ("", "p3")


def test_costs_have_cents_or_more():
    column = cost_column([Decimal(7), Decimal("0.002"), Decimal("0.0001"), Decimal("0.0004")])
    assert column[Decimal(7)] == ("$7.00", "p2")
    assert column[Decimal("0.002")] == ("$0.002", "p1")
    assert column[Decimal("0.0001")] == ("$0.0001", "")


def test_a_column_without_prices():
    assert price_column([None]) == {None: ("", "")}
    assert price_column([]) == {None: ("", "")}


@given(st.lists(st.decimals("0.0001", 1000, places=6), min_size=1, max_size=8))
def test_the_points_of_a_column_are_in_line(prices):
    column = price_column(prices)
    del column[None]
    ends = {len(cell.text.partition(".")[2]) + int(cell.css[1:] or 0) for cell in column.values()}
    assert len(ends) == 1
    assert all(Decimal(cell.text.strip("$").replace(",", "")) for cell in column.values())
