"""Bulk writes: many rows a statement, and only rows that differ."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# 500 rows of the widest table (Offering, some 45 columns) stay well below PostgreSQL's 65,535
# parameters a statement, and 500 keys in an IN list below SQLite's older limit of 999.
ROWS_PER_STATEMENT = 500


def set_fields(row: Any, values: Mapping[str, Any]) -> bool:
    """Set these values; return whether any differs from the row's."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def insert(table: Any, rows: Sequence[Any]) -> None:
    table.objects.bulk_create(rows, batch_size=ROWS_PER_STATEMENT)


def overwrite(table: Any, rows: Sequence[Any]) -> None:
    """Write every column of existing rows, by an upsert on the primary key.

    bulk_update would send a CASE expression with every key for each column.
    """
    columns = [field.name for field in table._meta.concrete_fields if not field.primary_key]
    table.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=columns,
        batch_size=ROWS_PER_STATEMENT,
    )


def chunked(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Cut keys into chunks of ROWS_PER_STATEMENT, for IN lists."""
    for start in range(0, len(keys), ROWS_PER_STATEMENT):
        yield keys[start : start + ROWS_PER_STATEMENT]
