"""What the list of models can be narrowed by, and how many models each choice would leave.

Sets of models are whole numbers with a bit for each place in the index: a page with every count
takes some hundred operations on them, and no query.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, reduce
from operator import and_, attrgetter, or_
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.capabilities import CAPABILITIES
from catalog.domain.prices import PriceState
from catalog.listing.index import ModelIndex, ModelRow
from catalog.listing.search import bitset

Text = str | Promise
YES, NO, SILENT = "yes", "no", "silent"
SAID = {True: YES, False: NO, None: SILENT}
STATES: dict[str, Text] = {YES: _("Yes"), NO: _("No"), SILENT: _("Not reported")}
PRICES: dict[str, Text] = {
    PriceState.PRICED: _("Published price"),
    PriceState.FREE: _("Listed as free somewhere"),
    PriceState.PLAN: _("By subscription somewhere"),
    PriceState.UNKNOWN: _("No price per token"),
}
STATUSES: dict[str, Text] = {
    "current": _("No status stated"),
    "alpha": _("alpha"),
    "beta": _("beta"),
    "deprecated": _("deprecated"),
}
KINDS: dict[str, Text] = {
    "text": _("text"),
    "image": _("images"),
    "audio": _("audio"),
    "video": _("video"),
    "pdf": _("PDF"),
}


@dataclass(frozen=True, slots=True)
class Facet:
    """One kind of choice. A model must have one of the chosen values, or `every` one of them.

    `names` says what values are called that are known beforehand; others are named by the data.
    """

    key: str
    label: Text
    of: Callable[[ModelRow], Iterable[str]]
    names: Mapping[str, Text] | None = None
    every: bool = False
    capability: bool = False


def _says(key: str) -> Callable[[ModelRow], Iterable[str]]:
    return lambda row: (SAID[row.capabilities[key]],)


FACETS: tuple[Facet, ...] = (
    Facet("maker", _("Maker"), lambda row: (row.maker,)),
    Facet("provider", _("Provider"), attrgetter("sellers")),
    Facet("family", _("Family"), lambda row: (row.family,) if row.family else ()),
    *(Facet(c.key, c.label, _says(c.key), STATES, capability=True) for c in CAPABILITIES),
    Facet("takes", _("Takes"), attrgetter("takes"), KINDS, every=True),
    Facet("returns", _("Returns"), attrgetter("gives"), KINDS, every=True),
    Facet("price", _("Price"), attrgetter("states"), PRICES),
    Facet("status", _("Status"), lambda row: (row.status or "current",), STATUSES),
)
FACET_BY_KEY = {facet.key: facet for facet in FACETS}


@dataclass(frozen=True, slots=True)
class Range:
    """A figure that can be held between two bounds; a model without it fits neither."""

    key: str
    label: Text
    unit: Text
    of: Callable[[ModelRow], Any]
    money: bool = True


RANGES: tuple[Range, ...] = (
    Range("blended", _("Blended price"), _("USD per 1M tokens"), attrgetter("blended")),
    Range("input", _("Input price"), _("USD per 1M tokens"), attrgetter("input")),
    Range("output", _("Output price"), _("USD per 1M tokens"), attrgetter("output")),
    Range("context", _("Context"), _("tokens"), attrgetter("context"), money=False),
)
RANGE_BY_KEY = {ranged.key: ranged for ranged in RANGES}
Bounds = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody chose: values by facet, bounds by range, the least score by rubric."""

    values: Mapping[str, tuple[str, ...]]
    bounds: Mapping[str, Bounds]
    since: str = ""
    scores: Mapping[str, int] | None = None
    words: str = ""


class SortedValues:
    """The places of the rows that have a figure, in its order."""

    def __init__(self, rows: Sequence[ModelRow], of: Callable[[ModelRow], Any]) -> None:
        known = sorted(
            (value, place)
            for place, value in enumerate(map(of, rows))
            if value is not None and value != ""
        )
        self.values = [value for value, _place in known]
        self.places = [place for _value, place in known]
        self._size = len(rows)

    def between(self, lowest: Any, highest: Any) -> int:
        first = 0 if lowest is None else bisect_left(self.values, lowest)
        last = None if highest is None else bisect_right(self.values, highest)
        return bitset(self.places[first:last], self._size)

    def ends(self, bits: str) -> tuple[Any, Any] | None:
        """Return the lowest and the highest value among the places whose bit is set."""
        low = next((at for at, place in enumerate(self.places) if bits[place] == "1"), None)
        if low is None:
            return None
        back = range(len(self.places) - 1, -1, -1)
        high = next(at for at in back if bits[self.places[at]] == "1")
        return self.values[low], self.values[high]


class FacetIndex:
    """Every value of every facet with the set of the models that have it."""

    def __init__(
        self, index: ModelIndex, find: Callable[[str], Sequence[int]] | None = None
    ) -> None:
        self.index = index
        self.find = find or (lambda words: index.search_index.search(words).places)
        self.size = len(index.rows)
        self.everything = (1 << self.size) - 1
        self.having = {facet.key: self._values(facet) for facet in FACETS}
        self.ranges = {ranged.key: SortedValues(index.rows, ranged.of) for ranged in RANGES}
        self.released = SortedValues(index.rows, attrgetter("released"))
        self.rubrics = sorted({rubric for row in index.rows for rubric in row.scores})
        self.scores = {key: SortedValues(index.rows, _score(key)) for key in self.rubrics}

    def _values(self, facet: Facet) -> dict[str, int]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(self.index.rows):
            for value in facet.of(row):
                places[value].append(place)
        return {value: bitset(at, self.size) for value, at in places.items()}

    def bits(self, models: int) -> str:
        """Return a "1" or a "0" for each place in turn."""
        # Where there is no place at all, 0 is still written with a figure.
        return f"{models:0{self.size}b}"[::-1][: self.size]

    def limits(self, choice: Filters) -> dict[str, int]:
        """Return for each thing that was chosen the set of the models that fit it."""
        limits = {}
        for key, values in choice.values.items():
            join = and_ if FACET_BY_KEY[key].every else or_
            limits[key] = reduce(join, (self.having[key].get(value, 0) for value in values))
        for key, (lowest, highest) in choice.bounds.items():
            limits[f"{key}-range"] = self.ranges[key].between(lowest, highest)
        if choice.since:
            limits["since"] = self.released.between(choice.since, None)
        for rubric, least in (choice.scores or {}).items():
            limits[f"score-{rubric}"] = self.scores[rubric].between(least, None)
        if choice.words:
            limits["q"] = bitset(self.find(choice.words), self.size)
        return limits


def _score(rubric: str) -> Callable[[ModelRow], int | None]:
    return lambda row: row.scores.get(rubric)


@lru_cache(maxsize=1)
def facet_index(index: ModelIndex) -> FacetIndex:
    return FacetIndex(index)


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """A facet with how many models each value would leave; no values where none would narrow."""

    facet: Facet
    counts: tuple[tuple[str, int], ...]
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RangeEnds:
    """A range with the lowest and the highest figure that the other choices leave."""

    range: Range
    ends: tuple[Any, Any] | None


class FilteredSet:
    """The models that fit a choice, and what each further choice would leave of them.

    `within` is the set that is chosen from; without it, everything.
    """

    def __init__(self, sets: FacetIndex, choice: Filters, within: int | None = None) -> None:
        self._sets, self._choice = sets, choice
        self._limits = sets.limits(choice)
        self._within = sets.everything if within is None else within
        self.found = reduce(and_, self._limits.values(), self._within)
        self.bits = sets.bits(self.found)

    def without(self, key: str) -> int:
        """Return what is found when one limit is lifted."""
        others = (models for name, models in self._limits.items() if name != key)
        return reduce(and_, others, self._within)

    def tallied(self, facet: Facet) -> FacetCounts:
        chosen = tuple(self._choice.values.get(facet.key, ()))
        base = self.found if facet.every or not chosen else self.without(facet.key)
        left = base.bit_count()
        counts = [
            (value, (base & models).bit_count())
            for value, models in self._sets.having[facet.key].items()
        ]
        narrows = chosen or any(0 < count < left for _value, count in counts)
        shown = [pair for pair in counts if pair[1] or pair[0] in chosen] if narrows else []
        return FacetCounts(
            facet, tuple(sorted(shown, key=lambda pair: (-pair[1], pair[0]))), chosen
        )

    def spanned(self, ranged: Range) -> RangeEnds:
        key = f"{ranged.key}-range"
        bits = self._sets.bits(self.without(key)) if key in self._limits else self.bits
        ends = self._sets.ranges[ranged.key].ends(bits)
        plain = ends is not None and ends[0] == ends[1] and key not in self._limits
        return RangeEnds(ranged, None if plain else ends)
