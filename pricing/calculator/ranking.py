"""Offers ranked by what a load costs at them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import overload

from pricing.calculator.offer_table import OfferTable
from pricing.eligibility import CalculatorOffer

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

    Offers with a doubtful price come after all others; `comparable` is how many those are. With
    `known_first`, models of known makers come before derivatives. Without
    `every_offer` each model has one row, at its cheapest offer that is not doubtful; `offer_count`
    is the number of all offers either way. `totals` are those of `TariffTable.totals`.
    Rows are built on access: a page shows 50 of 20,000.
    """

    def __init__(
        self,
        offer_table: OfferTable,
        indexes: Sequence[int],
        totals: Sequence[int],
        *,
        every_offer: bool = True,
        known_first: bool = False,
    ) -> None:
        tariffs = offer_table.tariff_indexes
        self._offer_table, self._indexes = offer_table, indexes
        self._units = [totals[tariffs[index]] for index in indexes]
        order, doubtful = sorted_indexes(self._units), offer_table.doubtful
        last = [place for place in order if indexes[place] in doubtful]
        if last:
            order = [place for place in order if indexes[place] not in doubtful]
        rows = offer_table.facets.index.rows
        # Nothing is a derivative where the order is by cost alone.
        self._derived = [known_first and not rows[index].official for index in indexes]
        if known_first:
            order.sort(key=self._derived.__getitem__)
        self.offer_count = len(indexes)
        if not every_offer:
            order, last = list(self._cheapest_of_each_model(order)), []
        self.comparable = len(order)
        self._order = order + last

    def _cheapest_of_each_model(self, order: Iterable[int]) -> Iterable[int]:
        """Keep the first place of each model, in order."""
        cheapest: dict[str, int] = {}
        listed, indexes = self._offer_table.listed, self._indexes
        for place in order:
            cheapest.setdefault(listed[indexes[place]], place)
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
            rank = 1 + bisect_left(self._order, self._key(place), 0, self.comparable, key=self._key)
        return RankedOffer(rank, offer, self._offer_table.tariffs.usd(units))

    def _key(self, place: int) -> tuple[bool, int]:
        return self._derived[place], self._units[place]

    @property
    def comparable_offers(self) -> list[int]:
        """The places in the offer table of all offers without a doubtful price, in its order."""
        doubtful = self._offer_table.doubtful
        return [index for index in self._indexes if index not in doubtful]

    def first_places(self, most: int) -> list[int]:
        """Return the places in the offer table of the first rows, without doubtful prices."""
        return [self._indexes[place] for place in self._order[: min(most, self.comparable)]]

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
