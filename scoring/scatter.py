"""Price against another figure as points in a picture: places, ticks and the frontier. Pure.

Prices go by logarithm, low at the bottom; the frontier is what nothing beats: no other point has
as much of the figure for as little.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor, log10

from catalog.display.money import price_text, tokens_text

WIDTH, HEIGHT = 960, 520
LEFT, RIGHT, TOP, BOTTOM = 72, 24, 36, 48
Place = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Point:
    """One model: its price in USD per million tokens, and the figure that it is set against."""

    name: str
    url: str
    maker: str
    price: Decimal
    figure: float
    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    words: str


@dataclass(frozen=True, slots=True)
class PointMark:
    """A point in its place; `label_at` is where its name fits, on the frontier."""

    point: Point
    x: float
    y: float
    best: bool
    labelled: bool = False


@dataclass(frozen=True, slots=True)
class Scatter:
    """Marks, the frontier's last, and the ticks of both axes, all in units of the picture."""

    marks: tuple[PointMark, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]

    @property
    def best(self) -> list[PointMark]:
        """The frontier, cheapest first."""
        return [mark for mark in self.marks if mark.best]

    @property
    def frontier(self) -> str:
        """The frontier as the points of a line of steps."""
        corners: list[str] = []
        for before, mark in zip([None, *self.best], self.best, strict=False):
            if before is not None:
                corners.append(f"{mark.x},{before.y}")
            corners.append(f"{mark.x},{mark.y}")
        return " ".join(corners)


def frontier(points: Sequence[Point]) -> set[int]:
    """Return the places of the points that none beats: no dearer and no less, and one of both."""
    order = sorted(range(len(points)), key=lambda n: (points[n].price, -points[n].figure))
    found: set[int] = set()
    most = float("-inf")
    for place in order:
        point = points[place]
        twin = (
            found
            and point.figure == most
            and any(points[n].price == point.price and points[n].figure == most for n in found)
        )
        if point.figure > most or twin:
            most = point.figure
            found.add(place)
    return found


def scatter(points: Sequence[Point], kind: str) -> Scatter | None:
    """Place points whose figure is tokens, a day or a score; None where there is none."""
    if not points:
        return None
    best = frontier(points)
    prices = [float(point.price) for point in points]
    figures = [point.figure for point in points]
    up, up_ticks = log_axis(min(prices), max(prices), HEIGHT - BOTTOM, TOP, _price_words)
    across, across_ticks = AXES[kind](min(figures), max(figures))
    marks = [
        PointMark(
            point, round(across(point.figure), 1), round(up(float(point.price)), 1), n in best
        )
        for n, point in enumerate(points)
    ]
    plain = [mark for mark in marks if not mark.best]
    leading = sorted((m for m in marks if m.best), key=lambda m: (m.point.price, m.point.figure))
    return Scatter((*plain, *_labelled(leading)), across_ticks, up_ticks)


def _labelled(leading: list[PointMark]) -> list[PointMark]:
    """Give a name to every leading mark that has room for one."""
    shown: list[PointMark] = []
    for mark in leading:
        free = all(abs(m.y - mark.y) > 15 or abs(m.x - mark.x) > 190 for m in shown if m.labelled)
        shown.append(PointMark(mark.point, mark.x, mark.y, best=True, labelled=free))
    return shown


def log_axis(
    low: float, high: float, start: float, end: float, words: Callable[[float], str]
) -> tuple[Place, tuple[Tick, ...]]:
    """Return the place of a figure by its logarithm, and a tick at each power of ten."""
    first, last = floor(log10(low)), ceil(log10(high))
    last = max(last, first + 1)

    def place(figure: float) -> float:
        return start + (end - start) * (log10(figure) - first) / (last - first)

    steps = (10.0**power for power in range(first, last + 1))
    return place, tuple(Tick(round(place(step), 1), words(step)) for step in steps)


def line_axis(
    low: float, high: float, ticks: Sequence[tuple[float, str]]
) -> tuple[Place, tuple[Tick, ...]]:
    """Return the place of a figure on a plain axis, and the ticks that lie on it."""
    width = (high - low) or 1

    def place(figure: float) -> float:
        return LEFT + (WIDTH - RIGHT - LEFT) * (figure - low) / width

    return place, tuple(Tick(round(place(at), 1), words) for at, words in ticks)


def _tokens_axis(low: float, high: float) -> tuple[Place, tuple[Tick, ...]]:
    return log_axis(low, high, LEFT, WIDTH - RIGHT, lambda n: tokens_text(int(n)))


def _score_axis(_low: float, _high: float) -> tuple[Place, tuple[Tick, ...]]:
    return line_axis(0, 100, [(n, str(n)) for n in range(0, 101, 20)])


def _day_axis(low: float, high: float) -> tuple[Place, tuple[Tick, ...]]:
    """Return an axis of ordinal days from one new year to another."""
    first, last = date.fromordinal(int(low)).year, date.fromordinal(int(high)).year + 1
    years = [(float(date(year, 1, 1).toordinal()), str(year)) for year in range(first, last + 1)]
    return line_axis(years[0][0], years[-1][0], years)


AXES = {"tokens": _tokens_axis, "day": _day_axis, "score": _score_axis}


def _price_words(price: float) -> str:
    return price_text(Decimal(repr(price)), 2).removesuffix(".00")
