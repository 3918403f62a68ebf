"""The state of a table that is read from the database: its order and page, and search words.

Invalid values are dropped, as in `list_query`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter, itemgetter
from typing import Any, Self, TypeVar

from django import forms
from django.db.models import Case, F, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.listing.headings import ColumnHeading
from catalog.listing.query_string import QueryState
from catalog.name_order import NameOrder, by_name

Row = TypeVar("Row")
MOST_WORDS = 8
MOST_PAGES = 9999
EVERY_ROW = ("offers", "all")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: its field of the ORM, "" for one that does not sort, and how it sorts.

    `descending_first` columns show the highest value first on the first click.
    """

    key: str
    label: str | Promise
    field: str
    unit: str | Promise = ""
    numeric: bool = False
    blank_is_unknown: bool = False
    descending_first: bool = False
    is_name: bool = False

    def ordering(self, descending: bool) -> list[Any]:
        """Return the terms of an ORDER BY; unknown values come last in both directions."""
        field = NameOrder(self.field) if self.is_name else F(self.field)
        by = field.desc(nulls_last=True) if descending else field.asc(nulls_last=True)
        if not self.blank_is_unknown:
            return [by]
        # A text column stores "" for unknown, which NULLS LAST does not move.
        return [Case(When(**{self.field: ""}, then=Value(1)), default=Value(0)), by]


_CONTEXT = TableColumn(
    "context", _("Context"), "context", _("tokens"), numeric=True, descending_first=True
)
_RELEASED = TableColumn(
    *("released", _("Released"), "released"),
    numeric=True,
    blank_is_unknown=True,
    descending_first=True,
)


MODEL_COLUMNS = (
    TableColumn("name", _("Model"), "name", is_name=True),
    TableColumn("maker", _("Maker"), "maker__name", is_name=True),
    _CONTEXT,
    TableColumn("input", _("Input"), "input_price", _("per 1M tokens"), numeric=True),
    TableColumn("output", _("Output"), "output_price", _("per 1M tokens"), numeric=True),
    TableColumn("trend", _("Trend"), "trend__percent", _("90 days")),
    TableColumn("providers", _("Providers"), "provider_count", numeric=True, descending_first=True),
    _RELEASED,
)
PROVIDER_OFFER_COLUMNS = (
    TableColumn("name", _("Model"), "model__name", is_name=True),
    TableColumn("id", _("Provider model ID"), "provider_model_id", is_name=True),
    _CONTEXT,
    TableColumn("input", _("Input"), "input_price", _("per 1M tokens"), numeric=True),
    TableColumn("output", _("Output"), "output_price", _("per 1M tokens"), numeric=True),
    TableColumn("cache-read", _("Cache read"), "cache_read_price", numeric=True),
    TableColumn("blended", _("Blended"), "blended_price", _("per 1M tokens"), numeric=True),
    _RELEASED,
)
# Of a provider with offers in several regions; a region is no field of an offer to sort by.
REGION_COLUMN = TableColumn("region", _("Region"), "")
MODEL_OFFER_COLUMNS = (
    TableColumn("provider", _("Provider"), "provider__name", is_name=True),
    TableColumn("input", _("Input"), "input_price", numeric=True),
    TableColumn("output", _("Output"), "output_price", numeric=True),
    TableColumn("cache-read", _("Cache read"), "cache_read_price", numeric=True),
    TableColumn("cache-write", _("Cache write"), "cache_write_price", numeric=True),
    TableColumn("blended", _("Blended"), "blended_price", numeric=True),
    _CONTEXT,
    _RELEASED,
    TableColumn("changed", _("Last change"), "changed_on", numeric=True, descending_first=True),
    TableColumn("seller", _("Seller"), "seller"),
    TableColumn("region", _("Region"), "region"),
)
# Of a model with several versions: their ids sort by date.
VERSION_COLUMN = TableColumn("version", _("Version"), "model__path", is_name=True)
VERSIONED_OFFER_COLUMNS = (MODEL_OFFER_COLUMNS[0], VERSION_COLUMN, *MODEL_OFFER_COLUMNS[1:])


@dataclass(frozen=True, slots=True)
class TableQuery(QueryState):
    """Order, page and search words of a table with these columns.

    `every_row` is whether a table that shows its main rows first is opened to all of them;
    `version` is the slug of the version of a model to which its offers are limited. `besides` holds
    further filters of a page as its URL has them; they come first.
    """

    columns: tuple[TableColumn, ...]
    default_sort: str
    words: str = ""
    sort: str = ""
    every_row: bool = False
    version: str = ""
    besides: tuple[tuple[str, str], ...] = ()

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def column(self) -> TableColumn:
        return next(c for c in self.columns if c.key == self.sort.removeprefix("-"))

    @property
    def ordering(self) -> list[Any]:
        return [*self.column.ordering(self.descending), "pk"]

    def sorted_at(self, field: str) -> Self:
        """Return the query with another field behind the column that the table is sorted by."""
        sorted_by = self.column
        columns = tuple(replace(c, field=field) if c is sorted_by else c for c in self.columns)
        return self.but(columns=columns)

    def sorted(
        self, rows: Iterable[Row], value_of: Callable[[Row], Any] | None = None
    ) -> list[Row]:
        """Sort rows that are loaded already: unknown values last, ties in their former order.

        `value_of` returns what to sort by in place of the column's field.
        """
        value = value_of or attrgetter(self.column.field.replace("__", "."))
        keyed = [(value(row), row) for row in rows]
        known = [pair for pair in keyed if pair[0] not in (None, "")]
        if self.column.is_name:
            known = [(by_name(name), row) for name, row in known]
        known.sort(key=itemgetter(0), reverse=self.descending)
        unknown = [row for sort_value, row in keyed if sort_value in (None, "")]
        return [row for _value, row in known] + unknown

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        yield from self.besides
        if self.words:
            yield "q", self.words
        if self.sort != self.default_sort:
            yield "sort", self.sort
        if self.version:
            yield "version", self.version
        if self.every_row:
            yield EVERY_ROW
        if self.page > 1:
            yield "page", str(self.page)

    @property
    def headings(self) -> list[ColumnHeading]:
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: TableColumn) -> ColumnHeading:
        current = self.sort.removeprefix("-") == column.key
        descend = not self.descending if current else column.descending_first
        query = self.but(sort=f"-{column.key}" if descend else column.key, page=1).text
        direction = "descending" if self.descending else "ascending"
        return ColumnHeading(
            *(column.key, column.label, column.unit, column.numeric),
            query,
            direction if current else "",
            sortable=bool(column.field),
        )


class TableForm(forms.Form):
    """Validates the query string of a table."""

    q = forms.CharField(required=False, max_length=100)
    sort = forms.CharField(required=False, max_length=20)
    offers = forms.CharField(required=False, max_length=20)
    version = forms.SlugField(required=False, max_length=200)
    page = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAGES)


def search_words(parameters: Mapping[str, Any]) -> str:
    """Return the search words of a query string; "" if they are over-long."""
    form = TableForm(parameters)
    form.is_valid()
    return _words(form.cleaned_data)


def _words(cleaned: Mapping[str, Any]) -> str:
    return " ".join(cleaned.get("q", "").split()[:MOST_WORDS])


def read_table_query(
    parameters: Mapping[str, Any], columns: tuple[TableColumn, ...], default_sort: str
) -> TableQuery:
    """Parse a query string; an unknown order or page, and over-long words, are dropped."""
    if not parameters:  # building a form takes longer than all the rest of this
        return TableQuery(columns, default_sort, sort=default_sort)
    form = TableForm(parameters)
    form.is_valid()
    cleaned = form.cleaned_data
    sort = cleaned.get("sort") or default_sort
    if sort.removeprefix("-") not in {column.key for column in columns}:
        sort = default_sort
    page = cleaned.get("page") or 1
    every_row = (EVERY_ROW[0], cleaned.get("offers")) == EVERY_ROW
    version = cleaned.get("version", "")
    return TableQuery(columns, default_sort, _words(cleaned), sort, every_row, version, page=page)
