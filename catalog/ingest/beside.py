"""Build tables beside the live ones, and swap them in.

SQLite lets one connection write at a time, so a rebuild of years in one transaction would keep
every sign-in waiting for minutes. It is therefore made in a copy of the database, and only what
differs is written to the live one. PostgreSQL needs none of this: there, only writers of the same
rows wait for each other.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from catalog.models import CatalogueVersion, Snapshot

logger = logging.getLogger(__name__)

# What a rebuild changes of the snapshots, which are kept.
SNAPSHOT_COLUMNS = ("applied_at", "set_aside_at", "rejected_at", "reason", "unfinished_attempts")


@contextmanager
def built_beside(tables: Sequence[Any]) -> Iterator[None]:
    """Run the block on a copy of the database; then bring these models' tables to the copy.

    In a transaction, the block works on the live database. It may write these tables, the marks of
    snapshots, and new catalogue versions; anything else is lost. The caller holds the pull lock, so
    nobody else writes these tables and marks meanwhile. If the block fails, nothing changes.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    live = str(connection.settings_dict["NAME"])
    newest = CatalogueVersion.objects.aggregate(newest=Max("pk"))["newest"] or 0
    copy = Path(f"{live}.rebuild")
    try:
        _copy_to(copy)
        try:
            _use(str(copy))
            yield
        finally:
            _use(live)
        _swap_in(copy, tables, newest)
    finally:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{copy}{suffix}").unlink(missing_ok=True)


def _copy_to(copy: Path) -> None:
    copy.unlink(missing_ok=True)  # of a rebuild that was killed
    copy.touch(mode=0o600)  # VACUUM fills an empty file, and would create one that others can read
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])


def _use(name: str) -> None:
    """Let this thread's connection be one to another file."""
    connection.close()
    connection.settings_dict = {**connection.settings_dict, "NAME": name}


def _swap_in(copy: Path, tables: Sequence[Any], newest: int) -> None:
    quoted = connection.ops.quote_name
    names = [(quoted(table._meta.db_table), quoted(table._meta.pk.column)) for table in tables]
    with connection.cursor() as cursor:
        cursor.execute("ATTACH DATABASE %s AS beside", [str(copy)])
        try:
            # Compared before the write lock is taken: that reads every row of both databases.
            for place, (name, key) in enumerate(names):
                cursor.execute(_DIFFER.format(into=f"gone_{place}", key=key, name=name, **_GONE))
                cursor.execute(_DIFFER.format(into=f"new_{place}", key=key, name=name, **_NEW))
            began = time.monotonic()
            with transaction.atomic():
                # Foreign keys are checked at commit, when every row that is referred to is back.
                for place, (name, key) in enumerate(names):
                    cursor.execute(_DELETE.format(name=name, key=key, place=place))
                    cursor.execute(_INSERT.format(name=name, key=key, place=place))
                cursor.execute(_mark_snapshots())
                cursor.execute(_add_versions(), [newest])
            logger.info("rebuilt tables swapped in within %.1f s", time.monotonic() - began)
        finally:
            for place in range(len(names)):
                cursor.execute(f"DROP TABLE IF EXISTS temp.gone_{place}")
                cursor.execute(f"DROP TABLE IF EXISTS temp.new_{place}")
            cursor.execute("DETACH DATABASE beside")


_GONE, _NEW = {"of": "main", "without": "beside"}, {"of": "beside", "without": "main"}
_DIFFER = (
    "CREATE TEMP TABLE {into} AS SELECT {key} AS pk"
    " FROM (SELECT * FROM {of}.{name} EXCEPT SELECT * FROM {without}.{name})"
)
_DELETE = "DELETE FROM main.{name} WHERE {key} IN (SELECT pk FROM temp.gone_{place})"
_INSERT = (
    "INSERT INTO main.{name} SELECT * FROM beside.{name}"
    " WHERE {key} IN (SELECT pk FROM temp.new_{place})"
)


def _mark_snapshots() -> str:
    name = connection.ops.quote_name(Snapshot._meta.db_table)
    columns = ", ".join(f"{column} = new.{column}" for column in SNAPSHOT_COLUMNS)
    differs = " OR ".join(f"{name}.{column} IS NOT new.{column}" for column in SNAPSHOT_COLUMNS)
    return (
        f"UPDATE main.{name} SET {columns} FROM beside.{name} AS new"  # noqa: S608
        f" WHERE {name}.id = new.id AND ({differs})"
    )


def _add_versions() -> str:
    """Return the statement that adds the versions newer than one, under numbers of their own.

    An editor may have published another version under the same number meanwhile.
    """
    name = connection.ops.quote_name(CatalogueVersion._meta.db_table)
    own = [f.column for f in CatalogueVersion._meta.concrete_fields if not f.primary_key]
    columns = ", ".join(connection.ops.quote_name(column) for column in own if column)
    return (
        f"INSERT INTO main.{name} ({columns})"  # noqa: S608
        f" SELECT {columns} FROM beside.{name} WHERE id > %s ORDER BY id"
    )
