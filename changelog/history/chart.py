"""A step chart as plain geometry: a line holds until the day on which it changed. Pure.

Across, places are percent of the width, so that the chart fits any screen and its words keep their
size; down, they are pixels.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

TOP, HEIGHT, BELOW = 18, 180, 22
SPREAD_THAT_ASKS_FOR_LOG = 20
MOST_TICKS = 6
NICE = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Step:
    """What held, and where, from a day until another; None is open, and no value is a gap."""

    start: date
    end: date | None
    value: Decimal | None
    name: str
    marked: bool = False


Series = Sequence[Step]


@dataclass(frozen=True, slots=True)
class Segment:
    """The level line of one step, and how far down the line comes from the step before."""

    step: Step
    x1: float
    x2: float
    y: float
    from_y: float | None
    marked: bool = False


@dataclass(frozen=True, slots=True)
class ChartLine:
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class PriceTick:
    value: Decimal
    y: float


@dataclass(frozen=True, slots=True)
class DayTick:
    day: date
    x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    lines: tuple[ChartLine, ...]
    prices: tuple[PriceTick, ...]
    days: tuple[DayTick, ...]
    is_log: bool
    height: int = TOP + HEIGHT + BELOW
    floor: int = TOP + HEIGHT


def draw(series: Sequence[Series], first: date, last: date) -> Chart | None:
    """Lay out series between two days, both included; None if there is no value in between."""
    within = [tuple(_within(steps, first, last)) for steps in series]
    values = [step.value for steps in within for step in steps if step.value is not None]
    if not values:
        return None
    scale = _scale(values)
    end = last + timedelta(days=1)
    lines = tuple(ChartLine(tuple(_segments(steps, first, end, scale))) for steps in within)
    ticks = tuple(PriceTick(value, scale.y(value)) for value in scale.ticks)
    return Chart(lines, ticks, tuple(_days(first, last, end)), scale.is_log)


def _within(steps: Series, first: date, last: date) -> Iterator[Step]:
    for step in steps:
        if step.start <= last and (step.end is None or step.end > first):
            yield step


@dataclass(frozen=True, slots=True)
class Scale:
    low: float
    high: float
    is_log: bool
    ticks: tuple[Decimal, ...]

    def y(self, value: Decimal) -> float:
        """Return how far down a price stands; a free one stands on the floor of a log scale."""
        if self.is_log and value <= 0:
            return TOP + HEIGHT
        low, high, at = (
            (math.log(self.low), math.log(self.high), math.log(value))
            if self.is_log
            else (self.low, self.high, float(value))
        )
        return round(TOP + HEIGHT * (1 - (at - low) / (high - low)), 1)


def _scale(values: Sequence[Decimal]) -> Scale:
    positive = [value for value in values if value > 0]
    if not positive:
        return Scale(0, 1, False, (Decimal(0),))
    lowest, highest = min(positive), max(positive)
    if highest / lowest > SPREAD_THAT_ASKS_FOR_LOG:
        return _log_scale(lowest, highest)
    step = _nice_at_least(highest / (MOST_TICKS - 2))
    count = math.ceil(highest / step)
    ticks = tuple(step * number for number in range(count + 1))
    return Scale(0, float(ticks[-1]), False, ticks)


def _log_scale(lowest: Decimal, highest: Decimal) -> Scale:
    low, high = _nice_at_most(lowest), _nice_at_least(highest)
    powers = range(low.adjusted(), high.adjusted() + 1)
    nice = [Decimal(n).scaleb(power) for power in powers for n in NICE]
    ticks = [tick for tick in nice if low <= tick <= high]
    if len(ticks) > MOST_TICKS:
        ticks = [tick for tick in ticks if tick.as_tuple().digits == (1,)]
    return Scale(float(low), float(high), True, tuple(ticks))


def _nice_at_least(value: Decimal) -> Decimal:
    power = value.adjusted()
    steps = (Decimal(n).scaleb(p) for p in (power, power + 1) for n in NICE)
    return next(step for step in steps if step >= value)


def _nice_at_most(value: Decimal) -> Decimal:
    steps = (Decimal(n).scaleb(value.adjusted()) for n in reversed(NICE))
    return next(step for step in steps if step <= value)


def _segments(steps: Series, first: date, end: date, scale: Scale) -> Iterator[Segment]:
    before: Segment | None = None
    for step in steps:
        if step.value is None:
            before = None
            continue
        x1, x2 = _x(max(step.start, first), first, end), _x(min(step.end or end, end), first, end)
        joined = before is not None and before.step.end == step.start
        from_y = before.y if joined and before else None
        marked = step.marked and step.start >= first
        before = Segment(step, x1, x2, scale.y(step.value), from_y, marked)
        yield before


def _x(day: date, first: date, end: date) -> float:
    return round(100 * (day - first).days / (end - first).days, 2)


def _days(first: date, last: date, end: date) -> Iterator[DayTick]:
    span = (last - first).days
    parts = min(2, span)
    for number in range(parts + 1):
        day = first + timedelta(days=round(span * number / parts) if parts else 0)
        anchor = "start" if number == 0 else "end" if number == parts else "middle"
        yield DayTick(day, 100 if anchor == "end" else _x(day, first, end), anchor)
