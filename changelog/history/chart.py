"""A step chart as plain geometry: a line stays level until the day of a change. Pure.

x is percent of the width, so that a chart fits any screen while its text keeps its size; y is
pixels from the top.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

TOP, HEIGHT, BELOW = 18, 180, 22  # pixels: room for the top tick's text, the plot, and the days
LOG_SPREAD = 20  # highest / lowest price above which small prices would merge on a linear scale
MAX_TICKS = 6
ROUND_STEPS = (1, 2, 5)  # times a power of ten


@dataclass(frozen=True, slots=True)
class Step:
    """A value from one day until another (None: today), with its label; None is a gap.

    A marked step begins with a dot.
    """

    start: date
    end: date | None
    value: Decimal | None
    label: str
    marked: bool = False


Series = Sequence[Step]


@dataclass(frozen=True, slots=True)
class Segment:
    """The level line of one step; `from_y` is the step before, where a vertical line joins them."""

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
    shown = [tuple(_shown(steps, first, last)) for steps in series]
    values = [step.value for steps in shown for step in steps if step.value is not None]
    if not values:
        return None
    scale = _scale(values)
    end = last + timedelta(days=1)  # the last day is drawn in full
    lines = tuple(ChartLine(tuple(_segments(steps, first, end, scale))) for steps in shown)
    ticks = tuple(PriceTick(value, scale.y(value)) for value in scale.ticks)
    return Chart(lines, ticks, tuple(_days(first, last, end)), scale.is_log)


def _shown(steps: Series, first: date, last: date) -> Iterator[Step]:
    for step in steps:
        if step.start <= last and (step.end is None or step.end > first):
            yield step


@dataclass(frozen=True, slots=True)
class Scale:
    """The y axis between two prices."""

    low: float
    high: float
    is_log: bool
    ticks: tuple[Decimal, ...]

    def y(self, value: Decimal) -> float:
        """Return a price's place; on a log scale, 0 has no logarithm and stands at the bottom."""
        if self.is_log and value <= 0:
            return TOP + HEIGHT
        low, high, at = self.low, self.high, float(value)
        if self.is_log:
            low, high, at = math.log(low), math.log(high), math.log(at)
        return round(TOP + HEIGHT * (1 - (at - low) / (high - low)), 1)


def _scale(values: Sequence[Decimal]) -> Scale:
    positive = [value for value in values if value > 0]
    if not positive:
        return Scale(0, 1, False, (Decimal(0),))
    lowest, highest = min(positive), max(positive)
    if highest / lowest > LOG_SPREAD:
        return _log_scale(lowest, highest)
    step = _round_up(highest / (MAX_TICKS - 2))
    count = math.ceil(highest / step)
    ticks = tuple(step * number for number in range(count + 1))
    return Scale(0, float(ticks[-1]), False, ticks)


def _log_scale(lowest: Decimal, highest: Decimal) -> Scale:
    low, high = _round_down(lowest), _round_up(highest)
    powers = range(low.adjusted(), high.adjusted() + 1)
    steps = [Decimal(n).scaleb(power) for power in powers for n in ROUND_STEPS]
    ticks = [step for step in steps if low <= step <= high]
    if len(ticks) > MAX_TICKS:
        ticks = [tick for tick in ticks if tick.as_tuple().digits == (1,)]  # powers of ten only
    return Scale(float(low), float(high), True, tuple(ticks))


def _round_up(value: Decimal) -> Decimal:
    """Return the smallest round step at or above a price: 0.7 → 1, 3 → 5."""
    power = value.adjusted()
    steps = (Decimal(n).scaleb(p) for p in (power, power + 1) for n in ROUND_STEPS)
    return next(step for step in steps if step >= value)


def _round_down(value: Decimal) -> Decimal:
    """Return the largest round step at or below a price: 0.7 → 0.5, 3 → 2."""
    steps = (Decimal(n).scaleb(value.adjusted()) for n in reversed(ROUND_STEPS))
    return next(step for step in steps if step <= value)


def _segments(steps: Series, first: date, end: date, scale: Scale) -> Iterator[Segment]:
    before: Segment | None = None
    for step in steps:
        if step.value is None:
            before = None
            continue
        x1, x2 = _x(max(step.start, first), first, end), _x(min(step.end or end, end), first, end)
        touches = before is not None and before.step.end == step.start
        from_y = before.y if touches and before else None
        marked = step.marked and step.start >= first
        before = Segment(step, x1, x2, scale.y(step.value), from_y, marked)
        yield before


def _x(day: date, first: date, end: date) -> float:
    return round(100 * (day - first).days / (end - first).days, 2)


def _days(first: date, last: date, end: date) -> Iterator[DayTick]:
    """Yield the first, middle and last day; more would overlap on a phone."""
    span = (last - first).days
    parts = min(2, span)
    for number in range(parts + 1):
        day = first + timedelta(days=round(span * number / parts) if parts else 0)
        anchor = "start" if number == 0 else "end" if number == parts else "middle"
        yield DayTick(day, 100 if anchor == "end" else _x(day, first, end), anchor)
