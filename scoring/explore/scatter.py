"""A scatter plot of prices as plain geometry: marks, names and the Pareto frontier. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from heapq import nsmallest

from scoring.explore.axes import FRAME, X_AXES, Frame, Tick, price_axis
from scoring.explore.labels import Label, box_of_dot, free_place

# Points drawn, off the frontier and on it: 20,000 would be a page of 5 MB.
MOST_POINTS, MOST_ON_FRONTIER = 2_000, 200
MOST_NAMED = 12  # of the models off the frontier: those that most providers offer
# A model that few providers offer isn't known well enough to stand out by its name.
PROVIDERS_OF_A_NAMED_MODEL = 5
COLORS = 6  # more could not be told apart


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
    path: str = ""  # the model's canonical id


@dataclass(frozen=True, slots=True)
class PointMark:
    """A point in its place; `label` is where its name stands, None where there is no room for it.

    `color` is the number of its maker's color, 0 for that of all other makers.
    """

    point: Point
    x: float
    y: float
    on_frontier: bool
    color: int = 0
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Scatter:
    """Everything to draw. Frontier marks come last, so that they lie on top, cheapest first.

    `makers` are those with a color of their own, in the order of the colors. `left_out` is how many
    points the picture does not have, those with the fewest providers; `frontier_left_out` are those
    of them that are on the frontier.
    """

    plain: tuple[PointMark, ...]
    frontier: tuple[PointMark, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    makers: tuple[str, ...] = ()
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
    y, y_ticks = price_axis(min(prices), max(prices))
    x, x_ticks = X_AXES[kind](min(figures), max(figures))
    others = set(range(len(points))) - frontier
    leaders = _most_offered(points, frontier, most_on_frontier)
    drawn = leaders | _most_offered(points, others, most)
    makers = leading_makers(points[n] for n in drawn)
    colors = {maker: number for number, maker in enumerate(makers, start=1)}
    marks = [
        PointMark(
            point,
            round(x(point.figure), 1),
            round(y(float(point.price)), 1),
            on_frontier=n in frontier,
            color=colors.get(point.maker, 0),
        )
        for n, point in enumerate(points)
        if n in drawn
    ]
    leading = [mark for mark in marks if mark.on_frontier]
    leading.sort(key=lambda mark: (mark.point.price, mark.point.figure))
    dots = [box_of_dot(mark.x, mark.y) for mark in leading]
    frontier_marks = _with_labels(leading, leading, dots)
    taken = dots + [mark.label for mark in frontier_marks if mark.label]
    plain = [mark for mark in marks if not mark.on_frontier]
    return Scatter(
        tuple(_with_labels(plain, _well_known(plain), taken)),
        tuple(frontier_marks),
        x_ticks,
        y_ticks,
        makers=makers,
        left_out=len(points) - len(drawn),
        frontier_left_out=len(frontier) - len(leaders),
    )


def leading_makers(points: Iterable[Point]) -> tuple[str, ...]:
    """Return the makers whose models have most providers, most first, one for each color.

    A single maker needs no color of its own: none is returned.
    """
    counts = Counter[str]()
    for point in points:
        counts[point.maker] += point.providers
    if len(counts) == 1:
        return ()
    return tuple(sorted(counts, key=lambda maker: (-counts[maker], maker))[:COLORS])


def _most_offered(points: Sequence[Point], positions: set[int], most: int) -> set[int]:
    return set(nsmallest(most, positions, key=lambda n: (-points[n].providers, n)))


def _well_known(marks: Sequence[PointMark]) -> list[PointMark]:
    known = [mark for mark in marks if mark.point.providers >= PROVIDERS_OF_A_NAMED_MODEL]
    return nsmallest(MOST_NAMED, known, key=lambda mark: (-mark.point.providers, mark.point.url))


def _with_labels(
    marks: Sequence[PointMark], named: Sequence[PointMark], taken: Sequence[Label]
) -> list[PointMark]:
    """Give a label to each of the named marks that has room for one, in their order."""
    labels = list(taken)
    found: dict[int, Label] = {}
    for mark in named:
        place = free_place(mark.point.name, mark.x, mark.y, labels)
        if place:
            labels.append(place)
            found[id(mark)] = place
    return [replace(mark, label=found.get(id(mark))) for mark in marks]
