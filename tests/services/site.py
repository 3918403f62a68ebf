"""The site in its real application server, and its commands, as processes of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.process import free_port, listening, running

GRANIAN = [sys.executable, "-m", "granian", "--interface=asginl", "--no-ws"]


@contextmanager
def site(folder: Path, **env: str) -> Iterator[str]:
    """Serve the site with `env`, which names its DATABASE_URL; yield its address."""
    port = free_port()
    with running(
        [*GRANIAN, "--workers-kill-timeout=1", f"--port={port}", "config.asgi:application"],
        log=folder / "site.log",
        ready=lambda: listening(port),
        env=environment(env),
    ):
        yield f"http://127.0.0.1:{port}"


def manage(*command: str, **env: str) -> str:
    """Run a management command with `env`, as `site` does; return its output."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env={**os.environ, **environment(env)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def environment(env: dict[str, str]) -> dict[str, str]:
    return {"DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DATABASE": "", **env}
