"""What is asked of the calculator, and the one address that asks it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict

from pricing.fit import ABILITIES
from pricing.forms import MOST_WORKLOADS, FilterForm, WorkloadForm
from pricing.workload import Workload

USUAL = Workload()
ALWAYS = ("requests", "per", "input", "output")
Pair = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """Workloads and filters; `text` is the shortest query string that asks for the same."""

    workloads: tuple[Workload, ...] = (USUAL,)
    q: str = ""
    maker: str = ""
    provider: str = ""
    model: str = ""
    needs: tuple[str, ...] = ()
    now: Decimal | None = None
    growth: Decimal | None = None
    page: int = 1

    @property
    def text(self) -> str:
        """Return the query string that asks this, question mark included; nothing if plain."""
        given = urlencode([*self._workload_pairs(), *self._filter_pairs()])
        return f"?{given}" if given else ""

    def on_page(self, number: int) -> Self:
        return replace(self, page=number)

    def with_workload(self) -> Self:
        """Add a workload like the last one, for its reader to change."""
        return replace(self, workloads=(*self.workloads, self.workloads[-1])[:MOST_WORKLOADS])

    def without_workload(self, place: int) -> Self:
        kept = tuple(w for n, w in enumerate(self.workloads) if n != place)
        return replace(self, workloads=kept or (USUAL,))

    def _workload_pairs(self) -> Iterator[Pair]:
        if self.workloads == (USUAL,):
            return
        for place, workload in enumerate(self.workloads):
            yield from _plain_pairs(place, workload)

    def _filter_pairs(self) -> Iterator[Pair]:
        for name in ("q", "maker", "provider", "model"):
            if value := getattr(self, name):
                yield name, value
        yield from (("needs", name) for name in self.needs)
        for name in ("now", "growth"):
            if (figure := getattr(self, name)) is not None:
                yield name, f"{figure.normalize():f}"
        if self.page > 1:
            yield "page", self.page


def _plain_pairs(place: int, workload: Workload) -> Iterator[Pair]:
    for field in fields(Workload):
        value = getattr(workload, field.name)
        if field.name in ALWAYS or value != getattr(USUAL, field.name):
            yield named(place, field.name), str(value)


def named(place: int, field: str) -> str:
    """Return a field's name in the address: input for the first workload, then 2-input, 3-input."""
    return field if place == 0 else f"{place + 1}-{field}"


@dataclass(frozen=True, slots=True)
class Asked:
    """The forms as filled in, and the question, which is None while a field is wrong."""

    forms: tuple[WorkloadForm, ...]
    filters: FilterForm
    question: Question | None


def read_question(given: QueryDict) -> Asked:
    """Read an address or a form; what is not a field of it is left out."""
    if not _mentioned(given, 0):
        given = given.copy()
        given.update(dict(_plain_pairs(0, USUAL)))
    places = [place for place in range(MOST_WORKLOADS) if place == 0 or _mentioned(given, place)]
    filled = tuple(WorkloadForm(given, prefix=str(p + 1) if p else None) for p in places)
    filters = FilterForm(given)
    if not min([form.is_valid() for form in (*filled, filters)]):  # all of them, for their messages
        return Asked(filled, filters, None)
    workloads = tuple(form.workload for form in filled)
    return Asked(filled, filters, Question(workloads, **_filters(filters.cleaned_data)))


def _mentioned(given: Mapping[str, Any], place: int) -> bool:
    return any(given.get(named(place, field.name)) for field in fields(Workload))


def _filters(given: dict[str, Any]) -> dict[str, Any]:
    asked = set(given["needs"])
    growth = given["growth"]
    return {
        "q": " ".join(given["q"].split()),
        **{name: given[name] for name in ("maker", "provider", "model")},
        "needs": tuple(name for name in ABILITIES if name in asked),
        "now": given["now"] or None,
        "growth": growth if growth and growth != 1 else None,
        "page": int(given["page"] or 1),
    }
