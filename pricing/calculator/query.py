"""What is asked of the calculator, and the one address that asks it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, Self

from django.http import QueryDict

from catalog.listing.facets import FacetIndex, Filters
from catalog.listing.index import ModelIndex
from catalog.listing.list_query import ListQuery, read_list_query
from pricing.calculator.forms import COMPARED, MOST_WORKLOADS, ComparisonForm, WorkloadForm
from pricing.workload import Workload

DEFAULT_WORKLOAD = Workload()
NAMES = tuple(one.name for one in fields(Workload))
ALWAYS = ("requests", "per", "input", "output")
NO_CHOICE = Filters({}, {}, scores={})
UNFILTERED = FacetIndex(ModelIndex((), {}))
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CalculatorQuery:
    """Workloads and filters; `text` is the shortest query string that asks for the same."""

    workloads: tuple[Workload, ...] = (DEFAULT_WORKLOAD,)
    model: str = ""
    now: Decimal | None = None
    growth: Decimal | None = None
    choice: Filters = NO_CHOICE
    more: str = ""
    page: int = 1
    wrong: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def text(self) -> str:
        """Return the query string that asks this, question mark included; nothing if plain."""
        return self.list_query.text

    @property
    def list_query(self) -> ListQuery:
        """Return the filters as the list of models has them, beside the rest of the question."""
        own = (*self._workload_pairs(), *self._other_pairs())
        return ListQuery(self.choice, page=self.page, more=self.more, wrong=self.wrong, besides=own)

    def on_page(self, number: int) -> Self:
        return replace(self, page=number)

    def with_workload(self) -> Self:
        """Add a workload like the last one, for its reader to change."""
        return replace(self, workloads=(*self.workloads, self.workloads[-1])[:MOST_WORKLOADS])

    def without_workload(self, place: int) -> Self:
        kept = tuple(w for n, w in enumerate(self.workloads) if n != place)
        return replace(self, workloads=kept or (DEFAULT_WORKLOAD,))

    def _workload_pairs(self) -> Iterator[Pair]:
        if self.workloads == (DEFAULT_WORKLOAD,):
            return
        for place, workload in enumerate(self.workloads):
            yield from _plain_pairs(place, workload)

    def _other_pairs(self) -> Iterator[Pair]:
        if self.model:
            yield "model", self.model
        for name in COMPARED:
            if (figure := getattr(self, name)) is not None:
                yield name, f"{figure.normalize():f}"


def _plain_pairs(place: int, workload: Workload) -> Iterator[Pair]:
    for name in NAMES:
        value = getattr(workload, name)
        if name in ALWAYS or value != getattr(DEFAULT_WORKLOAD, name):
            yield named(place, name), str(value)


def named(place: int, field: str) -> str:
    """Return a field's name in the address: input for the first workload, then 2-input, 3-input."""
    return field if place == 0 else f"{place + 1}-{field}"


@dataclass(frozen=True, slots=True)
class CalculatorForms:
    """The forms as filled in, and the question, which is None while a field is wrong."""

    forms: tuple[WorkloadForm, ...]
    compared: ComparisonForm
    list_query: ListQuery
    question: CalculatorQuery | None


def read_calculator_query(given: QueryDict, sets: FacetIndex = UNFILTERED) -> CalculatorForms:
    """Read an address or a form; what is no field of it, or no value of a filter, is left out."""
    if not _mentioned(given, 0):
        given = given.copy()
        given.update(dict(_plain_pairs(0, DEFAULT_WORKLOAD)))
    places = [place for place in range(MOST_WORKLOADS) if place == 0 or _mentioned(given, place)]
    filled = tuple(WorkloadForm(given, prefix=str(p + 1) if p else None) for p in places)
    compared, list_query = ComparisonForm(given), read_list_query(given, sets)
    if not min([form.is_valid() for form in (*filled, compared)]):  # all, for their messages
        return CalculatorForms(filled, compared, list_query, None)
    question = CalculatorQuery(
        tuple(form.workload for form in filled),
        **_compared(compared.cleaned_data),
        choice=list_query.choice,
        more=list_query.more,
        page=list_query.page,
        wrong=list_query.wrong,
    )
    return CalculatorForms(filled, compared, question.list_query, question)


def _mentioned(given: Mapping[str, Any], place: int) -> bool:
    return any(given.get(named(place, name)) for name in NAMES)


def _compared(given: dict[str, Any]) -> dict[str, Any]:
    growth = given["growth"]
    return {
        "model": given["model"],
        "now": given["now"] or None,
        "growth": growth if growth and growth != 1 else None,
    }
