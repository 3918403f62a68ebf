"""The state of the calculator: read from a URL or a form, written as the one URL for it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, Self

from django.http import QueryDict

from catalog.domain.kinds import ModelKind
from catalog.listing.facets import KIND, FacetIndex, Filters
from catalog.listing.index import ModelIndex
from catalog.listing.list_query import ListQuery, read_list_query
from catalog.listing.query_string import QueryState
from catalog.listing.table_query import EVERY_ROW
from pricing.calculator.forms import (
    COMPARISON_FIELDS,
    HEADLINE_FIELDS,
    MAX_WORKLOADS,
    ComparisonForm,
    WorkloadForm,
)
from pricing.same_use import SLACK
from pricing.terms import NO_TERMS, Terms
from pricing.terms_forms import TermsForms, read_terms
from pricing.workload import Workload

DEFAULT_WORKLOAD = Workload()
WORKLOAD_FIELDS = tuple(one.name for one in fields(Workload))
NO_FILTERS = Filters({}, {}, scores={})
CHAT_ONLY = Filters({KIND: (ModelKind.CHAT,)}, {}, scores={})
NO_FACETS = FacetIndex(ModelIndex((), {}))
Pair = tuple[str, str]
MODEL_PATH = re.compile(r"[-\w]{1,150}/[-\w]{1,150}")
MOST_MODELS = 6  # as many as can be compared


@dataclass(frozen=True, slots=True)
class CalculatorQuery(QueryState):
    """Workloads, filters and what costs are compared with.

    `now` is the current spend in USD per month, `growth` a factor other than 1, and `wrong` the
    text of each bound of a filter that is no number, by its field. `instead` names the offer or
    model that the reader uses now, `slack` is in points of a fit score, and `caches` the number of
    separate cached prompts. Each model is listed once, at its cheapest offer, unless `every_offer`
    is. `default_kind` is as in `ListQuery`.
    """

    workloads: tuple[Workload, ...] = (DEFAULT_WORKLOAD,)
    model: str = ""
    models: tuple[str, ...] = ()  # the canonical ids that the list is limited to; none: no limit
    now: Decimal | None = None
    growth: Decimal | None = None
    instead: str = ""
    slack: int = SLACK
    caches: int = 1
    choice: Filters = CHAT_ONLY
    default_kind: str = ModelKind.CHAT
    every_offer: bool = False
    more: str = ""
    mode: str = ""  # at whose prices: "" is standard
    terms: Terms = NO_TERMS  # what the reader pays in place of list prices
    # An invalid bound filters nothing, so two queries that differ only in it are the same state.
    wrong: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def pairs(self) -> list[Pair]:
        return self.list_query.pairs

    @property
    def list_query(self) -> ListQuery:
        """The filters as the model list has them; removing one keeps the workloads."""
        own = [*workload_pairs(self.workloads), *self._comparison_pairs(), *self.terms.pairs]
        if self.every_offer and not self.model:
            own.append(EVERY_ROW)
        return ListQuery(
            self.choice,
            page=self.page,
            more=self.more,
            wrong=self.wrong,
            besides=tuple(own),
            default_kind=self.default_kind,
        )

    def with_workload(self) -> Self:
        """Add a copy of the last workload, up to MAX_WORKLOADS."""
        return replace(self, workloads=(*self.workloads, self.workloads[-1])[:MAX_WORKLOADS])

    def without_workload(self, index: int) -> Self:
        """Remove a workload; the default one takes the place of the only one."""
        others = tuple(w for n, w in enumerate(self.workloads) if n != index)
        return replace(self, workloads=others or (DEFAULT_WORKLOAD,))

    def _comparison_pairs(self) -> Iterator[Pair]:
        if self.model:
            yield "model", self.model
        if self.models:
            yield "models", ",".join(self.models)
        for name in COMPARISON_FIELDS:
            if (number := getattr(self, name)) is not None:
                yield name, f"{number.normalize():f}"
        if self.mode:
            yield "mode", self.mode
        if self.instead:
            yield "instead", self.instead
            for name, default in (("slack", SLACK), ("caches", 1)):
                if (number := getattr(self, name)) != default:
                    yield name, str(number)


def workload_pairs(workloads: tuple[Workload, ...]) -> Iterator[Pair]:
    """Yield the parameters of workloads; none for the default one."""
    if workloads == (DEFAULT_WORKLOAD,):
        return
    for index, workload in enumerate(workloads):
        yield from _field_pairs(index, workload)


def _field_pairs(index: int, workload: Workload) -> Iterator[Pair]:
    """Yield the headline fields, and the others where they differ from their defaults."""
    for name in WORKLOAD_FIELDS:
        value = getattr(workload, name)
        if name in HEADLINE_FIELDS or value != getattr(DEFAULT_WORKLOAD, name):
            yield parameter(index, name), str(value)


def parameter(index: int, field: str) -> str:
    """Return a field's parameter: "input" of the first workload, then "2-input", "3-input"."""
    return field if index == 0 else f"{index + 1}-{field}"


@dataclass(frozen=True, slots=True)
class CalculatorForms:
    """The forms as filled in, and the query they stand for; None while a field is invalid."""

    workloads: tuple[WorkloadForm, ...]
    comparison: ComparisonForm
    terms: TermsForms
    list_query: ListQuery
    query: CalculatorQuery | None


def read_calculator_forms(params: QueryDict, facets: FacetIndex = NO_FACETS) -> CalculatorForms:
    """Read a URL or a submitted form; unknown parameters and values of filters are ignored."""
    params = with_workload_fields(params)
    indexes = [n for n in range(MAX_WORKLOADS) if n == 0 or _has_workload(params, n)]
    workloads = tuple(WorkloadForm(params, prefix=str(n + 1) if n else None) for n in indexes)
    # One model is of one type, whichever that is; and so are those that may replace it. Models that
    # are named are all wanted.
    models = read_models(params)
    named = params.get("model") or params.get("instead") or models
    starts_with = "" if named else ModelKind.CHAT
    comparison, list_query = ComparisonForm(params), read_list_query(params, facets, starts_with)
    # The list validates every form, for its messages; `all` alone would stop at the first error.
    valid = [form.is_valid() for form in (*workloads, comparison)]
    read = read_terms(params)
    if read.terms is None or not all(valid):
        return CalculatorForms(workloads, comparison, read, list_query, None)
    query = CalculatorQuery(
        tuple(form.workload for form in workloads),
        **_comparison(comparison.cleaned_data),
        models=models,
        choice=list_query.choice,
        default_kind=list_query.default_kind,
        every_offer=(EVERY_ROW[0], params.get(EVERY_ROW[0])) == EVERY_ROW,
        more=list_query.more,
        terms=read.terms,
        page=list_query.page,
        wrong=list_query.wrong,
    )
    return CalculatorForms(workloads, comparison, read, query.list_query, query)


def read_models(params: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the canonical ids in "models", in order, at most MOST_MODELS; others are ignored."""
    # Splitting one more than can be valid is enough: the rest stays in the last part.
    parts = (params.get("models") or "").split(",", MOST_MODELS)
    known = sorted({part for part in parts if MODEL_PATH.fullmatch(part)})
    return tuple(known[:MOST_MODELS])


def with_workload_fields(params: QueryDict) -> QueryDict:
    """Return parameters that have those of the default workload where they name none."""
    if _has_workload(params, 0):
        return params
    params = params.copy()
    params.update(dict(_field_pairs(0, DEFAULT_WORKLOAD)))
    return params


def read_workload_form(params: QueryDict) -> WorkloadForm:
    """Return the form of the first workload of a URL, validated."""
    form = WorkloadForm(with_workload_fields(params))
    form.is_valid()
    return form


def default_calculator_forms() -> CalculatorForms:
    """Return the forms of a plain URL."""
    return read_calculator_forms(QueryDict())


def _has_workload(params: Mapping[str, Any], index: int) -> bool:
    return any(params.get(parameter(index, name)) for name in WORKLOAD_FIELDS)


def _comparison(values: dict[str, Any]) -> dict[str, Any]:
    """Return model, spend and growth; a spend of 0 and a growth of 1 compare nothing."""
    growth = values["growth"]
    return {
        "model": values["model"],
        "now": values["now"] or None,
        "growth": growth if growth and growth != 1 else None,
        "instead": values["instead"],
        "mode": values["mode"],
        "slack": SLACK if values["slack"] is None else int(values["slack"]),
        "caches": int(values["caches"] or 1),
    }
