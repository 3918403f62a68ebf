"""A lock, so that one pull runs at a time, on one machine or many.

On PostgreSQL an advisory lock of the session, on SQLite a lock on a file beside the database. Both
are released when their process dies, however it dies.
"""

import fcntl
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

ADVISORY_LOCK = 0x6D6F646C  # "modl"
# PostgreSQL ends a killed client's session only after its current statement.
PATIENCE_SECONDS = 3
# An advisory lock is reentrant within its session; a pull must not be.
IN_THIS_PROCESS = threading.Lock()


class PullInProgress(Exception):
    """Another process is pulling at this moment."""


@contextmanager
def pull_lock() -> Iterator[None]:
    """Hold the lock. Raises PullInProgress if another process or thread holds it."""
    if not IN_THIS_PROCESS.acquire(blocking=False):
        raise PullInProgress
    hold = _advisory_lock if connection.vendor == "postgresql" else _file_lock
    try:
        with hold():
            yield
    finally:
        IN_THIS_PROCESS.release()


@contextmanager
def _advisory_lock() -> Iterator[None]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _has("pg_try_advisory_lock"):
        if time.monotonic() > deadline:
            raise PullInProgress
        time.sleep(0.1)
    try:
        yield
    finally:
        # A broken connection has released the lock, and a query would hide the error that broke it.
        if connection.is_usable():
            _has("pg_advisory_unlock")


def _has(function: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [ADVISORY_LOCK])
        return bool(cursor.fetchone() == (True,))


@contextmanager
def _file_lock() -> Iterator[None]:
    with _lock_file().open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PullInProgress from None
        yield


def _lock_file() -> Path:
    name = str(connection.settings_dict["NAME"])
    if name.startswith((":memory:", "file:memory")):
        return Path(tempfile.gettempdir()) / "model-ledger.pull-lock"
    return Path(f"{name}.pull-lock")
