"""The database wrapper: Django finds it by this module's name."""

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base

from config.database_faults import BREAKER
from config.postgresql.time_limits import LIMITS


class DatabaseWrapper(base.DatabaseWrapper):
    """Ends a query, and the check of a connection's health, after CLIENT_TIMEOUT seconds.

    PostgreSQL's own statement_timeout does not help when the server itself is hung, or the network
    is gone. 0 is no limit.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.client_timeout:
            self.execute_wrappers.append(self.limited)

    @property
    def client_timeout(self) -> float:
        seconds: float = self.settings_dict.get("CLIENT_TIMEOUT", 0)
        return seconds

    def limited(self, execute: Callable[..., Any], sql: str, params: Any, *others: Any) -> Any:
        """Execute a query; raises OperationalError when its time is over."""
        with LIMITS.limit(self.connection.fileno(), self.client_timeout):
            result = execute(sql, params, *others)
        if BREAKER.is_open:
            BREAKER.succeed()
        return result

    def is_usable(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        if not self.client_timeout:
            return super().is_usable()
        with LIMITS.limit(self.connection.fileno(), self.client_timeout):
            return super().is_usable()
