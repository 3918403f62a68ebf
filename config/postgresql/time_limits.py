"""Time limits of waits for a socket, for calls that have none of their own."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread


class TimeLimits:
    """Shuts down the sockets of queries that take longer than they may."""

    def __init__(self, check_every: float = 0.25) -> None:
        self.check_every = check_every
        self._deadlines: dict[int, float] = {}  # by file descriptor
        self._lock = Lock()
        self._thread: Thread | None = None

    @contextmanager
    def limit(self, descriptor: int, seconds: float) -> Iterator[None]:
        """Give what happens in the block so many seconds to use a connection's socket."""
        with self._lock:
            self._deadlines[descriptor] = time.monotonic() + seconds
            # Started here: a thread does not survive the fork of a server's worker.
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._watch, name="query time limits", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._deadlines.pop(descriptor, None)

    def _watch(self) -> None:
        while True:
            time.sleep(self.check_every)
            with self._lock:  # held, so that no descriptor is closed and reused meanwhile
                now = time.monotonic()
                for descriptor in [fd for fd, at in self._deadlines.items() if at <= now]:
                    del self._deadlines[descriptor]
                    shut_down(descriptor)


def shut_down(descriptor: int) -> None:
    """End both directions of a socket that another thread waits for."""
    with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as same:
        same.shutdown(socket.SHUT_RDWR)


LIMITS = TimeLimits()
