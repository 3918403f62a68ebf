"""Values of loaded rows under the names that a queryset's `values` gives them."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any


def named_values(rows: Iterable[Any], columns: Sequence[str]) -> Iterator[Any]:
    """Yield what `values_list(*columns, named=True)` yields: relations are followed by "__"."""
    Row = namedtuple("Row", columns)  # type: ignore[misc]  # names are the caller's
    for values in dict_values(rows, columns):
        yield Row(**values)


def dict_values(rows: Iterable[Any], columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield what `values(*columns)` yields."""
    readers = [(column, _reader(column)) for column in columns]
    for row in rows:
        yield {column: read(row) for column, read in readers}


def _reader(column: str) -> Callable[[Any], Any]:
    names = column.split("__")

    def read(row: Any) -> Any:
        for name in names:
            if row is None:  # a relation that leads nowhere
                return None
            row = getattr(row, name)
        return row

    return read
