"""Start servers that end with the tests, even with tests that are killed."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from stack.processes import die_with_parent, free_port, identity, listening

__all__ = ["ServiceFailed", "end", "eventually", "free_port", "listening", "running", "wait_until"]


class ServiceFailed(Exception):
    """A server that is missing or did not come up; the message holds the end of its log."""


@contextmanager
def running(
    command: list[str],
    *,
    log: Path,
    ready: Callable[[], bool],
    stop: signal.Signals = signal.SIGTERM,
    env: dict[str, str] | None = None,
    user: str | None = None,
    seconds: float = 120,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `command` until the block ends; `stop` is the signal that ends it at once.

    Its output goes to a file: children that outlive the server would hold a pipe open.
    """
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            preexec_fn=lambda: die_with_parent(stop),  # noqa: PLW1509 - one system call, no lock
            **identity(user),
        )
    try:
        wait_until(ready, server, log, seconds)
        yield server
    finally:
        end(server, stop)


def wait_until(
    ready: Callable[[], bool], server: subprocess.Popen[bytes], log: Path, seconds: float
) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if server.poll() is not None or time.monotonic() > deadline:
            raise ServiceFailed(f"{server.args!r} did not start:\n{log.read_text()[-3000:]}")
        time.sleep(0.02)


def end(server: subprocess.Popen[bytes], stop: signal.Signals) -> None:
    if server.poll() is None:
        server.send_signal(stop)
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def eventually(true: Callable[[], object], seconds: float = 30) -> bool:
    """Poll until `true()` holds or the time is over; return whether it does."""
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(true())
