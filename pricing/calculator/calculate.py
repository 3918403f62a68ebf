"""The calculator's answer: which channels can, what they cost, which cannot and why."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import overload

from catalog.listing.facets import YES, FilteredSet, Filters
from catalog.listing.results import ListResults
from pricing.cache_break_even import cache_break_even
from pricing.calculator.offer_table import OfferTable
from pricing.calculator.query import CalculatorQuery
from pricing.eligibility import ABILITIES, WANTING, CalculatorOffer, exclusion_reason, requirements
from pricing.estimate import Estimate
from pricing.load import Load
from pricing.workload import monthly_load

MOST_FLOAT = 10**300


@dataclass(frozen=True, slots=True)
class RankedOffer:
    """A channel, its place by cost (equal costs share one), and its cost a month in USD."""

    rank: int
    channel: CalculatorOffer
    cost: Decimal


class OfferRanking(Sequence[RankedOffer]):
    """Channels by cost, cheapest first; equal costs share a rank and keep the order they had.

    Rows are made when asked for: a page shows fifty of twenty thousand.
    """

    def __init__(self, market: OfferTable, places: Sequence[int], load: Load) -> None:
        totals, tariffs = market.tariffs.totals(load), market.tariff_places
        self._market, self._places = market, places
        self._units = [totals[tariffs[place]] for place in places]
        self._order = sorted_places(self._units)

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> RankedOffer: ...
    @overload
    def __getitem__(self, at: slice) -> list[RankedOffer]: ...
    def __getitem__(self, at: int | slice) -> RankedOffer | list[RankedOffer]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        place = self._order[at]
        units, channel = self._units[place], self._market.channels[self._places[place]]
        rank = 1 + bisect_left(self._order, units, key=self._units.__getitem__)
        return RankedOffer(rank, channel, self._market.tariffs.usd(units))

    @property
    def models(self) -> Iterator[str]:
        """The model of each row, by its canonical id."""
        names = self._market.model_names
        return (names[self._places[place]] for place in self._order)

    @property
    def model_count(self) -> int:
        return len(set(map(self._market.model_names.__getitem__, self._places)))


def sorted_places(units: Sequence[int]) -> list[int]:
    """Return the places of figures, the smallest first; equal ones keep their order.

    They are sorted by their nearest floats, which is fast, and then exactly, which moves few.
    """
    order = list(range(len(units)))
    if max(units, default=0) < MOST_FLOAT:
        order.sort(key=list(map(float, units)).__getitem__)
    order.sort(key=units.__getitem__)
    return order


@dataclass(frozen=True, slots=True)
class CalculatorResult:
    """Channels that can carry the load, cheapest first, and the others counted by reason."""

    market: OfferTable
    load: Load
    found: ListResults
    ranked: OfferRanking
    why_not: Counter[str]

    @property
    def cheapest(self) -> RankedOffer | None:
        return self.ranked[0] if self.ranked else None

    @property
    def model_count(self) -> int:
        return self.ranked.model_count

    def estimate(self, row: RankedOffer) -> Estimate:
        """Return a channel's cost with its lines."""
        return self.market.tariff(row.channel).estimate(self.load)

    def break_even(self, row: RankedOffer) -> Decimal | None:
        """Return the share of reads from which caching pays there, at the largest prompt."""
        return cache_break_even(self.market.tariff(row.channel), self.load.largest_prompt)


def calculate(market: OfferTable, question: CalculatorQuery) -> CalculatorResult:
    load = monthly_load(question.workloads)
    needs = needs_of(question.choice)
    by_itself, in_all = requirements((), load), requirements(needs, load)
    reasons = [exclusion_reason(profile, load, in_all) for profile in market.profiles]
    # What lacks only what was asked for is counted beside its filter.
    fits = [
        exclusion_reason(profile, load, by_itself) if reason in WANTING else reason
        for profile, reason in zip(market.profiles, reasons, strict=True)
    ]
    meant = market.of_model(question.model) if question.model else market.sets.everything
    found = ListResults(market.sets, question.list_query, market.able(fits) & meant)
    asked = FilteredSet(market.sets, _without(question.choice, needs), meant).members
    ranked = OfferRanking(market, list(found.filtered.members), load)
    return CalculatorResult(market, load, found, ranked, market.counted(reasons, asked))


def needs_of(choice: Filters) -> list[str]:
    """Return the capabilities that a channel must have: who lacks one is told apart, and counted.

    Every other filter says which channels are asked about at all.
    """
    return [name for name in ABILITIES if choice.values.get(name) == (YES,)]


def _without(choice: Filters, needs: Sequence[str]) -> Filters:
    return replace(choice, values={k: v for k, v in choice.values.items() if k not in needs})
