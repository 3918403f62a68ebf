"""A cell of a table, as plain values: `{{ row.cells|table_cells }}` draws them. Pure."""

from typing import NamedTuple


class TableCell(NamedTuple):
    """A text, a flag ("yes", "no", "silent") with its word, or nothing and why there is nothing.

    `label` names the column where a phone shows the row as a card.
    """

    text: str
    css: str = ""
    label: str = ""
    why: str = ""
    flag: str = ""
