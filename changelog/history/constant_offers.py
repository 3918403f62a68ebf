"""A model's price on a constant offer: its maker's own, else the median of the same ones. Pure.

What a model costs at its recommended offer also changes when another offer takes its place, though
no price moved. Here the offers stay the same over the whole period.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from catalog.domain.prices import Prices
from changelog.history.sparkline import PriceInterval
from changelog.intervals import merge_adjacent


@dataclass(frozen=True, slots=True)
class PriceStep:
    """A change of one base price of an offer: on `day` it was no longer `old`."""

    day: date
    field: str
    old: Decimal | None


@dataclass(frozen=True, slots=True)
class PricePath:
    """The blended prices of one offer over a period; `rank` orders a maker's own offers."""

    own: bool
    rank: tuple[bool, int]
    intervals: tuple[PriceInterval, ...]

    @property
    def unbroken(self) -> bool:
        """Whether it had a price on every day of the period."""
        return all(interval.price for interval in self.intervals)


def unwind(
    current: Prices, steps: Sequence[PriceStep], first: date, last: date
) -> tuple[PriceInterval, ...]:
    """Return the blended prices from `first` to `last`, of an offer whose prices are `current`.

    `steps` are in order of time; they may reach beyond `last`, to the day of the current prices.
    The last interval has no end. A free price is no price here: it cannot rise by a share.
    """
    prices = {"input": current.input, "output": current.output}
    intervals: list[PriceInterval] = []
    end: date | None = None
    for step in reversed(steps):
        if step.day <= first:
            break
        if step.day <= last and step.day != end:
            intervals.append(PriceInterval(step.day, end, _blended(prices)))
            end = step.day
        prices[step.field] = step.old
    intervals.append(PriceInterval(first, end, _blended(prices)))
    return tuple(merge_adjacent(reversed(intervals)))


def constant_price(paths: Iterable[PricePath]) -> tuple[PriceInterval, ...]:
    """Return the price of a model over a period, whose offers are given; empty without a price."""
    several = list(paths)
    own = [path for path in several if path.own and path.intervals[-1].price]
    if own:
        return min(own, key=lambda path: path.rank).intervals
    same = [path for path in several if path.unbroken]
    return _median(same) if same else ()


def _median(paths: Sequence[PricePath]) -> tuple[PriceInterval, ...]:
    days = sorted({interval.start for path in paths for interval in path.intervals})
    places = [0] * len(paths)
    found = []
    for day, end in zip(days, [*days[1:], None], strict=True):
        prices = []
        for number, path in enumerate(paths):
            while (until := path.intervals[places[number]].end) is not None and until <= day:
                places[number] += 1
            prices.append(path.intervals[places[number]].price or Decimal(0))
        found.append(PriceInterval(day, end, median(prices)))
    return tuple(merge_adjacent(found))


def _blended(prices: dict[str, Decimal | None]) -> Decimal | None:
    return Prices(input=prices["input"], output=prices["output"]).blended or None
