"""The results of a list query: rows, facet counts, and the filters to remove."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator

from catalog.listing.bitset import BitSet
from catalog.listing.columns import ListColumn, order_of
from catalog.listing.facets import FACETS, Facet, FacetIndex, FilteredSet, Filters
from catalog.listing.filter_chips import ChosenFilter, FilterChip, chosen_filters
from catalog.listing.filter_fields import FacetGroup, RangeField, facet_group, range_fields
from catalog.listing.headings import ColumnHeading
from catalog.listing.index import ModelRow
from catalog.listing.list_query import BEST_MATCH, ListQuery, every_column
from catalog.models import family_url

PAGE_SIZE = 50
MOST_FAMILIES = 8  # links above the table


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
        # The index keeps each order of all rows, so no request sorts its matches.
        return [rows[place] for place in self._order() if place in members]

    def _order(self) -> Sequence[int]:
        list_query, index = self.list_query, self.facets.index
        if list_query.sort_key == BEST_MATCH:
            if list_query.choice.words:
                return index.search_index.search(list_query.choice.words).places
            # Without words nothing matches best, so the default order stays.
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
        # A family without a letter or digit has no page.
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
    def groups(self) -> list[FacetGroup]:
        """All facets except capabilities, which the form shows in a group of their own."""
        return [self._group(facet) for facet in FACETS if not facet.capability]

    @property
    def capabilities(self) -> list[FacetGroup]:
        return [self._group(facet) for facet in FACETS if facet.capability]

    def _group(self, facet: Facet) -> FacetGroup:
        return facet_group(facet, self.facets, self.filtered, self.list_query)

    @property
    def ranges(self) -> Iterator[RangeField]:
        return range_fields(self.filtered, self.list_query)

    @property
    def minimum_scores(self) -> list[tuple[str, int | str]]:
        """Every rubric with its chosen minimum, "" where there is none."""
        chosen = self.list_query.choice.scores or {}
        return [(rubric, chosen.get(rubric, "")) for rubric in self.facets.rubrics]

    @property
    def chips(self) -> list[FilterChip]:
        return [self._chip(one) for one in chosen_filters(self.list_query.choice, self.facets)]

    @property
    def removable_filters(self) -> list[FilterChip]:
        """The filters of which any one leaves results when removed; only where none match all."""
        return [chip for chip in self.chips if chip.count]

    def _chip(self, chosen: ChosenFilter) -> FilterChip:
        query = self.list_query.but(choice=chosen.left, page=1).text
        # Only an empty list shows the counts; elsewhere they would be work for nothing.
        count = 0 if self.filtered.members else self._count(chosen.left)
        return FilterChip(chosen.label, chosen.value, chosen.kind, query, count)

    def _count(self, choice: Filters) -> int:
        return len(FilteredSet(self.facets, choice, self._within).members)
