"""How a model's prices spread over time: lowest, median, 10th and 90th percentile. Pure."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from statistics import median

from changelog.intervals import Interval, merge_adjacent

# With fewer offers a percentile is only one of their prices.
ENOUGH_FOR_BAND = 5


@dataclass(frozen=True, slots=True)
class PriceInterval(Interval):
    """A published price of one offer, in USD per million tokens; `seller` names the offer."""

    seller: str
    price: Decimal

    @property
    def value(self) -> tuple[str, Decimal]:
        return self.seller, self.price


@dataclass(frozen=True, slots=True)
class SpreadInterval(Interval):
    """What the published prices of several offers are while none of them changes.

    `low` and `high` are the 10th and the 90th percentile, None with few offers; `cheapest` names
    the offer of the lowest price.
    """

    offers: int
    lowest: Decimal
    cheapest: str
    median: Decimal
    low: Decimal | None
    high: Decimal | None

    @property
    def value(self) -> tuple[object, ...]:
        return self.offers, self.lowest, self.cheapest, self.median, self.low, self.high


def price_spread(prices: Sequence[PriceInterval], until: date) -> list[SpreadInterval]:
    """Return the spread of prices over time, oldest first; days without a price are left out.

    `until` is the day after the last one; intervals that go on are cut nowhere.
    """
    return merge_adjacent(_spreads(prices, until))


def _spreads(prices: Sequence[PriceInterval], until: date) -> Iterator[SpreadInterval]:
    # A sweep over the days: comparing each of them with each price would be quadratic.
    starting, ending = defaultdict(list), defaultdict(list)
    for one in prices:
        starting[one.start].append((one.price, one.seller))
        ending[one.end or until].append((one.price, one.seller))
    held: list[tuple[Decimal, str]] = []
    for start, end in pairwise(sorted(starting.keys() | ending.keys())):
        for gone in ending.get(start, ()):
            del held[bisect_left(held, gone)]
        for new in starting.get(start, ()):
            insort(held, new)
        if not held:
            continue
        amounts = [price for price, _seller in held]
        many = len(amounts) >= ENOUGH_FOR_BAND
        yield SpreadInterval(
            start,
            None if end == until else end,
            len(held),
            *held[0],
            Decimal(median(amounts)),
            percentile(amounts, 10) if many else None,
            percentile(amounts, 90) if many else None,
        )


def percentile(ordered: Sequence[Decimal], percent: int) -> Decimal:
    """Return a percentile of values in ascending order, by linear interpolation.

    Definition 7 of Hyndman and Fan, Sample Quantiles in Statistical Packages (1996), as NumPy and
    spreadsheets use it.
    """
    place = Decimal(len(ordered) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
