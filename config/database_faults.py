"""A database that is down or hung: no request waits for long, and none ends as an error of ours.

query ──> time limit (config.postgresql) ──> OperationalError ──> 503 with Retry-After
                                                    └──> circuit breaker: the next get it at once
"""

from typing import Any

from django.db import InterfaceError, OperationalError

from config.circuit_breaker import CircuitBreaker

PAUSE_SECONDS = 1.0
# SQLSTATE classes and codes of a server that cannot be talked to: connection exceptions, too few
# resources, shutting down or starting up. None: no server answered.
GONE = ("08", "53", "57P")

BREAKER = CircuitBreaker(PAUSE_SECONDS)


def is_gone(error: BaseException | None) -> bool:
    """Tell whether an error means that PostgreSQL cannot be reached."""
    cause: Any = getattr(error, "__cause__", None)
    if not isinstance(error, (OperationalError, InterfaceError)) or not hasattr(cause, "sqlstate"):
        return False  # such as SQLite's
    return cause.sqlstate is None or cause.sqlstate.startswith(GONE)


def passes_by_itself(error: BaseException | None) -> bool:
    """Tell whether the same request will succeed later without anybody doing anything.

    On SQLite that is another process that wrote for longer than a request waits. On PostgreSQL
    every operational error: gone, out of connections or time.
    """
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    return "locked" in str(error) or hasattr(error.__cause__, "sqlstate")
