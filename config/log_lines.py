"""What the log says of requests. Imported while Django sets logging up, so it needs no app."""

import logging
import time
from collections.abc import Callable
from http import HTTPStatus
from threading import Lock

MOST_CAUSES = 1000  # remembered; a message may contain anything
MOST_CHARACTERS = 300


class NoClientTracebacks(logging.Filter):
    """Log in one line what is no mistake of ours: scanners send thousands of bad requests.

    A page that does not exist is no line at all: an access log counts those.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR)
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            return one_line_per_cause(record)
        if status == HTTPStatus.NOT_FOUND:
            return False
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = record.exc_text = None
        return True


def one_line_per_cause(record: logging.LogRecord) -> bool:
    """Reduce a 503 to its cause, a database that is busy or gone: one line a minute.

    The requests that a circuit breaker answers have no cause of their own: no line.
    """
    error = record.exc_info[1] if record.exc_info else None
    record.exc_info = record.exc_text = None
    if error is None:
        return False
    line = one_line(str(error))
    record.msg, record.args = "answered 503: %s", (line,)
    return LINES.is_due(f"503 {line}")


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
    line = one_line(message)
    if LINES.is_due(f"{log.name}: {line}"):
        log.warning("%s", line)


def one_line(text: str) -> str:
    return " ".join(text.split())[:MOST_CHARACTERS]
