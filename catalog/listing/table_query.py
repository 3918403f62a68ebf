"""What a visitor may ask of a list: words, an order, a page. What makes no sense is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter, itemgetter
from typing import Any, Self, TypeVar
from urllib.parse import urlencode

from django import forms
from django.db.models import Case, F, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row")
MOST_WORDS = 8
MOST_PAGES = 9999


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a list: what it is called, what it sorts by, and how it reads."""

    key: str
    label: str | Promise
    field: str
    unit: str | Promise = ""
    numeric: bool = False
    blank_is_unknown: bool = False

    def ordering(self, descending: bool) -> list[Any]:
        """Return the terms of an ORDER BY; what is unknown comes last in both directions."""
        field = F(self.field)
        by = field.desc(nulls_last=True) if descending else field.asc(nulls_last=True)
        if not self.blank_is_unknown:
            return [by]
        return [Case(When(**{self.field: ""}, then=Value(1)), default=Value(0)), by]


@dataclass(frozen=True, slots=True)
class TableHeading:
    """A column as its head shows it: where a click leads, and which way it is sorted now."""

    column: TableColumn
    query: str
    sorted: str


MODEL_COLUMNS = (
    TableColumn("name", _("Model"), "name"),
    TableColumn("maker", _("Maker"), "maker__name"),
    TableColumn("context", _("Context"), "context", _("tokens"), numeric=True),
    TableColumn("input", _("Input"), "input_price", _("per 1M tokens"), numeric=True),
    TableColumn("output", _("Output"), "output_price", _("per 1M tokens"), numeric=True),
    TableColumn("trend", _("Trend"), "trend__percent", _("90 days")),
    TableColumn("providers", _("Providers"), "provider_count", numeric=True),
    TableColumn("released", _("Released"), "released", numeric=True, blank_is_unknown=True),
)
PROVIDER_OFFER_COLUMNS = (
    TableColumn("name", _("Model"), "model__name"),
    TableColumn("id", _("Provider’s model ID"), "provider_model_id"),
    TableColumn("context", _("Context"), "context", _("tokens"), numeric=True),
    TableColumn("input", _("Input"), "input_price", _("per 1M tokens"), numeric=True),
    TableColumn("output", _("Output"), "output_price", _("per 1M tokens"), numeric=True),
    TableColumn("released", _("Released"), "released", numeric=True, blank_is_unknown=True),
)
MODEL_OFFER_COLUMNS = (
    TableColumn("provider", _("Provider"), "provider__name"),
    TableColumn("input", _("Input"), "input_price", numeric=True),
    TableColumn("output", _("Output"), "output_price", numeric=True),
    TableColumn("cache-read", _("Cache read"), "cache_read_price", numeric=True),
    TableColumn("cache-write", _("Cache write"), "cache_write_price", numeric=True),
    TableColumn("blended", _("Blended"), "blended_price", numeric=True),
    TableColumn("context", _("Context"), "context", _("tokens"), numeric=True),
    TableColumn("released", _("Released"), "released", numeric=True, blank_is_unknown=True),
    TableColumn("changed", _("Last change"), "changed_on", numeric=True),
)


@dataclass(frozen=True, slots=True)
class TableQuery:
    """A list as asked for; its query string is the shortest that asks for the same."""

    columns: tuple[TableColumn, ...]
    default_sort: str
    words: str = ""
    sort: str = ""
    page: int = 1

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def column(self) -> TableColumn:
        return next(c for c in self.columns if c.key == self.sort.removeprefix("-"))

    @property
    def ordering(self) -> list[Any]:
        return [*self.column.ordering(self.descending), "pk"]

    def sorted(self, rows: Iterable[Row]) -> list[Row]:
        """Sort rows that are already here: unknowns last in both directions, ties as they came."""
        value = attrgetter(self.column.field.replace("__", "."))
        keyed = [(value(row), row) for row in rows]
        known = [pair for pair in keyed if pair[0] not in (None, "")]
        known.sort(key=itemgetter(0), reverse=self.descending)
        unknown = [row for found, row in keyed if found in (None, "")]
        return [row for _value, row in known] + unknown

    @property
    def text(self) -> str:
        """Return this query as a query string, with its question mark; nothing if it is plain."""
        asked = {
            "q": self.words,
            "sort": "" if self.sort == self.default_sort else self.sort,
            "page": self.page if self.page > 1 else "",
        }
        given = urlencode({key: value for key, value in asked.items() if value})
        return f"?{given}" if given else ""

    @property
    def headings(self) -> list[TableHeading]:
        return [self._heading(column) for column in self.columns]

    def on_page(self, number: int) -> Self:
        return replace(self, page=number)

    def _heading(self, column: TableColumn) -> TableHeading:
        now = self.sort.removeprefix("-") == column.key
        # The first click shows what people look for: names from A, dates and contexts from the top.
        falls_first = column.key in {"context", "providers", "released", "changed"}
        falls = not self.descending if now else falls_first
        query = replace(self, sort=f"-{column.key}" if falls else column.key, page=1).text
        direction = "descending" if self.descending else "ascending"
        return TableHeading(column, query, direction if now else "")


class TableForm(forms.Form):
    """The query string of a list."""

    q = forms.CharField(required=False, max_length=100)
    sort = forms.CharField(required=False, max_length=20)
    page = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAGES)


def search_words(asked: Mapping[str, Any]) -> str:
    """Return the words that are searched for; over-long ones count as not given."""
    form = TableForm(asked)
    form.is_valid()
    return _words(form.cleaned_data)


def _words(given: Mapping[str, Any]) -> str:
    return " ".join(given.get("q", "").split()[:MOST_WORDS])


def read_table_query(
    asked: Mapping[str, Any], columns: tuple[TableColumn, ...], default_sort: str
) -> TableQuery:
    """Read a query string; an unknown order or page, or over-long words, count as not given."""
    if not asked:
        return TableQuery(columns, default_sort, sort=default_sort)
    form = TableForm(asked)
    form.is_valid()
    given = form.cleaned_data
    sort = given.get("sort") or default_sort
    if sort.removeprefix("-") not in {column.key for column in columns}:
        sort = default_sort
    return TableQuery(columns, default_sort, _words(given), sort, given.get("page") or 1)
