"""The results of a list query: rows, facet counts, and the filters to remove."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext

from catalog.display.spreadsheet import Cell
from catalog.listing.bitset import BitSet
from catalog.listing.columns import ListColumn, order_of
from catalog.listing.facets import (
    FACET_BY_KEY,
    FACETS,
    RANGE_BY_KEY,
    RANGES,
    Facet,
    FacetCounts,
    FacetIndex,
    FilteredSet,
    Filters,
    Range,
)
from catalog.listing.headings import ColumnHeading
from catalog.listing.index import ModelRow
from catalog.listing.list_query import BEST_MATCH, ListQuery, amount_text, every_column
from catalog.models import family_url

PAGE_SIZE = 50
SHOWN = 10  # values of a facet before its list is opened
MOST_SHOWN = 500  # and after; the list of families alone has some 700
MOST_FAMILIES = 8


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One value of a facet as the form shows it."""

    value: str
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


@dataclass(frozen=True, slots=True)
class FilterChip:
    """One chosen filter, the query string without it, and how many rows that would match.

    A chip without a label is worded by its `kind`: "since", "words", or the key of a rubric.
    """

    label: str | Promise
    value: str | Promise
    kind: str
    query: str
    count: int


class ListResults:
    """What a list shows for one query, of all rows or of those `within` a set."""

    def __init__(
        self, facets: FacetIndex, list_query: ListQuery, within: BitSet | None = None
    ) -> None:
        self.facets, self.list_query, self._within = facets, list_query, within
        self.filtered = FilteredSet(facets, list_query.choice, within)

    @cached_property
    def rows(self) -> list[ModelRow]:
        """Every matching row, in order."""
        rows, members = self.facets.index.rows, self.filtered.members
        return [rows[place] for place in self._order() if place in members]

    def _order(self) -> Sequence[int]:
        list_query, index = self.list_query, self.facets.index
        if list_query.sort_key == BEST_MATCH:
            if list_query.choice.words:
                return index.search_index.search(list_query.choice.words).places
            return order_of(index, every_column(self.facets)["released"], descending=True)
        column = every_column(self.facets)[list_query.sort_key]
        return order_of(index, column, descending=list_query.descending)

    @cached_property
    def page(self) -> Page[Any]:
        return Paginator(self.rows, PAGE_SIZE).get_page(self.list_query.page)

    @property
    def families(self) -> list[tuple[str, str, str]]:
        """The chosen families among the results, by maker: maker, family, its URL."""
        chosen = self.list_query.choice.values.get("family", ())
        pairs = dict.fromkeys(
            (row.maker, row.maker_name, row.family)
            for row in (self.rows if chosen else ())
            if row.family in chosen
        )
        links = ((name, family, family_url(maker, family)) for maker, name, family in pairs)
        return [link for link in links if link[2]][:MOST_FAMILIES]

    @cached_property
    def columns(self) -> tuple[ListColumn, ...]:
        """The chosen columns, and the one that the list is sorted by unless that is the default."""
        list_query = self.list_query
        sorted_by = list_query.sort_key if list_query.ordering != list_query.default_sort else ""
        known = every_column(self.facets).values()
        return tuple(c for c in known if c in list_query.columns or c.key == sorted_by)

    @property
    def default_columns(self) -> bool:
        """Whether the table has the columns that its style sheet sets widths for."""
        return self.list_query.usual_columns and self.columns == self.list_query.columns

    @property
    def headings(self) -> list[ColumnHeading]:
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: ListColumn) -> ColumnHeading:
        list_query = self.list_query
        current = list_query.sort_key == column.key
        descend = not list_query.descending if current else not column.ascending
        direction = "descending" if list_query.descending else "ascending"
        return ColumnHeading(
            *(column.key, column.label, column.unit, column.numeric),
            list_query.sorted_by(f"-{column.key}" if descend else column.key).text,
            direction if current else "",
            column.rubric,
        )

    @property
    def groups(self) -> Iterator[FacetGroup]:
        """All facets except capabilities, which the form shows in a group of their own."""
        return (self._group(facet) for facet in FACETS if not facet.capability)

    @property
    def capabilities(self) -> list[FacetGroup]:
        return [self._group(facet) for facet in FACETS if facet.capability]

    @property
    def ranges(self) -> Iterator[RangeField]:
        for ranged in RANGES:
            lowest, highest = self.list_query.choice.bounds.get(ranged.key, (None, None))
            wrong = [self.list_query.wrong.get(f"{ranged.key}-{end}", "") for end in ("min", "max")]
            typed = (_typed(lowest) or wrong[0], _typed(highest) or wrong[1])
            ends = self.filtered.range_ends(ranged).ends
            yield RangeField(ranged, ends, typed, wrong[0] or wrong[1])

    @property
    def minimum_scores(self) -> list[tuple[str, int | str]]:
        """Every rubric with its chosen minimum, "" where there is none."""
        chosen = self.list_query.choice.scores or {}
        return [(rubric, chosen.get(rubric, "")) for rubric in self.facets.rubrics]

    def _group(self, facet: Facet) -> FacetGroup:
        counted = self.filtered.counts(facet)
        opened = self.list_query.more == facet.key
        most = MOST_SHOWN if opened else SHOWN
        options = tuple(
            FacetOption(value, self.name_of(facet, value), count, value in counted.chosen)
            for place, (value, count) in enumerate(_in_order(counted))
            if place < most or value in counted.chosen
        )
        hidden = len(counted.counts) - len(options)
        more = self.list_query.but(more="" if opened else facet.key).text
        return FacetGroup(facet, options, hidden, opened, more if hidden or opened else "")

    def name_of(self, facet: Facet, value: str) -> str | Promise:
        if facet.key == "maker":
            return self.facets.index.maker_names.get(value, value)
        if facet.key == "provider":
            return self.facets.index.provider_names.get(value, value)
        return (facet.names or {}).get(value, value)

    @property
    def chips(self) -> Iterator[FilterChip]:
        choice = self.list_query.choice
        for key, values in choice.values.items():
            facet = FACET_BY_KEY[key]
            for value in values:
                rest = tuple(other for other in values if other != value)
                left = {**choice.values, key: rest} if rest else _without(choice.values, key)
                yield self._chip(
                    facet.label, self.name_of(facet, value), replace(choice, values=left)
                )
        for key, (lowest, highest) in choice.bounds.items():
            ranged, left_bounds = RANGE_BY_KEY[key], _without(choice.bounds, key)
            bounds = bounds_text(ranged, lowest, highest)
            yield self._chip(ranged.label, bounds, replace(choice, bounds=left_bounds))
        if choice.since:
            yield self._chip("", choice.since, replace(choice, since=""), "since")
        for rubric, least in (choice.scores or {}).items():
            left_scores = _without(choice.scores or {}, rubric)
            yield self._chip("", str(least), replace(choice, scores=left_scores), rubric)
        if choice.words:
            yield self._chip("", choice.words, replace(choice, words=""), "words")

    @property
    def removable_filters(self) -> list[FilterChip]:
        """The filters of which any one leaves results when removed; only where none match all."""
        return [chip for chip in self.chips if chip.count]

    def _chip(
        self, label: str | Promise, value: str | Promise, left: Filters, kind: str = ""
    ) -> FilterChip:
        # Only an empty list shows the counts; elsewhere they would be work for nothing.
        count = 0 if self.filtered.members else self._count(left)
        return FilterChip(label, value, kind, self.list_query.but(choice=left, page=1).text, count)

    def _count(self, choice: Filters) -> int:
        return len(FilteredSet(self.facets, choice, self._within).members)

    def csv_rows(self) -> Iterator[tuple[Cell, ...]]:
        """Yield a header and then every matching row in the shown columns."""
        columns = self.columns
        yield ("id", *(column.key for column in columns))
        for row in self.rows:
            yield (row.path, *(_cell(column, row) for column in columns))


def _in_order(counted: FacetCounts) -> list[tuple[str, int]]:
    """Return values in the order of the facet's names if it has any, else by frequency."""
    names = counted.facet.names
    if names is None:
        return list(counted.counts)
    places = {value: place for place, value in enumerate(names)}
    return sorted(counted.counts, key=lambda pair: places.get(pair[0], len(places)))


def bounds_text(ranged: Range, lowest: Decimal | None, highest: Decimal | None) -> str:
    """Return two bounds in words; at least one of them is not None."""
    sign = "$" if ranged.money else ""
    ends = {"lowest": f"{sign}{_typed(lowest)}", "highest": f"{sign}{_typed(highest)}"}
    if lowest is None:
        return gettext("up to %(highest)s") % ends
    if highest is None:
        return gettext("from %(lowest)s") % ends
    return gettext("%(lowest)s to %(highest)s") % ends


def _typed(amount: Decimal | None) -> str:
    return "" if amount is None else amount_text(amount)


def _without(mapping: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name != key}


def _cell(column: ListColumn, row: ModelRow) -> Cell:
    if column.key == "name":
        return row.name
    if column.key == "maker":
        return row.maker_name
    value: Any = column.value_of(row)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or None if isinstance(value, str) else value
