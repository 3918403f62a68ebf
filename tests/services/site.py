"""The site in its real application server, on the tests' database."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.process import free_port, listening, running

COMMAND = [sys.executable, "-m", "granian", "--interface=wsgi", "--blocking-threads=1"]


@contextmanager
def site(folder: Path, **env: str) -> Iterator[str]:
    """Yield the address of one server process; `env` is added to its environment."""
    port = free_port()
    with running(
        [*COMMAND, f"--port={port}", "config.wsgi:application"],
        log=folder / "site.log",
        ready=lambda: listening(port),
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", **env},
    ):
        yield f"http://127.0.0.1:{port}"
