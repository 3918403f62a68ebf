"""CSV that a spreadsheet shows and never runs. Pure."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO
from unicodedata import normalize

Cell = str | int | Decimal | None
# What makes a spreadsheet take a cell for a formula, also behind white space.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # tells Excel that the text is UTF-8


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Return the rows as CSV; figures stay figures, texts never become formulas."""
    written = StringIO(BYTE_ORDER_MARK)
    written.seek(0, 2)
    csv.writer(written).writerows([[cell_text(cell) for cell in row] for row in rows])
    return written.getvalue()


def cell_text(cell: Cell) -> str:
    """Return a cell's text: exact figures without trailing zeros, formulas behind an apostrophe."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}".rstrip("0").rstrip(".") if "." in f"{cell:f}" else f"{cell:f}"
    if isinstance(cell, int):
        return str(cell)
    # Some spreadsheets take the full-width signs for the plain ones, as this does.
    plain = normalize("NFKC", cell).lstrip(" ")
    return f"'{cell}" if plain.startswith(STARTS_A_FORMULA) else cell
