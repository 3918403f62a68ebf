"""The state of the list of models: parsed from a query string and written back as the shortest.

Invalid values are dropped, for instance an unknown maker or sort key. A bound that is not a number
is kept in `wrong`, for the message beside its field.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Self

from django.http import QueryDict

from catalog.listing.columns import COLUMNS, DEFAULT_COLUMNS, NAME, ListColumn, score_column
from catalog.listing.facets import FACETS, KIND, RANGES, FacetIndex, Filters, Range
from catalog.listing.query_string import QueryState, query_string
from catalog.listing.table_query import MOST_PAGES, search_words

# Of one facet: no visitor selects more, and each value costs a set operation.
MOST_VALUES = 50
# More digits than any price or number of tokens has.
LONGEST_NUMBER = 20
SINCE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
AMOUNT = re.compile(r"\$?(\d{0,12}(?:\.\d{1,9})?)\s*([KkMm]?)", re.ASCII)
MULTIPLIERS = {"": 1, "k": 1000, "m": 1_000_000}
EVERY_KIND = "all"  # of pages that start with one type of models
NEWEST, BEST_MATCH = "-released", "match"


@dataclass(frozen=True, slots=True)
class ListQuery(QueryState):
    """Filters, columns and order of a list of models.

    `besides` holds parameters of another page that has the same filters, such as the calculator's
    workload; they come first. `more` is the facet whose full list of values is open.

    `default_kind` is the type of model that a page starts with; its URL names other types, or
    every type, and leaves out this one.
    """

    choice: Filters
    columns: tuple[ListColumn, ...] = ()
    sort: str = ""
    more: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)
    besides: tuple[tuple[str, str], ...] = ()
    default_kind: str = ""

    @property
    def default_sort(self) -> str:
        return BEST_MATCH if self.choice.words else NEWEST

    @property
    def ordering(self) -> str:
        return self.sort or self.default_sort

    @property
    def sort_key(self) -> str:
        return self.ordering.removeprefix("-")

    @property
    def descending(self) -> bool:
        return self.ordering.startswith("-")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [*self.besides, *self._choices(), *self._view()]

    @property
    def choice_text(self) -> str:
        """The filters alone, to link to another page that has them."""
        return query_string(self._choices())

    @property
    def cleared_text(self) -> str:
        """The state without filters; parameters of the page itself stay."""
        return query_string(self.besides)

    @property
    def choosing_anything(self) -> bool:
        return any(self._choices())

    @property
    def only_words(self) -> bool:
        return [key for key, _value in self._choices()] == ["q"]

    @property
    def usual_columns(self) -> bool:
        return tuple(column.key for column in self.columns[1:]) == DEFAULT_COLUMNS

    def _choices(self) -> Iterator[tuple[str, str]]:
        choice = self.choice
        if choice.words:
            yield "q", choice.words
        for facet in FACETS:
            for value in self._values(facet.key):
                yield facet.key, value
        for ranged in RANGES:
            lowest, highest = choice.bounds.get(ranged.key, (None, None))
            if lowest is not None:
                yield f"{ranged.key}-min", amount_text(lowest)
            if highest is not None:
                yield f"{ranged.key}-max", amount_text(highest)
        if choice.since:
            yield "since", choice.since
        for rubric, least in sorted((choice.scores or {}).items()):
            yield f"score-{rubric}", str(least)

    def _values(self, key: str) -> tuple[str, ...]:
        values = self.choice.values.get(key, ())
        if key == KIND and self.default_kind:
            return () if values == (self.default_kind,) else values or (EVERY_KIND,)
        return values

    def _view(self) -> Iterator[tuple[str, str]]:
        if self.sort and self.sort != self.default_sort:
            yield "sort", self.sort
        if not self.usual_columns:
            yield from (("col", column.key) for column in self.columns[1:])
        if self.more:
            yield "more", self.more
        if self.page > 1:
            yield "page", str(self.page)

    def sorted_by(self, sort: str) -> Self:
        return self.but(sort=sort, page=1)


def read_list_query(parameters: QueryDict, facets: FacetIndex, default_kind: str = "") -> ListQuery:
    """Parse a query string; values that the facets do not have are dropped."""
    bounds, wrong = _bounds(parameters)
    choice = Filters(
        values=_with_default_kind(dict(_values(parameters, facets)), parameters, default_kind),
        bounds=bounds,
        since=_since(parameters.get("since", "")),
        scores=dict(_scores(parameters, facets)),
        words=search_words({"q": parameters.get("q", "")}),
    )
    known = every_column(facets)
    keys = set(parameters.getlist("col")[: 2 * MOST_VALUES]) & set(known) or set(DEFAULT_COLUMNS)
    columns = tuple(column for key, column in known.items() if key in keys or column is NAME)
    more = parameters.get("more", "")
    return ListQuery(
        choice,
        columns,
        sort=_sort(parameters.get("sort", ""), known),
        page=_page(parameters.get("page", "")),
        more=more if more in {facet.key for facet in FACETS} else "",
        wrong=wrong,
        default_kind=default_kind,
    )


def every_kind_text(list_query: ListQuery) -> str:
    """Return the URL's query with every type of models; "" where none of them is left out."""
    values = dict(list_query.choice.values)
    if not list_query.default_kind or values.pop(KIND, None) != (list_query.default_kind,):
        return ""
    return list_query.but(choice=replace(list_query.choice, values=values), page=1).text


def _with_default_kind(
    values: dict[str, tuple[str, ...]], parameters: QueryDict, default: str
) -> dict[str, tuple[str, ...]]:
    """Return the chosen values with the page's default type, unless others or all are chosen."""
    if not default:
        return values
    if EVERY_KIND in parameters.getlist(KIND)[:MOST_VALUES]:
        return {key: chosen for key, chosen in values.items() if key != KIND}
    # First, as `FACETS` has it: the order of values is that of the filters above the results.
    return {KIND: values.get(KIND, (default,)), **values}


def every_column(facets: FacetIndex) -> dict[str, ListColumn]:
    columns = (*COLUMNS, *map(score_column, facets.rubrics))
    return {column.key: column for column in columns}


def _values(parameters: QueryDict, facets: FacetIndex) -> Iterator[tuple[str, tuple[str, ...]]]:
    for facet in FACETS:
        chosen = set(parameters.getlist(facet.key)[:MOST_VALUES])
        known = chosen & (set(facets.values[facet.key]) | set(facet.names or ()))
        if known:
            # Sorted, so that the order of parameters makes no second URL of the same state.
            yield facet.key, tuple(sorted(known))


def _bounds(
    parameters: QueryDict,
) -> tuple[dict[str, tuple[Decimal | None, Decimal | None]], dict[str, str]]:
    """Return the bounds that can be parsed, and by field the text of those that cannot."""
    bounds, wrong = {}, {}
    for ranged in RANGES:
        ends = []
        for end in ("min", "max"):
            # Cut above the valid length: an over-long number is reported, not cut to a valid one.
            typed = parameters.get(f"{ranged.key}-{end}", "").strip()[: 2 * LONGEST_NUMBER]
            amount = read_amount(typed, ranged)
            ends.append(amount)
            if typed and amount is None:
                wrong[f"{ranged.key}-{end}"] = typed
        if ends != [None, None]:
            bounds[ranged.key] = (ends[0], ends[1])
    return bounds, wrong


def read_amount(typed: str, ranged: Range) -> Decimal | None:
    """Parse a price or a number of tokens: 0.5, $2, 128K, 1M; None where it is neither."""
    match = AMOUNT.fullmatch(typed.replace(",", ""))
    if match is None or len(typed) > LONGEST_NUMBER or (match[2] and ranged.money):
        return None
    try:
        amount = Decimal(match[1]) * MULTIPLIERS[match[2].lower()]
    except InvalidOperation:
        return None
    # Normalised, so that 0.5 and 0.50 give one URL.
    return amount.normalize() if ranged.money else Decimal(int(amount))


def amount_text(amount: Decimal) -> str:
    return f"{amount:f}"


def _since(typed: str) -> str:
    return typed if SINCE.fullmatch(typed) else ""


def _scores(parameters: QueryDict, facets: FacetIndex) -> Iterator[tuple[str, int]]:
    for rubric in facets.rubrics:
        typed = parameters.get(f"score-{rubric}", "")
        # The length first: int() raises an error for thousands of digits.
        if typed.isascii() and typed.isdecimal() and len(typed) < 4 and 0 < int(typed) <= 100:
            yield rubric, int(typed)


def _sort(typed: str, known: Mapping[str, ListColumn]) -> str:
    return typed if typed == BEST_MATCH or typed.removeprefix("-") in known else ""


def _page(typed: str) -> int:
    # isdecimal() alone accepts digits of every script.
    if not (typed.isascii() and typed.isdecimal()) or len(typed) > len(str(MOST_PAGES)):
        return 1
    return max(1, int(typed))
