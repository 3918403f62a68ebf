"""Cost against the cache hit rate: straight lines, and where they cross. Pure.

A prompt has as many tokens whether its cached part is read or written, so the same context tier
applies, and with a share h of hits

    cost(h) = cost(0) + h × (cost(1) − cost(0))

Two offers cost the same, they break even, at h = d(0) / (d(0) − d(1)), where d is the difference of
their costs: it changes its sign there. The lowest of many lines at each h is their lower envelope;
it is found with the monotone chain of convex hulls (A. M. Andrew, 1979), in the order of cost(0).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise

from pricing.estimate import AVERAGE, EXACT

HUNDRED = Decimal(100)
TOP, HEIGHT = 16, 200  # pixels above the plot, and of the plot
LEFT, PLOT = 0.0, 94.0  # percent of the width: where the plot begins, and its width
TICKS = 4
ROUND_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
LABEL_HEIGHT = 13  # pixels between two numbers at the ends of lines


@dataclass(frozen=True, slots=True)
class HitRateLine:
    """An offer's cost in USD per month without any hits and with nothing but hits."""

    number: int
    without: Decimal
    full: Decimal

    def at(self, percent: Decimal) -> Decimal:
        """Return the cost at a hit rate, given in percent."""
        change = EXACT.subtract(self.full, self.without)
        return EXACT.add(self.without, AVERAGE.divide(AVERAGE.multiply(change, percent), HUNDRED))


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The hit rate in percent at which two lines cost the same, in USD per month.

    `below` is the number of the line that is cheaper below that rate, `above` of that above.
    """

    percent: Decimal
    cost: Decimal
    below: int
    above: int


@dataclass(frozen=True, slots=True)
class Lowest:
    """A line, by its place among many, and the shares of hits from and to which none is lower."""

    place: int
    since: Fraction
    until: Fraction


def lower_envelope(without: Sequence[int], full: Sequence[int]) -> list[Lowest]:
    """Return the lines that are the lowest over some range of hit rates, by hit rate.

    A line is given by its costs without any hits and with nothing but hits, as whole numbers of any
    unit, so that the result is exact. Of equal lines the first counts; a line that is as low as
    others at one rate alone is left out.
    """
    if not without:
        return []
    # What costs more with nothing but hits than the line that is lowest without them is never lower
    # than that one: nearly all of 20,000 offers.
    least = min(without)
    limit = min(cost for cost, low in zip(full, without, strict=True) if low == least)
    near = [place for place, cost in enumerate(full) if cost <= limit]
    chain: list[int] = []
    for place in sorted(near, key=lambda one: (without[one], full[one], one)):
        if chain and full[place] >= full[chain[-1]]:
            continue
        while len(chain) > 1 and _crossing(without, full, chain[-1], place) <= _crossing(
            without, full, *chain[-2:]
        ):
            chain.pop()
        chain.append(place)
    turns = [_crossing(without, full, *pair) for pair in pairwise(chain)]
    ends = [Fraction(0), *turns, Fraction(1)]
    return [Lowest(*one) for one in zip(chain, ends, ends[1:], strict=False)]


def _crossing(without: Sequence[int], full: Sequence[int], low: int, high: int) -> Fraction:
    """Return the share of hits at which two lines cross; `high` is lower with nothing but hits."""
    more = without[high] - without[low]
    return Fraction(more, more + full[low] - full[high])


def break_evens(lines: Sequence[HitRateLine]) -> list[BreakEven]:
    """Return where two lines cross between 0% and 100%, both excluded, by hit rate."""
    found = (_break_even(*pair) for pair in combinations(lines, 2))
    return sorted((one for one in found if one), key=lambda one: (one.percent, one.cost))


def _break_even(one: HitRateLine, other: HitRateLine) -> BreakEven | None:
    without = EXACT.subtract(one.without, other.without)
    full = EXACT.subtract(one.full, other.full)
    if not without or not full or (without > 0) == (full > 0):
        return None
    share = AVERAGE.divide(without, EXACT.subtract(without, full))
    percent = AVERAGE.multiply(share, HUNDRED)
    below, above = (one, other) if without < 0 else (other, one)
    return BreakEven(percent, one.at(percent), below.number, above.number)


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """The ends of a line in pixels from the top, and where its number stands."""

    number: int
    y_without: float
    y_full: float
    y_label: float


@dataclass(frozen=True, slots=True)
class HitRateChart:
    """Geometry: x in percent of the width, y in pixels; ticks are USD and their y."""

    lines: tuple[DrawnLine, ...]
    dots: tuple[tuple[float, float], ...]
    ticks: tuple[tuple[Decimal, float], ...]
    floor: int = TOP + HEIGHT
    right: float = LEFT + PLOT


def hit_rate_chart(lines: Sequence[HitRateLine]) -> HitRateChart:
    """Lay out lines on a scale from 0 USD to a round number above the highest cost."""
    highest = max(cost for line in lines for cost in (line.without, line.full))
    step = _round_step(highest / TICKS if highest else Decimal(1))
    scale = float(step * TICKS)

    def y(cost: Decimal) -> float:
        return round(TOP + HEIGHT * (1 - float(cost) / scale), 1)

    ends = [(line, y(line.without), y(line.full)) for line in lines]
    labels = dict(_spread(sorted((full, line.number) for line, _without, full in ends)))
    return HitRateChart(
        tuple(
            DrawnLine(line.number, without, full, labels[line.number])
            for line, without, full in ends
        ),
        tuple((x_of(one.percent), y(one.cost)) for one in break_evens(lines)),
        tuple((step * number, y(step * number)) for number in range(TICKS + 1)),
    )


def x_of(percent: Decimal | int) -> float:
    """Return the place of a hit rate, in percent of the chart's width."""
    return round(LEFT + PLOT * float(percent) / 100, 2)


def _round_step(least: Decimal) -> Decimal:
    power = Decimal(1).scaleb(least.adjusted())
    return next(step * power for step in ROUND_STEPS if step * power >= least)


def _spread(labels: Sequence[tuple[float, int]]) -> Iterator[tuple[int, float]]:
    """Yield number and y of each label from the top down, so that none covers another.

    Labels that would leave the plot at its floor move up together.
    """
    places: list[float] = []
    for y, _number in labels:
        places.append(max(y, places[-1] + LABEL_HEIGHT) if places else y)
    ceiling = float(TOP + HEIGHT)
    for index in reversed(range(len(places))):
        places[index] = min(places[index], ceiling)
        ceiling = places[index] - LABEL_HEIGHT
    for (_y, number), place in zip(labels, places, strict=True):
        yield number, round(place, 1)
