"""Faceted filtering: which models match, and how many each further option would leave.

Sets of models are bit sets of places in the index, so that a page with every count takes some
thousand operations on integers and no query.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import and_, attrgetter, or_
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from catalog.capabilities import CAPABILITIES
from catalog.domain.kinds import NAMES
from catalog.domain.prices import PriceState
from catalog.domain.regions import NAMES as REGION_NAMES
from catalog.domain.sellers import NAMES as SELLER_NAMES
from catalog.http import DataVersion
from catalog.listing.bitset import BitSet
from catalog.listing.index import NOT_STATED, ModelIndex, ModelRow, model_index
from catalog.name_order import by_name
from catalog.version_cache import per_version

Text = str | Promise
YES, NO, NOT_REPORTED = "yes", "no", "silent"
FLAG_KEYS = {True: YES, False: NO, None: NOT_REPORTED}
FLAGS: dict[str, Text] = {YES: _("Yes"), NO: _("No"), NOT_REPORTED: _("Not reported")}
PRICE_STATES: dict[str, Text] = {
    PriceState.PRICED: _("Token price published"),
    PriceState.FREE: _("Free offers"),
    PriceState.PLAN: _("Subscription offers"),
    PriceState.UNKNOWN: _("No token price published"),
}
STATUSES: dict[str, Text] = {
    "current": _("No status reported"),
    "alpha": _("alpha"),
    "beta": _("beta"),
    "deprecated": _("deprecated"),
}
MODALITIES: dict[str, Text] = {
    "text": _("text"),
    "image": _("images"),
    "audio": _("audio"),
    "video": _("video"),
    "pdf": _("PDF"),
}


@dataclass(frozen=True, slots=True)
class Facet:
    """One group of options. A model must have one of the chosen values, or `every` one of them.

    `names` labels and orders values that are known in advance; other values come from the data.
    """

    key: str
    label: Text
    values_of: Callable[[ModelRow], Iterable[str]]
    names: Mapping[str, Text] | None = None
    every: bool = False
    capability: bool = False


def _flag_key(key: str) -> Callable[[ModelRow], Iterable[str]]:
    return lambda row: (FLAG_KEYS[row.capabilities[key]],)


KIND = "kind"
KINDS: dict[str, Text] = {kind.value: gettext_lazy(name) for kind, name in NAMES.items()}
REGIONS: dict[str, Text] = {
    **{region.value: gettext_lazy(name) for region, name in REGION_NAMES.items()},
    NOT_STATED: _("Not stated"),
}
SELLERS: dict[str, Text] = {
    **{kind.value: gettext_lazy(name) for kind, name in SELLER_NAMES.items()},
    NOT_STATED: _("Not stated"),
}
FACETS: tuple[Facet, ...] = (
    Facet(KIND, _("Model type"), lambda row: (row.kind,), KINDS),
    Facet("maker", _("Maker"), lambda row: (row.maker,)),
    Facet("provider", _("Provider"), attrgetter("provider_keys")),
    Facet("region", _("Region"), attrgetter("regions"), REGIONS),
    Facet("seller", _("Seller"), attrgetter("sellers"), SELLERS),
    Facet("family", _("Family"), lambda row: (row.family,) if row.family else ()),
    *(Facet(c.key, c.label, _flag_key(c.key), FLAGS, capability=True) for c in CAPABILITIES),
    Facet("takes", _("Input modalities"), attrgetter("input_modalities"), MODALITIES, every=True),
    Facet(
        "returns", _("Output modalities"), attrgetter("output_modalities"), MODALITIES, every=True
    ),
    Facet("price", _("Price"), attrgetter("price_states"), PRICE_STATES),
    Facet("status", _("Status"), lambda row: (row.status or "current",), STATUSES),
)
FACET_BY_KEY = {facet.key: facet for facet in FACETS}


@dataclass(frozen=True, slots=True)
class Range:
    """A number that can be filtered by bounds; a model without it matches none."""

    key: str
    label: Text
    unit: Text
    value_of: Callable[[ModelRow], Any]
    money: bool = True


RANGES: tuple[Range, ...] = (
    Range("blended", _("Blended price"), _("$ per 1M tokens"), attrgetter("blended")),
    Range("input", _("Input price"), _("$ per 1M tokens"), attrgetter("input")),
    Range("output", _("Output price"), _("$ per 1M tokens"), attrgetter("output")),
    Range("context", _("Context"), _("tokens"), attrgetter("context"), money=False),
)
RANGE_BY_KEY = {ranged.key: ranged for ranged in RANGES}
Bounds = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Filters:
    """The chosen filters: values by facet, bounds by range, minimum score by rubric."""

    values: Mapping[str, tuple[str, ...]]
    bounds: Mapping[str, Bounds]
    since: str = ""
    scores: Mapping[str, int] | None = None
    words: str = ""


class SortedValues:
    """The rows that have a value, sorted by it: a range is found by binary search."""

    def __init__(self, rows: Sequence[ModelRow], value_of: Callable[[ModelRow], Any]) -> None:
        every = list(map(value_of, rows))
        having = (place for place, value in enumerate(every) if value is not None and value != "")
        # Four bytes for a place: whole numbers and pairs as objects would take a hundred.
        self.places = array("I", sorted(having, key=every.__getitem__))
        self.values = [every[place] for place in self.places]

    def between(self, lowest: Any, highest: Any) -> BitSet:
        """Return the rows within the bounds, both included; None is no bound."""
        first = 0 if lowest is None else bisect_left(self.values, lowest)
        last = None if highest is None else bisect_right(self.values, highest)
        return BitSet.of(self.places[first:last])

    def ends(self, rows: BitSet) -> tuple[Any, Any] | None:
        """Return the lowest and the highest value among these rows; None if none has a value."""
        # Both searches mostly stop at once; min() and max() would look at every row.
        lowest = next((at for at, place in enumerate(self.places) if place in rows), None)
        if lowest is None:
            return None
        highest = next(at for at in reversed(range(len(self.places))) if self.places[at] in rows)
        return self.values[lowest], self.values[highest]


class FacetIndex:
    """For every value of every facet, the set of the rows that have it.

    `search` returns the places of the rows that match words; the calculator's rows are offers,
    which are searched by their models.
    """

    def __init__(
        self, index: ModelIndex, search: Callable[[str], Sequence[int]] | None = None
    ) -> None:
        self.index = index
        self.search = search or (lambda words: index.search_index.search(words).places)
        self.everything = BitSet.up_to(len(index.rows))
        self.values = {facet.key: self._values(facet) for facet in FACETS}
        self.ranges = {ranged.key: SortedValues(index.rows, ranged.value_of) for ranged in RANGES}
        self.released = SortedValues(index.rows, attrgetter("released"))
        self.rubrics = sorted({rubric for row in index.rows for rubric in row.scores})
        self.scores = {key: SortedValues(index.rows, _score(key)) for key in self.rubrics}

    def _values(self, facet: Facet) -> dict[str, BitSet]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(self.index.rows):
            for value in facet.values_of(row):
                places[value].append(place)
        # In the order of their names: the sort by number is stable.
        named = sorted(places, key=lambda value: by_name(str(self.value_label(facet, value))))
        return {value: BitSet.of(places[value]) for value in named}

    def value_label(self, facet: Facet, value: str) -> Text:
        """Return a value's name, which for makers and providers is in the data."""
        if facet.key == "maker":
            return self.index.maker_names.get(value, value)
        if facet.key == "provider":
            return self.index.provider_names.get(value, value)
        return (facet.names or {}).get(value, value)

    def matches(self, choice: Filters) -> dict[str, BitSet]:
        """Return for each filter, by its key, the rows that match it alone."""
        matches = {}
        for key, values in choice.values.items():
            join = and_ if FACET_BY_KEY[key].every else or_
            having = self.values[key]
            matches[key] = reduce(join, (having.get(value, BitSet()) for value in values))
        for key, (lowest, highest) in choice.bounds.items():
            matches[f"{key}-range"] = self.ranges[key].between(lowest, highest)
        if choice.since:
            matches["since"] = self.released.between(choice.since, None)
        for rubric, least in (choice.scores or {}).items():
            matches[f"score-{rubric}"] = self.scores[rubric].between(least, None)
        if choice.words:
            matches["q"] = BitSet.of(self.search(choice.words))
        return matches


def _score(rubric: str) -> Callable[[ModelRow], int | None]:
    return lambda row: row.scores.get(rubric)


@per_version()
def facet_index(data: DataVersion | None) -> FacetIndex:
    return FacetIndex(model_index(data))


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """A facet with how many rows each value would leave; empty where no value would filter any."""

    facet: Facet
    counts: tuple[tuple[str, int], ...]
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RangeEnds:
    """A range with the lowest and the highest value that the other filters leave."""

    range: Range
    ends: tuple[Any, Any] | None


class FilteredSet:
    """The rows that match filters, and what each further option would leave of them.

    `within` is the set to filter; without it, every row.
    """

    def __init__(self, facets: FacetIndex, choice: Filters, within: BitSet | None = None) -> None:
        self._facets, self._choice = facets, choice
        self._matches = facets.matches(choice)
        self._within = facets.everything if within is None else within
        self.members = reduce(and_, self._matches.values(), self._within)

    def without(self, key: str) -> BitSet:
        """Return the rows that match every filter but one."""
        others = (rows for name, rows in self._matches.items() if name != key)
        return reduce(and_, others, self._within)

    def counts(self, facet: Facet) -> FacetCounts:
        """Count the rows by value, the most frequent first.

        Values of one facet are alternatives, so they are counted as if none of them were chosen;
        where `every` one must match, another one filters what is left.
        """
        chosen = tuple(self._choice.values.get(facet.key, ()))
        base = self.members if facet.every or not chosen else self.without(facet.key)
        left = len(base)
        counts = [
            (value, base.overlap(rows)) for value, rows in self._facets.values[facet.key].items()
        ]
        narrows = chosen or any(0 < count < left for _value, count in counts)
        shown = [pair for pair in counts if pair[1] or pair[0] in chosen] if narrows else []
        return FacetCounts(facet, tuple(sorted(shown, key=lambda pair: -pair[1])), chosen)

    def range_ends(self, ranged: Range) -> RangeEnds:
        """Return the bounds within which the range could still filter; none where all are equal."""
        key = f"{ranged.key}-range"
        rows = self.without(key) if key in self._matches else self.members
        ends = self._facets.ranges[ranged.key].ends(rows)
        pointless = ends is not None and ends[0] == ends[1] and key not in self._matches
        return RangeEnds(ranged, None if pointless else ends)
