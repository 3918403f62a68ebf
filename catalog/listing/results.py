"""A page of the list of models as it was asked for: rows, counts, chips, ways out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext

from catalog.display.spreadsheet import Cell
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
from catalog.listing.index import ModelRow
from catalog.listing.list_query import BEST_MATCH, ListQuery, amount_text, every_column
from catalog.models import family_url

PAGE_SIZE = 50
SHOWN = 10  # values of a facet, before its list is opened
MOST_SHOWN = 500
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
    """One facet as the form shows it; `hidden` is how many values its list leaves out."""

    facet: Facet
    options: tuple[FacetOption, ...]
    hidden: int
    opened: bool
    more: str


@dataclass(frozen=True, slots=True)
class RangeField:
    """One range as the form shows it: its ends, what was typed, and which of that is no figure."""

    range: Range
    ends: tuple[Any, Any] | None
    typed: tuple[str, str]
    wrong: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was chosen, where it goes without it, and what is found then.

    What has no label is told by `about`: "since", "words", or the key of a rubric.
    """

    label: str | Promise
    value: str | Promise
    about: str
    query: str
    count: int


@dataclass(frozen=True, slots=True)
class ListHeading:
    """A column's head: where a click leads, and which way it is sorted now."""

    column: ListColumn
    query: str
    sorted: str


class ListResults:
    """What the list shows for one address, of everything or of what is `within` a set."""

    def __init__(self, sets: FacetIndex, list_query: ListQuery, within: int | None = None) -> None:
        self.sets, self.list_query, self._within = sets, list_query, within
        self.narrowed = FilteredSet(sets, list_query.choice, within)

    @cached_property
    def rows(self) -> list[ModelRow]:
        """Every row that fits, in order."""
        index, bits = self.sets.index, self.narrowed.bits
        return [index.rows[place] for place in self._order() if bits[place] == "1"]

    def _order(self) -> Any:
        list_query, index = self.list_query, self.sets.index
        if list_query.sort_key == BEST_MATCH:
            if list_query.choice.words:
                return index.search_index.search(list_query.choice.words).places
            return order_of(index, every_column(self.sets)["released"], descending=True)
        column = every_column(self.sets)[list_query.sort_key]
        return order_of(index, column, descending=list_query.descending)

    @cached_property
    def page(self) -> Page[Any]:
        return Paginator(self.rows, PAGE_SIZE).get_page(self.list_query.page)

    @property
    def families(self) -> list[tuple[str, str, str]]:
        """The chosen families of each maker that is found: maker, family, its page."""
        chosen = self.list_query.choice.values.get("family", ())
        pairs = dict.fromkeys(
            (row.maker, row.maker_name, row.family)
            for row in (self.rows if chosen else ())
            if row.family in chosen
        )
        pages = ((name, family, family_url(maker, family)) for maker, name, family in pairs)
        return [page for page in pages if page[2]][:MOST_FAMILIES]

    @cached_property
    def columns(self) -> tuple[ListColumn, ...]:
        """The columns that show: those chosen, and one that the list was asked to be sorted by."""
        list_query = self.list_query
        asked = list_query.sort_key if list_query.ordering != list_query.default_sort else ""
        known = every_column(self.sets).values()
        return tuple(c for c in known if c in list_query.columns or c.key == asked)

    @property
    def headings(self) -> Iterator[ListHeading]:
        for column in self.columns:
            now = self.list_query.sort_key == column.key
            falls = not self.list_query.descending if now else not column.rising
            query = self.list_query.sorted_by(f"-{column.key}" if falls else column.key).text
            way = "descending" if self.list_query.descending else "ascending"
            yield ListHeading(column, query, way if now else "")

    @property
    def groups(self) -> Iterator[FacetGroup]:
        """The facets but the capabilities, which have a place of their own."""
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
            ends = self.narrowed.spanned(ranged).ends
            yield RangeField(ranged, ends, typed, wrong[0] or wrong[1])

    def _group(self, facet: Facet) -> FacetGroup:
        tallied = self.narrowed.tallied(facet)
        opened = self.list_query.more == facet.key
        most = MOST_SHOWN if opened else SHOWN
        options = tuple(
            FacetOption(value, self.name_of(facet, value), count, value in tallied.chosen)
            for place, (value, count) in enumerate(_in_order(tallied))
            if place < most or value in tallied.chosen
        )
        hidden = len(tallied.counts) - len(options)
        more = self.list_query.showing("" if opened else facet.key).text if hidden or opened else ""
        return FacetGroup(facet, options, hidden, opened, more)

    def name_of(self, facet: Facet, value: str) -> str | Promise:
        if facet.key == "maker":
            return self.sets.index.makers.get(value, value)
        if facet.key == "provider":
            return self.sets.index.providers.get(value, value)
        return (facet.names or {}).get(value, value)

    @property
    def chips(self) -> Iterator[Chip]:
        choice = self.list_query.choice
        for key, values in choice.values.items():
            facet = FACET_BY_KEY[key]
            for value in values:
                rest = tuple(other for other in values if other != value)
                left = {**choice.values, key: rest} if rest else _less(choice.values, key)
                yield self._chip(
                    facet.label, self.name_of(facet, value), replace(choice, values=left)
                )
        for key, (lowest, highest) in choice.bounds.items():
            ranged, left_bounds = RANGE_BY_KEY[key], _less(choice.bounds, key)
            said = between(ranged, lowest, highest)
            yield self._chip(ranged.label, said, replace(choice, bounds=left_bounds))
        if choice.since:
            yield self._chip("", choice.since, replace(choice, since=""), "since")
        for rubric, least in (choice.scores or {}).items():
            left_scores = _less(choice.scores or {}, rubric)
            yield self._chip("", str(least), replace(choice, scores=left_scores), rubric)
        if choice.words:
            yield self._chip("", choice.words, replace(choice, words=""), "words")

    @property
    def ways_out(self) -> list[Chip]:
        """What finds something once it is lifted, where nothing is found."""
        return [chip for chip in self.chips if chip.count]

    def _chip(
        self, label: str | Promise, value: str | Promise, left: Filters, about: str = ""
    ) -> Chip:
        count = 0 if self.narrowed.found else self._count(left)
        return Chip(label, value, about, self.list_query.choosing(left).text, count)

    def _count(self, choice: Filters) -> int:
        return FilteredSet(self.sets, choice, self._within).found.bit_count()

    def csv_rows(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the list as a spreadsheet takes it: every row that fits, the columns that show."""
        columns = self.columns
        yield ("id", *(column.key for column in columns))
        for row in self.rows:
            yield (row.path, *(_cell(column, row) for column in columns))


def _in_order(tallied: FacetCounts) -> list[tuple[str, int]]:
    """Return values in the order that they are named in, or else the most frequent first."""
    names = tallied.facet.names
    if names is None:
        return list(tallied.counts)
    places = {value: place for place, value in enumerate(names)}
    return sorted(tallied.counts, key=lambda pair: places.get(pair[0], len(places)))


def between(ranged: Range, lowest: Decimal | None, highest: Decimal | None) -> str:
    """Return two bounds in words; at least one of them is set."""
    sign = "$" if ranged.money else ""
    ends = {"lowest": f"{sign}{_typed(lowest)}", "highest": f"{sign}{_typed(highest)}"}
    if lowest is None:
        return gettext("up to %(highest)s") % ends
    if highest is None:
        return gettext("from %(lowest)s") % ends
    return gettext("%(lowest)s to %(highest)s") % ends


def _typed(amount: Decimal | None) -> str:
    return "" if amount is None else amount_text(amount)


def _less(mapping: Any, key: str) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name != key}


def _cell(column: ListColumn, row: ModelRow) -> Cell:
    if column.key == "name":
        return row.name
    if column.key == "maker":
        return row.maker_name
    value: Any = column.of(row)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or None if isinstance(value, str) else value
