"""The site in its real application server, and its commands, as processes of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.process import free_port, listening, running

GRANIAN = [sys.executable, "-m", "granian", "--interface=wsgi", "--blocking-threads=1"]


def environment(database_url: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TEST_DATABASE": "",
        "DATABASE_URL": database_url,
    }


@contextmanager
def site(folder: Path, *, database_url: str) -> Iterator[str]:
    """Yield the address of a server process on that database; its log lies in `folder`."""
    port = free_port()
    with running(
        [*GRANIAN, "--workers-kill-timeout=1", f"--port={port}", "config.wsgi:application"],
        log=folder / "site.log",
        ready=lambda: listening(port),
        env=environment(database_url),
    ):
        yield f"http://127.0.0.1:{port}"


def manage(*command: str, database_url: str) -> str:
    """Run a management command on that database and return what it said."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env={**os.environ, **environment(database_url)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
