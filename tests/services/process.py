"""Start servers that end with the tests, even with tests that are killed."""

import ctypes
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)


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


def identity(user: str | None) -> dict[str, object]:
    """Return Popen's arguments for `user`, in a folder that the user may enter."""
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": [], "cwd": "/"}


def die_with_parent(stop: signal.Signals) -> None:
    """Have Linux send `stop` when the parent dies; other systems have no such call."""
    if sys.platform == "linux":
        libc.prctl(PR_SET_PDEATHSIG, stop)


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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def eventually(true: Callable[[], object], seconds: float = 30) -> bool:
    """Poll until `true()` holds or the time is over; return whether it does."""
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(true())
