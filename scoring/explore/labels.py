"""Places for the names of points, so that none lies over another or outside the plot. Pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from scoring.explore.axes import FRAME

ACROSS = 10  # of a name from its point
# Of the name's base line from its point, in the order in which the places are tried.
DOWN = (16, -8)
HEIGHT = 15
DOT = 16.0  # the width of a large dot with its outline; less than twice ACROSS
CHARACTER, WIDE_CHARACTER = 7.6, 13.0  # of a name in bold at 13 px
FIRST_WIDE = "\u2e80"  # from here on, scripts have characters as wide as high


class Label(NamedTuple):
    """Where a name stands; `anchor` is the CSS class of its text anchor, `width` an estimate."""

    x: float
    y: float
    anchor: str
    width: float

    @property
    def left(self) -> float:
        return self.x - self.width if self.anchor else self.x

    def overlaps(self, other: "Label") -> bool:
        return (
            abs(self.y - other.y) < HEIGHT
            and self.left < other.left + other.width
            and other.left < self.left + self.width
        )

    @property
    def inside(self) -> bool:
        """Tell whether it lies in the plot, off the texts of both axes."""
        across = self.left >= FRAME.left and self.left + self.width <= FRAME.width
        return across and FRAME.top <= self.y <= FRAME.bottom - 2


def text_width(name: str) -> float:
    return sum(WIDE_CHARACTER if character >= FIRST_WIDE else CHARACTER for character in name)


def box_of_dot(x: float, y: float) -> Label:
    """Return the room that a large dot takes, as that of a name."""
    return Label(x - DOT / 2, y + 5, "", DOT)  # 5 from its middle to a base line


def places(name: str, x: float, y: float) -> Iterator[Label]:
    """Yield the places beside a point: to its right, then to its left, below it and above."""
    width = text_width(name)
    for anchor in ("", "end"):
        for down in DOWN:
            yield Label(x - ACROSS if anchor else x + ACROSS, y + down, anchor, width)


def free_place(name: str, x: float, y: float, taken: Iterable[Label]) -> Label | None:
    """Return the first place for a name that is free; None where there is none."""
    taken = list(taken)
    return next(
        (
            place
            for place in places(name, x, y)
            if place.inside and not any(place.overlaps(other) for other in taken)
        ),
        None,
    )
