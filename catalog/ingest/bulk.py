"""Writing many rows at once, and only what is new to them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

ROWS_PER_STATEMENT = 500


def set_fields(row: Any, stated: Mapping[str, Any]) -> bool:
    """Give the row these values; tell whether any is new to it."""
    differing = [name for name, value in stated.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, stated[name])
    return bool(differing)


def insert(table: Any, rows: Sequence[Any]) -> None:
    table.objects.bulk_create(rows, batch_size=ROWS_PER_STATEMENT)


def overwrite(table: Any, rows: Sequence[Any]) -> None:
    """Write rows that exist, whole: one statement for many, unlike bulk_update's CASE for each."""
    columns = [field.name for field in table._meta.concrete_fields if not field.primary_key]
    table.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=columns,
        batch_size=ROWS_PER_STATEMENT,
    )


def chunked(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Cut keys into pieces that every database takes as parameters."""
    for start in range(0, len(keys), ROWS_PER_STATEMENT):
        yield keys[start : start + ROWS_PER_STATEMENT]
