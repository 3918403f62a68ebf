"""A circuit breaker: after a failure, nobody waits for a service that does not answer. Pure."""

import time
from collections.abc import Callable
from threading import Lock


class CircuitBreaker:
    """Lets calls through until one fails; then, after each pause, a single one as a test."""

    def __init__(self, pause: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.pause, self.clock = pause, clock  # seconds
        self.is_open, self._retry_at = False, 0.0
        self._lock = Lock()

    def allows(self) -> bool:
        """Tell whether to call the service now; report how the call ends by `succeed` or `fail`."""
        if not self.is_open:
            return True
        with self._lock:
            now = self.clock()
            if now < self._retry_at:
                return False
            # The others wait for the result of this one.
            self._retry_at = now + self.pause
            return True

    def succeed(self) -> bool:
        """Close it; tell whether it was open."""
        was_open, self.is_open = self.is_open, False
        return was_open

    def fail(self) -> None:
        with self._lock:
            self.is_open, self._retry_at = True, self.clock() + self.pause
