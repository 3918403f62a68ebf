"""A step chart as a PNG of 1200 by 630 pixels, for sharing. Pure, as `drawing`."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw

from changelog.history.chart import TOP, Chart, Point
from pages.link_cards.drawing import BOLD, HEIGHT, INK, LINE, MARGIN, PAPER, QUIET, WIDTH, cut, font

LEFT, PLOT_TOP, PLOT_BOTTOM = MARGIN + 90, 190, 500
BAND = 214  # shade of grey
# Shade, width and dashes of each line, in pixels; the ones of a reader's choice share the last.
STROKES = {
    "recommended": (INK, 6, ()),
    "own": (INK, 3, (18, 8)),
    "median": (QUIET, 3, ()),
    "lowest": (QUIET, 3, (4, 8)),
}
CHOSEN = (120, 2, (10, 10))
MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class ChartCard:
    """The texts around a chart; `legend` names its lines by their keys."""

    site: str
    title: str
    under: str
    foot: str
    legend: tuple[tuple[str, str], ...]


def draw_chart(card: ChartCard, chart: Chart, figure: Callable[[Decimal], str]) -> bytes:
    """Return the PNG; `figure` writes the values of the axis."""
    image = Image.new("L", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    room = WIDTH - 2 * MARGIN
    pen.text((MARGIN, 40), cut(card.title, font(BOLD, 50), room), INK, font(BOLD, 50))
    pen.text((MARGIN, 116), cut(card.under, font("Regular", 28), room), QUIET, font("Regular", 28))
    _axes(pen, chart, figure)
    for low, high in chart.boxes:
        (left, bottom), (right, top) = _place(low, chart), _place(high, chart)
        pen.rectangle((left, top, right, bottom), BAND)
    for line in reversed(chart.lines):
        for piece in line.pieces:
            _stroke(pen, [_place(corner, chart) for corner in piece], line.key)
    _legend(pen, card)
    foot = f"{card.site} · {card.foot}"
    pen.text(
        (MARGIN, HEIGHT - 44), cut(foot, font("Regular", 22), room), QUIET, font("Regular", 22)
    )
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def _place(point: Point, chart: Chart) -> tuple[int, int]:
    x = LEFT + (WIDTH - MARGIN - LEFT) * point.x / 100
    y = PLOT_TOP + (PLOT_BOTTOM - PLOT_TOP) * (point.y - TOP) / (chart.floor - TOP)
    return round(x), round(y)


def _axes(pen: ImageDraw.ImageDraw, chart: Chart, figure: Callable[[Decimal], str]) -> None:
    small = font("Regular", 22)
    for tick in chart.ticks:
        _x, y = _place(Point(0, tick.y), chart)
        pen.line((LEFT, y, WIDTH - MARGIN, y), LINE)
        pen.text((LEFT - 12, y), figure(tick.value), QUIET, small, anchor="rm")
    anchors = {"start": "la", "middle": "ma", "end": "ra"}
    for day in chart.days:
        x, y = _place(Point(day.x, chart.floor), chart)
        pen.text((x, y + 8), f"{day.day:%Y-%m-%d}", QUIET, small, anchor=anchors[day.anchor])


def _stroke(pen: ImageDraw.ImageDraw, corners: list[tuple[int, int]], key: str) -> None:
    """Draw a line through corners; upright pieces are whole, level ones have the dashes."""
    shade, width, dashes = STROKES.get(key, CHOSEN)
    for (x1, y1), (x2, y2) in pairwise(corners):
        if not dashes or x1 == x2:
            pen.line((x1, y1, x2, y2), shade, width)
            continue
        on, off = dashes
        for x in range(x1, x2, on + off):
            pen.line((x, y1, min(x + on, x2), y1), shade, width)


def _legend(pen: ImageDraw.ImageDraw, card: ChartCard) -> None:
    face, x, y = font("Regular", 24), MARGIN, 558
    for key, label in card.legend[:MOST_NAMED]:
        _stroke(pen, [(x, y), (x + 56, y)], key)
        text = cut(label, face, 240)
        pen.text((x + 68, y), text, INK, face, anchor="lm")
        x += 68 + round(face.getlength(text)) + 36
