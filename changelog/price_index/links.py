"""The token price index: one link of the chain, from one day on record to the next. Pure.

The index is a chained matched-model Jevons index (ILO and others, Consumer Price Index Manual,
2020, chapter 8): a link is the geometric mean of new price / old price over the models that had a
price on both days, and the index is 100 times the product of its links. A model that arrives or
leaves is not compared on that day, so it moves nothing.

A price is the blended one, in USD per million tokens. Logarithms and means are decimals of
`PRECISION` digits and a link is rounded to `RATIO`, so that every machine gets equal links.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

PRECISION = 28
RATIO, VARIANCE = Decimal("1e-12"), Decimal("1e-15")
FRONTIER_FROM, SMALL_BELOW = Decimal(3), Decimal("0.5")  # USD per million tokens, blended
# Below this many matched models, a link is shown as uncertain.
FEW_MODELS = 30


class Measure(StrEnum):
    """Which price of a model is followed."""

    RECOMMENDED = "recommended"  # of whichever offer is recommended on each day
    SAME_OFFER = "same-offer"  # only where one offer is recommended on both days
    OWN = "own"  # the maker's own


class Tier(StrEnum):
    """Models by price; `ALL` has every one of them."""

    ALL = "all"
    FRONTIER = "frontier"
    MID = "mid"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class ModelPrice:
    """A model's recommended offer on a day; `own` if the maker itself sells it."""

    offer: int
    blended: Decimal
    own: bool


DayPrices = Mapping[int, ModelPrice]  # by model


@dataclass(frozen=True, slots=True)
class Link:
    """How the prices of one measure and tier moved between two days, and what was compared.

    `ratio` is 1 where nothing is matched. `variance` is that of the mean logarithm, None with fewer
    than two matched models. `priced` counts the models with a price on the later day.
    """

    measure: Measure
    tier: Tier
    ratio: Decimal
    variance: Decimal | None
    priced: int
    matched: int
    moved: int
    arrived: int
    left: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A model with a price on both days."""

    before: ModelPrice
    after: ModelPrice

    @property
    def tier(self) -> Tier:
        """The tier of the geometric mean of both prices.

        By one day's price alone, a model that falls below a bound and comes back would fall in one
        tier and rise in another.
        """
        return _tier(self.before.blended * self.after.blended, squared=True)


def links(before: DayPrices, after: DayPrices) -> Iterator[Link]:
    """Yield a link for each measure and tier."""
    for measure in Measure:
        old, new = _followed(before, measure), _followed(after, measure)
        pairs = [Pair(old[model], new[model]) for model in old.keys() & new.keys()]
        matched = [pair for pair in pairs if _is_matched(pair, measure)]
        for tier in Tier:
            ratio, variance, moved = _mean([p for p in matched if tier in (Tier.ALL, p.tier)])
            yield Link(
                measure,
                tier,
                ratio,
                variance,
                priced=_count(new.values(), tier),
                matched=sum(tier in (Tier.ALL, pair.tier) for pair in matched),
                moved=moved,
                arrived=_count((new[model] for model in new.keys() - old.keys()), tier),
                left=_count((old[model] for model in old.keys() - new.keys()), tier),
            )


def _followed(prices: DayPrices, measure: Measure) -> DayPrices:
    # A price of zero has no logarithm.
    return {
        model: price
        for model, price in prices.items()
        if price.blended > 0 and (price.own or measure is not Measure.OWN)
    }


def _is_matched(pair: Pair, measure: Measure) -> bool:
    return measure is Measure.RECOMMENDED or pair.before.offer == pair.after.offer


def _tier(price: Decimal, *, squared: bool = False) -> Tier:
    power = 2 if squared else 1
    if price >= FRONTIER_FROM**power:
        return Tier.FRONTIER
    return Tier.SMALL if price < SMALL_BELOW**power else Tier.MID


def _count(prices: Iterable[ModelPrice], tier: Tier) -> int:
    return sum(tier in (Tier.ALL, _tier(price.blended)) for price in prices)


def _mean(pairs: list[Pair]) -> tuple[Decimal, Decimal | None, int]:
    """Return the geometric mean of new / old price, its variance, and how many prices moved."""
    moved = [pair for pair in pairs if pair.before.blended != pair.after.blended]
    with localcontext(prec=PRECISION):
        # Sorted, since the last digit of a sum depends on its order.
        logs = sorted((pair.after.blended / pair.before.blended).ln() for pair in moved)
        mean = sum(logs, Decimal(0)) / max(len(pairs), 1)
        return mean.exp().quantize(RATIO), _variance(logs, mean, len(pairs)), len(moved)


def _variance(logs: list[Decimal], mean: Decimal, count: int) -> Decimal | None:
    """Return the variance of the mean of `count` logarithms: `logs`, and zeros for the rest."""
    if count < 2:
        return None
    squares = sum((log * log for log in logs), Decimal(0)) - count * mean * mean
    return (squares / (count - 1) / count).quantize(VARIANCE)
