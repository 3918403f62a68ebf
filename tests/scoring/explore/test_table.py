"""The rows of the price explorer's tables."""

from decimal import Decimal

from catalog.listing.stated import Stated
from scoring.explore.scatter import Point
from scoring.explore.table import explored_rows
from tests.catalog.listing.factories import make_facets, make_row

INDEX = make_facets(
    make_row("a/one", sold_by="digitalocean", sold_as="eu.a.one"), make_row("a/two")
).index


def point(path: str, price: str, figure: float, text: str = "128K") -> Point:
    return Point(path, f"/{path}/", "A", Decimal(price), figure, text, path=path)


def test_figures_of_a_column_differ_where_their_models_do() -> None:
    rows = explored_rows(
        [point("a/one", "2.5", 128_000), point("a/two", "2.501", 131_072)], "tokens", INDEX
    )
    assert [row.price for row in rows] == [("$2.500", ""), ("$2.501", "")]
    assert [row.figure for row in rows] == ["128K", "131,072"]


def test_other_figures_are_as_the_chart_says_them() -> None:
    (row,) = explored_rows([point("a/one", "1", 739_000, "2024-05")], "day", INDEX)
    assert row.figure == "2024-05"


def test_a_row_has_the_seller_and_region_of_the_offer_with_the_price() -> None:
    rows = explored_rows([point("a/one", "1", 1), point("a/two", "2", 1)], "score", INDEX)
    assert [row.stated for row in rows] == [Stated("eu", "cloud"), Stated()]


def test_no_points_are_no_rows() -> None:
    assert explored_rows([], "tokens", INDEX) == []
