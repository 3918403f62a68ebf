"""The points of the price explorer: one for each model that has a price and a figure."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext

from catalog.display.money import price_text, tokens_text
from catalog.listing.bitset import BitSet
from catalog.listing.cache_choice import CacheChoice
from catalog.listing.facets import FacetIndex
from catalog.listing.index import ModelRow
from catalog.listing.results import ListResults
from catalog.models import fee_texts
from scoring.explore.query import KINDS, USUAL
from scoring.explore.scatter import Point


def axis_value(row: ModelRow, axis: str) -> Any:
    """Return a model's value on an axis as the index holds it; None or "" is "not reported"."""
    return row.scores.get(axis) if KINDS[axis] == "score" else getattr(row, axis)


def axis_figure(value: Any, kind: str) -> float | None:
    """Return the value as a figure: tokens, points, or the ordinal of a day; None if unknown."""
    if kind != "day":
        return float(value) if value is not None and (kind == "score" or value > 0) else None
    try:
        # Upstream dates may be a year or a month only: they stand at its first day.
        return float(date.fromisoformat((value + "-01-01")[:10]).toordinal()) if value else None
    except ValueError:
        return None


def models_on_chart(
    facets: FacetIndex, axis: str, *, deprecated: bool = True, cache: CacheChoice = USUAL
) -> BitSet:
    """Return the set of the models that have a published price and a figure.

    Without `deprecated`, not those whose price is that of a deprecated offer.
    """
    return BitSet.of(
        place
        for place, row in enumerate(facets.index.rows)
        if row.blended and (deprecated or not row.deprecated) and cache.has_price(row.cache_read)
        if axis_figure(axis_value(row, axis), KINDS[axis]) is not None
    )


def points_of(
    results: ListResults, axis: str, axis_label: str | Promise, cache: CacheChoice = USUAL
) -> list[Point]:
    """Return a point for each matching model, cheapest first; the URL breaks ties."""
    rows = [results.facets.index.rows[place] for place in results.filtered.members]
    points = _points(rows, axis, str(axis_label), cache)
    return sorted(points, key=lambda point: (point.price, point.url))


def _points(
    rows: Iterable[ModelRow], axis: str, axis_label: str, cache: CacheChoice
) -> Iterator[Point]:
    # Looked up once: a page may have thousands of points.
    title = gettext("%(model)s: %(price)s, %(axis)s %(figure)s")
    for row in rows:
        value = axis_value(row, axis)
        figure = axis_figure(value, KINDS[axis])
        price = row.blended if cache.cache_rate is None else cache.blended(row.prices, row.blended)
        # Of free cached tokens and replies nothing is left at a rate of 100%; 0 has no logarithm.
        if figure is not None and price:
            text = tokens_text(value) if KINDS[axis] == "tokens" else str(value)
            names = {"model": row.label, "price": price_text(price)}
            yield Point(
                name=row.label,
                url=row.url,
                maker=row.maker_name,
                price=price,
                figure=figure,
                text=text,
                title=title % (names | {"axis": axis_label, "figure": text}),
                fees=tuple(fee_texts(row.fees)),
                providers=row.provider_count,
                path=row.path,
            )
