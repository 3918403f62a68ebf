"""The heads of a sortable table's columns."""

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """A column's head: the query string that a click leads to, and how it is sorted now.

    `sorted` is a value of aria-sort, "" where the table is sorted by another column. A score's
    column has a `rubric` in place of a label. Not every column is `sortable`.
    """

    key: str
    label: Text
    unit: Text
    numeric: bool
    query: str
    sorted: str
    rubric: str = ""
    sortable: bool = True
