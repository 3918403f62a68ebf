"""Step charts as plain geometry: a line stays level until the day of a change. Pure.

x is percent of the plot's width and y pixels from its top, so that a chart fits any screen while
its text keeps its size. Paths are in units of a thousandth of the width: SVG knows no percentages
in them.
"""

import math
from bisect import insort
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

TOP, HEIGHT = 8, 216  # pixels: half a line of text above the plot, and the plot
WIDTH = 1000  # units of a path
LOG_SPREAD = 20  # highest / lowest price above which small prices would merge on a linear scale
MAX_TICKS = 6
ROUND_STEPS = (1, 2, 5)  # times a power of ten

Say = Callable[[str, Decimal], str]


@dataclass(frozen=True, slots=True)
class Step:
    """A value from one day until another (None: today), with its label; None is a gap.

    A marked step begins with a dot. `seller` is the offer whose value it is, and `corrected` tells
    that an editor put that value in place of the reported one.
    """

    start: date
    end: date | None
    value: Decimal | None
    label: str
    marked: bool = False
    seller: str = ""
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """What one line shows; `key` names its colour and dashes. The first series lies on top."""

    key: str
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class BandStep:
    """The lower and the upper bound of a band from one day until another, and both in words."""

    start: date
    end: date | None
    low: Decimal
    high: Decimal
    text: str


class Point(NamedTuple):
    """A place in a chart: percent of its width, and pixels from its top."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ChartLine:
    """The corners of each piece of a line without a gap, its dots, and its corrected stretches."""

    key: str
    pieces: tuple[tuple[Point, ...], ...]
    dots: tuple[Point, ...]
    corrected: tuple[tuple[Point, Point], ...] = ()

    @property
    def path(self) -> str:
        """The line as the path of an SVG."""
        return "".join(map(_path, self.pieces))


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which no line moves: the place in percent, and each line's value in words."""

    start: date
    last: date
    x: float
    width: float
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    value: Decimal
    y: float

    @property
    def plain(self) -> str:
        """The value without an exponent."""
        return f"{self.value:f}"


@dataclass(frozen=True, slots=True)
class DayTick:
    day: date
    x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines, the lower left and upper right corners of a band, and axes.

    `floor` is where the plot ends.
    """

    lines: tuple[ChartLine, ...]
    boxes: tuple[tuple[Point, Point], ...]
    spans: tuple[Span, ...]
    ticks: tuple[Tick, ...]
    days: tuple[DayTick, ...]
    is_log: bool
    floor: int = TOP + HEIGHT
    width: int = WIDTH

    @property
    def corrected(self) -> str:
        """The stretches of all lines that an editor corrected, as the path of an SVG."""
        stretches = dict.fromkeys(ends for line in self.lines for ends in line.corrected)
        return "".join(map(_path, stretches))

    @property
    def band(self) -> str:
        """The band as the path of an SVG; "" without one."""
        corners = (
            (low, Point(high.x, low.y), high, Point(low.x, high.y)) for low, high in self.boxes
        )
        return "".join(f"{_path(four)}Z" for four in corners)


def draw(
    series: Sequence[Series],
    first: date,
    last: date,
    say: Say,
    *,
    band: Sequence[BandStep] = (),
    from_zero: bool = True,
) -> Chart | None:
    """Lay out series between two days, both included; None if there is no value in between.

    `say` puts a label and its value into words. With `from_zero` the axis begins at zero or is
    logarithmic, as prices need it; without, it begins near the lowest value.
    """
    end = last + timedelta(days=1)  # the last day is drawn in full
    shown = [Series(one.key, _shown(one.steps, first, end)) for one in series]
    bands = [step for step in band if _overlaps(step, first, end)]
    values = [step.value for one in shown for step in one.steps if step.value is not None]
    if not values:
        return None
    values += [bound for step in bands for bound in (step.low, step.high)]
    scale = scale_of(values) if from_zero else _scale_around(values)
    axis = Axis(first, end, scale)
    return Chart(
        tuple(axis.line(one) for one in shown),
        tuple(axis.box(step) for step in bands),
        tuple(_spans(shown, bands, axis, say)),
        tuple(Tick(value, scale.y(value)) for value in scale.ticks),
        tuple(_days(axis, last)),
        scale.is_log,
    )


def place_of(day: date, first: date, last: date) -> float:
    """Return the place of a day in a chart of these days, in percent of its width."""
    return round(100 * (day - first).days / ((last - first).days + 1), 2)


def _overlaps(step: Step | BandStep, first: date, end: date) -> bool:
    return step.start < end and (step.end is None or step.end > first)


def _shown(steps: Sequence[Step], first: date, end: date) -> list[Step]:
    return [step for step in steps if _overlaps(step, first, end)]


@dataclass(frozen=True, slots=True)
class Scale:
    """The y axis between two values; `height` is that of the plot in pixels."""

    low: float
    high: float
    is_log: bool
    ticks: tuple[Decimal, ...]
    height: int = HEIGHT

    def y(self, value: Decimal) -> float:
        """Return a value's place; on a log scale, 0 has no logarithm and stands at the bottom."""
        if self.is_log and value <= 0:
            return TOP + self.height
        low, high, at = self.low, self.high, float(value)
        if self.is_log:
            low, high, at = math.log(low), math.log(high), math.log(at)
        return round(TOP + self.height * (1 - (at - low) / (high - low)), 1)


@dataclass(frozen=True, slots=True)
class Axis:
    """Both axes of a chart; `end` is the day after the last one."""

    first: date
    end: date
    scale: Scale

    def x(self, day: date | None) -> float:
        """Return a day's place in percent; days outside the chart lie on its edge."""
        inside = min(max(day or self.end, self.first), self.end)
        return round(100 * (inside - self.first).days / (self.end - self.first).days, 2)

    def line(self, series: Series) -> ChartLine:
        """Draw level pieces, joined upright where one step follows another without a gap."""
        pieces: list[list[Point]] = []
        before: Step | None = None
        for step in series.steps:
            if step.value is not None:
                if before is None or before.end != step.start:
                    pieces.append([])
                y = self.scale.y(step.value)
                pieces[-1] += [Point(self.x(step.start), y), Point(self.x(step.end), y)]
            before = step if step.value is not None else None
        return ChartLine(
            series.key,
            tuple(map(tuple, pieces)),
            tuple(self._dots(series)),
            tuple(self._corrected(series)),
        )

    def _corrected(self, series: Series) -> Iterator[tuple[Point, Point]]:
        for step in series.steps:
            if step.corrected and step.value is not None:
                y = self.scale.y(step.value)
                yield Point(self.x(step.start), y), Point(self.x(step.end), y)

    def _dots(self, series: Series) -> Iterator[Point]:
        for step in series.steps:
            if step.marked and step.value is not None and step.start >= self.first:
                yield Point(self.x(step.start), self.scale.y(step.value))

    def box(self, step: BandStep) -> tuple[Point, Point]:
        low = Point(self.x(step.start), self.scale.y(step.low))
        return low, Point(self.x(step.end), self.scale.y(step.high))


def _path(corners: Sequence[Point]) -> str:
    """Return the path through corners, each of which lies level with or upright to the last."""
    path, at = f"M{_unit(corners[0].x)} {corners[0].y:g}", corners[0]
    for corner in corners[1:]:
        if corner.x != at.x:
            path += f"H{_unit(corner.x)}"
        if corner.y != at.y:
            path += f"V{corner.y:g}"
        at = corner
    return path


def _unit(percent: float) -> str:
    return f"{percent * WIDTH / 100:g}"


def _spans(
    series: Sequence[Series], band: Sequence[BandStep], axis: Axis, say: Say
) -> Iterator[Span]:
    """Yield the days between two changes of any line, with what every line shows on them."""
    told = [
        (step.start, step.end, say(step.label, step.value))
        for one in series
        for step in one.steps
        if step.value is not None
    ]
    told += [(step.start, step.end, step.text) for step in band]
    edges = {max(day, axis.first) for start, end, _text in told for day in (start, end or axis.end)}
    days = sorted({axis.first, axis.end, *(day for day in edges if day < axis.end)})
    # A sweep over the days: comparing each of them with each step would be quadratic.
    to_come = deque(sorted(range(len(told)), key=lambda place: told[place][0]))
    held: list[int] = []
    for start, end in pairwise(days):
        while to_come and told[to_come[0]][0] <= start:
            insort(held, to_come.popleft())
        held = [place for place in held if not (ended := told[place][1]) or ended > start]
        x = axis.x(start)
        texts = (told[place][2] for place in held)
        # Two lines may tell the same: the recommended offer is also one of the chosen ones.
        unlike = tuple(dict.fromkeys(texts))
        yield Span(start, end - timedelta(days=1), x, round(axis.x(end) - x, 2), unlike)


def scale_of(values: Sequence[Decimal]) -> Scale:
    """Return the y axis of prices: from zero, or logarithmic where they lie far apart."""
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


def _scale_around(values: Sequence[Decimal]) -> Scale:
    lowest, highest = min(values), max(values)
    step = _round_up((highest - lowest or Decimal(1)) / (MAX_TICKS - 2))
    low, high = math.floor(lowest / step), math.ceil(highest / step)
    ticks = tuple(step * number for number in range(low, max(high, low + 1) + 1))
    return Scale(float(ticks[0]), float(ticks[-1]), False, ticks)


def _log_scale(lowest: Decimal, highest: Decimal) -> Scale:
    low, high = _round_down(lowest), _round_up(highest)
    powers = range(low.adjusted(), high.adjusted() + 1)
    steps = [Decimal(n).scaleb(power) for power in powers for n in ROUND_STEPS]
    ticks = [step for step in steps if low <= step <= high]
    if len(ticks) > MAX_TICKS:
        ticks = [tick for tick in ticks if tick.as_tuple().digits == (1,)]  # powers of ten only
    return Scale(float(low), float(high), True, tuple(ticks))


def _round_up(value: Decimal) -> Decimal:
    """Return the smallest round step at or above a value: 0.7 → 1, 3 → 5."""
    power = value.adjusted()
    steps = (Decimal(n).scaleb(p) for p in (power, power + 1) for n in ROUND_STEPS)
    return next(step for step in steps if step >= value)


def _round_down(value: Decimal) -> Decimal:
    """Return the largest round step at or below a value: 0.7 → 0.5, 3 → 2."""
    steps = (Decimal(n).scaleb(value.adjusted()) for n in reversed(ROUND_STEPS))
    return next(step for step in steps if step <= value)


def _days(axis: Axis, last: date) -> Iterator[DayTick]:
    """Yield the first, middle and last day; more would overlap on a phone."""
    span = (last - axis.first).days
    parts = min(2, span)
    for number in range(parts + 1):
        day = axis.first + timedelta(days=round(span * number / parts) if parts else 0)
        anchor = "start" if number == 0 else "end" if number == parts else "middle"
        yield DayTick(day, 100 if anchor == "end" else axis.x(day), anchor)
