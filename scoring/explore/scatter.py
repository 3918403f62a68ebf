"""A scatter plot of prices as plain geometry: places, ticks and the Pareto frontier. Pure.

Prices stand on the y axis by logarithm, low at the bottom, as they span four orders of magnitude.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from heapq import nsmallest
from math import ceil, floor, log10
from typing import NamedTuple

from catalog.display.money import price_text, tokens_text


class Frame(NamedTuple):
    """The picture's size, and the edges of the plot in it, in units of its viewBox."""

    width: int = 960
    height: int = 520
    left: int = 72
    right: int = 936
    top: int = 36
    bottom: int = 472


FRAME = Frame()
LABEL_OFFSET = (10, 16)  # of a name from its point, across and down
# A name takes about this much room: nearer ones would overlap.
LABEL_SIZE = (190, 15)
Scale = Callable[[float], float]


# Points drawn, off the frontier and on it: 20,000 would be a page of 5 MB.
MOST_POINTS, MOST_ON_FRONTIER = 2_000, 200


@dataclass(frozen=True, slots=True)
class Point:
    """One model: its price in USD per million tokens, and its figure on the x axis."""

    name: str
    url: str
    maker: str
    price: Decimal
    figure: float
    text: str  # the figure as it is shown
    title: str = ""
    fees: tuple[str, ...] = ()  # what the price leaves out, in the reader's language
    providers: int = 0


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    text: str


class Label(NamedTuple):
    """Where a point's name stands; `anchor` is the CSS class of its text anchor."""

    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class PointMark:
    """A point in its place; on the frontier, it has a name where there is room for one."""

    point: Point
    x: float
    y: float
    on_frontier: bool
    labelled: bool = False

    @property
    def label(self) -> Label:
        """The place of the name: to the right, or to the left where it would leave the picture."""
        across, down = LABEL_OFFSET
        near_edge = self.x > FRAME.width * 2 / 3
        x = self.x - across if near_edge else self.x + across
        return Label(x, self.y + down, "end" if near_edge else "")


@dataclass(frozen=True, slots=True)
class Scatter:
    """Everything to draw. Frontier marks come last, so that they lie on top, cheapest first.

    `left_out` is how many points the picture does not have, those with the fewest providers;
    `frontier_left_out` are those of them that are on the frontier.
    """

    plain: tuple[PointMark, ...]
    frontier: tuple[PointMark, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    frame: Frame = FRAME
    left_out: int = 0
    frontier_left_out: int = 0

    @property
    def drawn(self) -> int:
        return len(self.plain) + len(self.frontier)

    @property
    def on_frontier(self) -> int:
        return len(self.frontier) + self.frontier_left_out

    @property
    def frontier_line(self) -> str:
        """The frontier as the points of an SVG polyline, in steps: it holds until the next one."""
        corners: list[str] = []
        for before, mark in zip([None, *self.frontier], self.frontier, strict=False):
            if before is not None:
                corners.append(f"{mark.x},{before.y}")
            corners.append(f"{mark.x},{mark.y}")
        return " ".join(corners)


def pareto_frontier(points: Sequence[Point]) -> set[int]:
    """Return the positions of the points that none dominates.

    A point dominates another if its price is no higher, its figure no lower, and one of the two is
    better. Sorted by price, a point is on the frontier if its figure exceeds all before it: one
    sort, instead of comparing every pair. Equal points share their place.
    """
    order = sorted(range(len(points)), key=lambda n: (points[n].price, -points[n].figure))
    frontier: set[int] = set()
    last: Point | None = None
    for position in order:
        point = points[position]
        equal = last and (point.price, point.figure) == (last.price, last.figure)
        if last is None or point.figure > last.figure or equal:
            frontier.add(position)
            last = point
    return frontier


def scatter(
    points: Sequence[Point],
    kind: str,
    most: int = MOST_POINTS,
    most_on_frontier: int = MOST_ON_FRONTIER,
) -> Scatter | None:
    """Place points whose figures are of a kind in `X_AXES`; None where there are no points.

    The frontier is that of all points; on and off it, those that most providers offer are drawn.
    """
    if not points:
        return None
    frontier = pareto_frontier(points)
    prices = [float(point.price) for point in points]
    figures = [point.figure for point in points]
    y, y_ticks = log_axis(min(prices), max(prices), FRAME.bottom, FRAME.top, _price_label)
    x, x_ticks = X_AXES[kind](min(figures), max(figures))
    others = set(range(len(points))) - frontier
    leaders = _most_offered(points, frontier, most_on_frontier)
    drawn = leaders | _most_offered(points, others, most)
    marks = [
        PointMark(point, round(x(point.figure), 1), round(y(float(point.price)), 1), n in frontier)
        for n, point in enumerate(points)
        if n in drawn
    ]
    plain = tuple(mark for mark in marks if not mark.on_frontier)
    leading = [mark for mark in marks if mark.on_frontier]
    leading.sort(key=lambda mark: (mark.point.price, mark.point.figure))
    return Scatter(
        plain,
        tuple(_labelled(leading)),
        x_ticks,
        y_ticks,
        left_out=len(points) - len(drawn),
        frontier_left_out=len(frontier) - len(leaders),
    )


def _most_offered(points: Sequence[Point], positions: set[int], most: int) -> set[int]:
    return set(nsmallest(most, positions, key=lambda n: (-points[n].providers, n)))


def _labelled(frontier: list[PointMark]) -> list[PointMark]:
    """Give a name to each mark that has room for one, cheapest first."""
    shown: list[PointMark] = []
    width, height = LABEL_SIZE
    for mark in frontier:
        named = [other for other in shown if other.labelled]
        free = all(abs(o.y - mark.y) > height or abs(o.x - mark.x) > width for o in named)
        shown.append(PointMark(mark.point, mark.x, mark.y, on_frontier=True, labelled=free))
    return shown


def log_axis(
    low: float, high: float, start: float, end: float, label: Callable[[float], str]
) -> tuple[Scale, tuple[Tick, ...]]:
    """Return a logarithmic scale from `start` to `end`, and a tick at each power of ten."""
    first, last = floor(log10(low)), ceil(log10(high))
    last = max(last, first + 1)  # a single value still needs an axis

    def scale(figure: float) -> float:
        return start + (end - start) * (log10(figure) - first) / (last - first)

    steps = (10.0**power for power in range(first, last + 1))
    return scale, tuple(Tick(round(scale(step), 1), label(step)) for step in steps)


def linear_axis(
    low: float, high: float, ticks: Sequence[tuple[float, str]]
) -> tuple[Scale, tuple[Tick, ...]]:
    """Return a linear scale across the plot, and the given ticks in their places."""
    width = (high - low) or 1

    def scale(figure: float) -> float:
        return FRAME.left + (FRAME.right - FRAME.left) * (figure - low) / width

    return scale, tuple(Tick(round(scale(at), 1), text) for at, text in ticks)


def _tokens_axis(low: float, high: float) -> tuple[Scale, tuple[Tick, ...]]:
    return log_axis(low, high, FRAME.left, FRAME.right, lambda n: tokens_text(int(n)))


def _score_axis(_low: float, _high: float) -> tuple[Scale, tuple[Tick, ...]]:
    return linear_axis(0, 100, [(n, str(n)) for n in range(0, 101, 20)])


def _day_axis(low: float, high: float) -> tuple[Scale, tuple[Tick, ...]]:
    """Return an axis of ordinal days from one new year to another."""
    first, last = date.fromordinal(int(low)).year, date.fromordinal(int(high)).year + 1
    years = [(float(date(year, 1, 1).toordinal()), str(year)) for year in range(first, last + 1)]
    return linear_axis(years[0][0], years[-1][0], years)


X_AXES = {"tokens": _tokens_axis, "day": _day_axis, "score": _score_axis}


def _price_label(price: float) -> str:
    # `repr` gives 0.1 for the float 0.1, not its 55 binary digits.
    return price_text(Decimal(repr(price)), 2).removesuffix(".00")
