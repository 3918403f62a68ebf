"""Link previews as PNG: a title and a row of figures. Pure.

The image has a fixed size and texts are cut to what fits, so that time and memory are bounded
whatever a model's name is. Names with characters that the fonts lack are replaced.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
MARGIN, COLUMN_GAP = 72, 32
FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = "Regular", "Bold"
PAPER, INK, QUIET, LINE = 255, 22, 84, 226  # shades of grey
TITLE_SIZES = (88, 76, 64, 54)
VALUE_SIZES = (50, 44, 38, 32, 26, 20)
TITLE_LINES, TITLE_TOP = 2, 150
LONGEST = 200  # characters of a text that are measured
# The fonts are subsets: these characters for names, and whatever our own texts need.
DRAWN = re.compile("[ -~\u00a0-\u00ff\u2010-\u2015\u2018-\u201e\u2022\u2026\u00d7\u2212]+")
ELLIPSIS = "..."  # not U+2026, which this font draws at mid-height, as Chinese has it


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its label above and its unit or a second figure beneath."""

    label: str
    value: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """The texts of an image, from top to bottom."""

    site: str
    title: str
    under: str
    figures: tuple[Figure, ...]
    foot: str


def drawable(text: str, instead: str) -> str:
    """Return a name with normalized spaces, or `instead` if the fonts lack a character of it."""
    plain = " ".join(normalize("NFC", text[:LONGEST]).split())
    return plain if DRAWN.fullmatch(plain) else instead


def draw(card: Card) -> bytes:
    """Return a PNG of 1200 by 630 pixels, the size that Open Graph recommends."""
    image = Image.new("L", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    _wordmark(pen, card.site)
    size, lines = fitted(card.title, WIDTH - 2 * MARGIN)
    for number, line in enumerate(lines):
        pen.text((MARGIN, TITLE_TOP + number * round(size * 1.16)), line, INK, font(BOLD, size))
    under, down = cut(card.under, font(REGULAR, 30), WIDTH - 2 * MARGIN), round(size * 1.2)
    pen.text((MARGIN, TITLE_TOP + 12 + len(lines) * down), under, QUIET, font(REGULAR, 30))
    _figures(pen, card.figures)
    foot = cut(card.foot, font(REGULAR, 24), WIDTH - 2 * MARGIN)
    pen.text((MARGIN, HEIGHT - 64), foot, QUIET, font(REGULAR, 24))
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


@lru_cache(maxsize=32)
def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    file = FONTS / f"NotoSansCJKtc-{weight}.subset.otf"
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


def fitted(title: str, width: int) -> tuple[int, list[str]]:
    """Return the largest font size at which the title fits, and its lines; else it is cut."""
    words = title[:LONGEST].split()
    for size in TITLE_SIZES:
        lines = _lines(words, font(BOLD, size), width)
        if len(lines) <= TITLE_LINES and all(font(BOLD, size).getlength(x) <= width for x in lines):
            return size, lines
    first, *rest = lines
    shown = [first, " ".join(rest)][:TITLE_LINES]
    return size, [cut(line, font(BOLD, size), width) for line in shown if line]


def cut(text: str, face: ImageFont.FreeTypeFont, width: int) -> str:
    """Cut a text to the width, with an ellipsis."""
    start = text[:LONGEST]
    if start == text and face.getlength(text) <= width:
        return text
    while start and face.getlength(start + ELLIPSIS) > width:
        start = start[:-1]
    return start.rstrip() + ELLIPSIS


def _lines(words: list[str], face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _face(values: list[str], width: int) -> ImageFont.FreeTypeFont:
    """Return the largest font in which no value is cut: a cut figure would be another figure."""
    faces = [font(BOLD, size) for size in VALUE_SIZES]
    fits = (face for face in faces if all(face.getlength(v[:LONGEST]) <= width for v in values))
    return next(fits, faces[-1])


def _wordmark(pen: ImageDraw.ImageDraw, site: str) -> None:
    """Draw the site's name above its double rule."""
    face = font(BOLD, 36)
    pen.text((MARGIN, 62), site, INK, face)
    end = MARGIN + round(face.getlength(site))
    for top in (116, 122):
        pen.rectangle((MARGIN, top, end, top + 1), INK)


def _figures(pen: ImageDraw.ImageDraw, figures: tuple[Figure, ...]) -> None:
    """Draw the figures side by side between two rules."""
    top, bottom = 400, 552
    pen.rectangle((MARGIN, top, WIDTH - MARGIN, top + 1), INK)
    pen.rectangle((MARGIN, bottom, WIDTH - MARGIN, bottom), LINE)
    step = (WIDTH - 2 * MARGIN + COLUMN_GAP) // max(1, len(figures))
    values = _face([figure.value for figure in figures], step - COLUMN_GAP)
    for number, figure in enumerate(figures):
        left = MARGIN + number * step
        for text, down, face, colour in (
            (figure.label, 12, font(REGULAR, 24), QUIET),
            (figure.value, 66 - round(values.size * 0.52), values, INK),
            (figure.under, 108, font(REGULAR, 20), QUIET),
        ):
            pen.text((left, top + down), cut(text, face, step - COLUMN_GAP), colour, face)
