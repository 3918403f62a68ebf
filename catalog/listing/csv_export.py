"""The list of models as rows of a CSV file."""

from collections.abc import Iterator
from typing import Any

from catalog.display.spreadsheet import Cell
from catalog.listing.columns import ListColumn
from catalog.listing.index import ModelRow
from catalog.listing.results import ListResults


def csv_rows(results: ListResults) -> Iterator[tuple[Cell, ...]]:
    """Yield a header and then every matching row, not one page, in the shown columns."""
    columns = results.columns
    yield ("id", *(column.key for column in columns), "other_fees", "corrected")
    for row in results.rows:
        notes = "; ".join(row.fees) or None, " ".join(row.corrected) or None
        yield (row.path, *(_cell(column, row) for column in columns), *notes)


def _cell(column: ListColumn, row: ModelRow) -> Cell:
    # The sort values of names are folded to lower case.
    if column.key == "name":
        return row.name
    if column.key == "maker":
        return row.maker_name
    value: Any = column.value_of(row)
    if isinstance(value, bool):
        return "yes" if value else "no"
    # An empty text is "not reported", as None is; a 0 stays a figure.
    return value or None if isinstance(value, str) else value
