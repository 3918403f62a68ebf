"""Starting servers as children that end with this process and restart when they die."""

import ctypes
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds before a dead process is started again
# After so long alive, the next pause is the shortest again: it was killed, and does not fail at the
# start. With more, a database that is killed twice in a minute stays away for many seconds.
HEALTHY_SECONDS = 10.0
STOP_SECONDS = 15.0
libc = ctypes.CDLL(None)

Say = Callable[[str], object]


class StackError(Exception):
    """What keeps the stack from starting, in one line."""


@dataclass(frozen=True)
class Service:
    """A server: its command, what it needs, and how it is told to end."""

    name: str
    command: Sequence[str]
    ready: Callable[[], bool] = lambda: True
    env: Mapping[str, str] = field(default_factory=dict)
    stop: signal.Signals = signal.SIGTERM
    user: str | None = None
    folder: Path | None = None


class Supervised:
    """A running service; `check` starts it again after it died, with exponential back-off."""

    def __init__(self, service: Service, logs: Path, say: Say) -> None:
        self.service, self.log, self.say = service, logs / f"{service.name}.log", say
        self.pause, self.dead_since = SHORTEST_PAUSE, 0.0
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        self.started_at = time.monotonic()
        with self.log.open("ab") as output:
            return subprocess.Popen(
                self.service.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.service.env},
                # Ctrl-C reaches this process alone, which ends the others in order.
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(self.service.stop),  # noqa: PLW1509 - one system call
                **identity(self.service.user, self.service.folder),
            )

    def check(self, now: float) -> None:
        """Note that it died, or start it again if it has been dead for the length of the pause."""
        if self.process.poll() is None:
            self.dead_since = 0.0
        elif not self.dead_since:
            if now - self.started_at >= HEALTHY_SECONDS:
                self.pause = SHORTEST_PAUSE
            self.dead_since = now
            self.end_children()
            self.say(
                f"{self.service.name} ended with {self.process.returncode};"
                f" starts again in {self.pause:g} s (its log: {self.log})"
            )
        elif now - self.dead_since >= self.pause:
            self.pause = min(2 * self.pause, LONGEST_PAUSE)
            self.dead_since = 0.0
            self.process = self.start()

    def end_children(self) -> None:
        """Kill what it left behind: workers without their server would go on holding its port."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def wait_until_ready(self, seconds: float = 120) -> None:
        """Wait until it serves; raises StackError with the end of its log if it does not."""
        deadline = time.monotonic() + seconds
        while not self.service.ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                end = self.log.read_text(errors="replace")[-2000:]
                raise StackError(f"{self.service.name} did not start:\n{end}")
            time.sleep(0.05)

    def end(self) -> None:
        """Stop it; at once if it does not end by itself."""
        if self.process.poll() is None:
            self.process.send_signal(self.service.stop)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.end_children()


def identity(user: str | None, folder: Path | None = None) -> dict[str, Any]:
    """Return Popen's arguments for `user`, in a folder that the user may enter."""
    if user is None:
        return {"cwd": folder} if folder else {}
    group = pwd.getpwnam(user).pw_gid
    return {"user": user, "group": group, "extra_groups": [], "cwd": folder or "/"}


def die_with_parent(stop: signal.Signals) -> None:
    """Have Linux send `stop` when the parent dies; other systems have no such call."""
    if sys.platform == "linux":
        libc.prctl(PR_SET_PDEATHSIG, stop)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def refuse_taken(port: int) -> None:
    """Raise StackError if another process listens on `port`, at any address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError as error:
            raise StackError(
                f"Port {port} cannot be had ({error.strerror}). Take another: PORT=8001 make stack"
            ) from None
