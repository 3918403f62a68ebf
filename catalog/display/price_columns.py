"""Prices of one column of a table: enough digits to tell them apart, points in line. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from catalog.display.money import decimals, distinct_cost_texts, distinct_price_texts

MOST_PADDED = 8  # the stylesheet has no class for more


class PriceText(NamedTuple):
    """A price as text, and the class that puts its decimal point in line with the others."""

    text: str
    css: str


PriceColumn = Mapping[Decimal | None, PriceText]


def padding(text: str, finest: int) -> str:
    """Return the class that pads a price to the decimals of its column: `p1` adds one place.

    `finest` is the most decimals of any price in the column. A dash, without decimals, is put where
    the decimal points are.
    """
    missing = finest - decimals(text)
    return f"p{min(missing, MOST_PADDED)}" if missing > 0 else ""


def price_column(prices: Iterable[Decimal | None], places: int = 3) -> PriceColumn:
    """Return the text and class of each price of a column, and those of a missing one.

    A price below a dollar has at least `places` decimals.
    """
    return _padded(distinct_price_texts(prices, places))


def cost_column(costs: Iterable[Decimal | None]) -> PriceColumn:
    """Return the text and class of each cost of a column, in dollars and cents or finer."""
    return _padded(distinct_cost_texts(costs))


def _padded(texts: Mapping[Decimal, str]) -> PriceColumn:
    finest = max(map(decimals, texts.values()), default=0)
    column: dict[Decimal | None, PriceText] = {None: PriceText("", padding("", finest))}
    for price, text in texts.items():
        column[price] = PriceText(text, padding(text, finest))
    return column
