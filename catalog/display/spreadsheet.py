"""CSV that is safe from formula injection. Pure."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO
from itertools import islice
from unicodedata import category, normalize

ROWS_AT_ONCE = 500  # a stream of single lines would be slow
Cell = str | int | Decimal | None
# Characters that start a formula; see OWASP, "CSV Injection". Where the list separator is a
# semicolon, as in most of Europe, the text after one is a cell of its own once the quotes are lost.
FORMULA = re.compile(r"\A[=+\-@\t\r\n|%]|[;,\t][=+\-@]")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # tells Excel that the text is UTF-8


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Return the rows as CSV; numbers stay numbers, texts never become formulas."""
    return "".join(csv_lines(rows))


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield what `csv_text` returns, several rows at a time."""
    yield BYTE_ORDER_MARK
    remaining = iter(rows)
    while several := list(islice(remaining, ROWS_AT_ONCE)):
        output = StringIO()
        csv.writer(output).writerows([[cell_text(cell) for cell in row] for row in several])
        yield output.getvalue()


def cell_text(cell: Cell) -> str:
    """Return a cell's text: numbers without trailing zeros, formulas after an apostrophe."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}".rstrip("0").rstrip(".") if "." in f"{cell:f}" else f"{cell:f}"
    if isinstance(cell, int):
        return str(cell)
    return f"'{cell}" if _starts_formula(cell) else cell


def _starts_formula(text: str) -> bool:
    """Tell whether a text, or a part of it after a separator, may be read as a formula."""
    if text.isascii():  # nearly all; a tenth of the time
        return FORMULA.search(text.replace(" ", "")) is not None
    # NFKC, because some spreadsheets accept full-width signs as operators. Invisible characters
    # before a sign may be dropped on the way.
    plain = "".join(c for c in normalize("NFKC", text) if category(c) not in ("Cf", "Zs"))
    return FORMULA.search(plain) is not None
