"""CSV that is safe from formula injection. Pure."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO
from unicodedata import normalize

Cell = str | int | Decimal | None
# Characters that start a formula, also after white space; see OWASP, "CSV Injection".
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # tells Excel that the text is UTF-8


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Return the rows as CSV; numbers stay numbers, texts never become formulas."""
    output = StringIO()
    output.write(BYTE_ORDER_MARK)
    csv.writer(output).writerows([[cell_text(cell) for cell in row] for row in rows])
    return output.getvalue()


def cell_text(cell: Cell) -> str:
    """Return a cell's text: numbers without trailing zeros, formulas after an apostrophe."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}".rstrip("0").rstrip(".") if "." in f"{cell:f}" else f"{cell:f}"
    if isinstance(cell, int):
        return str(cell)
    # NFKC, because some spreadsheets accept full-width signs as operators.
    plain = normalize("NFKC", cell).lstrip(" ")
    return f"'{cell}" if plain.startswith(FORMULA_STARTS) else cell
