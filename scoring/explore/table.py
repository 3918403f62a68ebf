"""The rows of the price explorer's tables, with who sells each model and where."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.display.money import distinct_tokens_texts
from catalog.display.price_columns import PriceText, price_column
from catalog.domain.prices import PriceState
from catalog.domain.sellers import ProviderFacts
from catalog.listing.index import ModelIndex
from catalog.listing.stated import Stated, stated_of
from scoring.explore.scatter import Point


@dataclass(frozen=True, slots=True)
class ExploredRow:
    """One model: its price and figure as texts, and what is stated of the offer with the price."""

    point: Point
    price: PriceText
    figure: str
    stated: Stated


def explored_rows(points: Iterable[Point], kind: str, index: ModelIndex) -> list[ExploredRow]:
    """Return a row for each point; `kind` is that of the figures."""
    several = list(points)
    prices = price_column(point.price for point in several)
    counts = distinct_tokens_texts(int(point.figure) for point in several if kind == "tokens")
    return [
        ExploredRow(
            point,
            prices[point.price],
            counts.get(int(point.figure), point.text),
            _stated(point, index),
        )
        for point in several
    ]


def _stated(point: Point, index: ModelIndex) -> Stated:
    row = index.rows[index.places[point.path]]
    # A pull may add a provider after the index was read.
    provider = index.providers.get(row.sold_by) or ProviderFacts(row.sold_by)
    return stated_of(provider, row.sold_as, row.maker, PriceState.PRICED)
