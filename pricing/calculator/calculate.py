"""The calculation: eligible offers ranked by cost, and the excluded ones counted by reason."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import overload

from catalog.listing.facets import YES, FilteredSet, Filters
from catalog.listing.results import ListResults
from pricing.cache_break_even import cache_break_even
from pricing.calculator.offer_table import OfferTable
from pricing.calculator.query import CalculatorQuery
from pricing.eligibility import (
    CAPABILITY_KEYS,
    CAPABILITY_REASONS,
    CalculatorOffer,
    exclusion_reason,
    required_bits,
)
from pricing.estimate import Estimate
from pricing.load import Load
from pricing.workload import monthly_load

MAX_FLOAT = 10**300  # just below where int to float overflows


@dataclass(frozen=True, slots=True)
class RankedOffer:
    """An offer, its rank by cost, and its monthly cost in USD.

    Equal costs share a rank; a doubtful price has none.
    """

    rank: int | None
    offer: CalculatorOffer
    cost: Decimal


class OfferRanking(Sequence[RankedOffer]):
    """Offers by cost, cheapest first; equal costs keep the order of the offer table.

    Offers with a doubtful price come after all others; `comparable` is how many those are. Without
    `every_offer` each model has one row, at its cheapest offer that is not doubtful; `offer_count`
    is the number of all offers either way.
    Rows are built on access: a page shows 50 of 20,000.
    """

    def __init__(
        self,
        offer_table: OfferTable,
        indexes: Sequence[int],
        load: Load,
        *,
        every_offer: bool = True,
    ) -> None:
        totals, tariffs = offer_table.tariffs.totals(load), offer_table.tariff_indexes
        self._offer_table, self._indexes = offer_table, indexes
        self._units = [totals[tariffs[index]] for index in indexes]
        order, doubtful = sorted_indexes(self._units), offer_table.doubtful
        last = [place for place in order if indexes[place] in doubtful]
        if last:
            order = [place for place in order if indexes[place] not in doubtful]
        self.offer_count = len(indexes)
        if not every_offer:
            order, last = list(self._cheapest_of_each_model(order)), []
        self.comparable = len(order)
        self._order = order + last

    def _cheapest_of_each_model(self, order: Iterable[int]) -> Iterable[int]:
        """Keep the first place of each model, in order."""
        cheapest: dict[str, int] = {}
        for place in order:
            cheapest.setdefault(self._offer_table.listed[self._indexes[place]], place)
        return cheapest.values()

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
        units, offer = self._units[place], self._offer_table.offers[self._indexes[place]]
        rank = None
        if not offer.price_doubt:
            by_cost = self._units.__getitem__
            rank = 1 + bisect_left(self._order, units, 0, self.comparable, key=by_cost)
        return RankedOffer(rank, offer, self._offer_table.tariffs.usd(units))

    @property
    def models(self) -> Iterator[str]:
        """The canonical id of each row's model."""
        models = self._offer_table.models
        return (models[self._indexes[place]] for place in self._order)

    @property
    def model_count(self) -> int:
        return len({self._offer_table.listed[self._indexes[place]] for place in self._order})


def sorted_indexes(numbers: Sequence[int]) -> list[int]:
    """Return the indexes that sort the numbers in ascending order; the sort is stable.

    Sorting by the nearest floats first is fast, as big integers compare slowly; the exact sort
    after it finds the list nearly in order and takes linear time.
    """
    order = list(range(len(numbers)))
    if max(numbers, default=0) < MAX_FLOAT:
        order.sort(key=list(map(float, numbers)).__getitem__)
    order.sort(key=numbers.__getitem__)
    return order


@dataclass(frozen=True, slots=True)
class CalculatorResult:
    """Eligible offers ranked by cost, excluded offers by reason, and the state of the filters."""

    offer_table: OfferTable
    load: Load
    filters: ListResults
    ranking: OfferRanking
    excluded: Counter[str]

    @property
    def cheapest(self) -> RankedOffer | None:
        return self.ranking[0] if self.ranking.comparable else None

    @property
    def model_count(self) -> int:
        return self.ranking.model_count

    def estimate(self, row: RankedOffer) -> Estimate:
        """Return the itemised cost at an offer."""
        return self.offer_table.tariff(row.offer).estimate(self.load)

    def break_even(self, row: RankedOffer) -> Decimal | None:
        """Return the hit rate above which caching saves money at the largest prompt."""
        return cache_break_even(self.offer_table.tariff(row.offer), self.load.largest_prompt)


def calculate(offer_table: OfferTable, query: CalculatorQuery) -> CalculatorResult:
    load = monthly_load(query.workloads)
    required = required_capabilities(query.choice)
    implied_bits, all_bits = required_bits((), load), required_bits(required, load)
    reasons = [exclusion_reason(profile, load, all_bits) for profile in offer_table.profiles]
    # For the counts beside the filters, an offer that only lacks a capability which a filter
    # requires is eligible: they say how many offers there would be without that filter.
    without_filters = [
        exclusion_reason(profile, load, implied_bits) if reason in CAPABILITY_REASONS else reason
        for profile, reason in zip(offer_table.profiles, reasons, strict=True)
    ]
    everything = offer_table.facets.everything
    scope = offer_table.model_offers(query.model) if query.model else everything
    eligible = offer_table.eligible(without_filters) & scope
    filters = ListResults(offer_table.facets, query.list_query, eligible)
    # Offers that a filter other than a required capability leaves out are not counted as excluded.
    considered = FilteredSet(offer_table.facets, _without(query.choice, required), scope).members
    every_offer = query.every_offer or bool(query.model)
    ranking = OfferRanking(
        offer_table, list(filters.filtered.members), load, every_offer=every_offer
    )
    excluded = offer_table.count_reasons(reasons, considered)
    return CalculatorResult(offer_table, load, filters, ranking, excluded)


def required_capabilities(choice: Filters) -> list[str]:
    """Return the capabilities that an offer must have; one that lacks them is counted as excluded.

    All other filters only narrow the set of offers.
    """
    return [name for name in CAPABILITY_KEYS if choice.values.get(name) == (YES,)]


def _without(choice: Filters, keys: Sequence[str]) -> Filters:
    return replace(choice, values={k: v for k, v in choice.values.items() if k not in keys})
