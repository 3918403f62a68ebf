"""The fields of the filter form: options of facets with their counts, and ranges."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.translation import gettext

from catalog.listing.facets import (
    KIND,
    RANGES,
    Facet,
    FacetCounts,
    FacetIndex,
    FilteredSet,
    Range,
)
from catalog.listing.list_query import EVERY_KIND, ListQuery, amount_text

SHOWN = 10  # values of a facet before its list is opened
MOST_SHOWN = 500  # and after; families have some 700, too many for a page


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One value of a facet as the form shows it; `slug` is the value in the id of its checkbox.

    The slug and the label are made here and not in the template: a page has up to 500 options.
    """

    value: str
    slug: str
    label: str | Promise
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One facet as the form shows it; `hidden` counts the values behind "more"."""

    facet: Facet
    options: tuple[FacetOption, ...]
    hidden: int
    opened: bool
    more: str


@dataclass(frozen=True, slots=True)
class RangeField:
    """One range as the form shows it: its ends, the typed bounds, and the one that is invalid."""

    range: Range
    ends: tuple[Any, Any] | None
    typed: tuple[str, str]
    wrong: str


def facet_group(
    facet: Facet, facets: FacetIndex, filtered: FilteredSet, list_query: ListQuery
) -> FacetGroup:
    counted = filtered.counts(facet)
    opened = list_query.more == facet.key
    most = MOST_SHOWN if opened else SHOWN
    options = tuple(
        FacetOption(
            value,
            quote(value, safe=""),
            facets.value_label(facet, value) or gettext("None"),
            count,
            value in counted.chosen,
        )
        for place, (value, count) in enumerate(_in_order(counted))
        # A chosen value stays visible, or nobody could unselect it.
        if place < most or value in counted.chosen
    )
    hidden = len(counted.counts) - len(options)
    if facet.key == KIND and list_query.default_kind:
        options = (_every_kind(filtered, list_query), *options)
    more = ""
    if hidden or opened:
        more = list_query.but(more="" if opened else facet.key).text
    return FacetGroup(facet, options, hidden, opened, more)


def _every_kind(filtered: FilteredSet, list_query: ListQuery) -> FacetOption:
    """Return the option that a page needs which starts with one type, to leave it."""
    chosen = not list_query.choice.values.get(KIND)
    count = len(filtered.without(KIND))
    return FacetOption(EVERY_KIND, EVERY_KIND, gettext("All types"), count, chosen)


def _in_order(counted: FacetCounts) -> list[tuple[str, int]]:
    """Return values in the order of the facet's names if it has any, else by frequency."""
    names = counted.facet.names
    if names is None:
        return list(counted.counts)
    places = {value: place for place, value in enumerate(names)}
    return sorted(counted.counts, key=lambda pair: places.get(pair[0], len(places)))


def range_fields(filtered: FilteredSet, list_query: ListQuery) -> Iterator[RangeField]:
    for ranged in RANGES:
        lowest, highest = list_query.choice.bounds.get(ranged.key, (None, None))
        wrong = [list_query.wrong.get(f"{ranged.key}-{end}", "") for end in ("min", "max")]
        # An invalid bound goes back into its field, for the visitor to correct.
        typed = (_typed(lowest) or wrong[0], _typed(highest) or wrong[1])
        ends = filtered.range_ends(ranged).ends
        yield RangeField(ranged, ends, typed, wrong[0] or wrong[1])


def _typed(amount: Decimal | None) -> str:
    return "" if amount is None else amount_text(amount)
