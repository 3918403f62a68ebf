"""What the log says of requests. Imported while Django sets logging up, so it needs no app."""

import logging
import time
from collections.abc import Callable
from http import HTTPStatus
from threading import Lock

MOST_CAUSES = 1000  # remembered; a message may contain anything
MOST_CHARACTERS = 300


class NoClientTracebacks(logging.Filter):
    """Log in one line what is no mistake of ours: scanners send thousands of bad requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR)
        # 503 is a database that was busy for longer than a request waits.
        if status < HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.SERVICE_UNAVAILABLE:
            record.exc_info = record.exc_text = None
        return True


class OncePerMinute:
    """Remembers causes of trouble, so that each is logged once a minute, not at every request."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock, self.last = clock, dict[str, float]()
        self._lock = Lock()

    def is_due(self, cause: str) -> bool:
        """Tell whether this cause was not logged for a minute; from now on, it was."""
        now = self.clock()
        with self._lock:
            if now - self.last.get(cause, -60) < 60:
                return False
            if len(self.last) >= MOST_CAUSES:
                self.last.clear()
            self.last[cause] = now
            return True


LINES = OncePerMinute()


def log_once_a_minute(log: logging.Logger, message: str) -> None:
    """Log a warning of one line, unless this process logged the same within the last minute."""
    line = " ".join(message.split())[:MOST_CHARACTERS]
    if LINES.is_due(f"{log.name}: {line}"):
        log.warning("%s", line)
