"""Django's Redis cache for a Redis that may be dead, full or hung: an error is a cache miss.

The cache only saves work, so no request fails or waits because of it. Calls have short time-outs;
after one that fails, a circuit breaker keeps all others from trying for a moment.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError, ResponseError

from config.circuit_breaker import CircuitBreaker
from config.log_lines import log_once_a_minute

Value = TypeVar("Value")

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 0.25
PAUSE_SECONDS = 2.0
# Also OSError: a name that cannot be resolved, a network that is down.
ERRORS = (RedisError, OSError)


class Breakers:
    """Of one server. At its memory limit, Redis refuses writes and still answers reads."""

    def __init__(self) -> None:
        self.reads, self.writes = CircuitBreaker(PAUSE_SECONDS), CircuitBreaker(PAUSE_SECONDS)


# Of the process: Django makes a cache object for each thread.
BREAKERS: defaultdict[str, Breakers] = defaultdict(Breakers)


class FaultTolerantRedisCache(RedisCache):
    """Answers a read with its default and a write with "not stored" when Redis fails."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.breakers = BREAKERS[server]

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        parent = super().get
        return self._read(lambda: parent(key, default, version), default)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        parent = super().get_many
        return self._read(lambda: parent(keys, version), {})

    def has_key(self, key: Any, version: int | None = None) -> bool:
        parent = super().has_key
        return self._read(lambda: parent(key, version), False)

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        parent = super().set
        self._write(lambda: parent(key, value, timeout, version), None)

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        parent = super().add
        return self._write(lambda: parent(key, value, timeout, version), False)

    def set_many(
        self, data: Mapping[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[Any]:
        """Store several values; return the keys that were not stored."""
        parent = super().set_many
        return self._write(lambda: parent(dict(data), timeout, version), list(data))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        parent = super().touch
        return self._write(lambda: parent(key, timeout, version), False)

    def delete(self, key: Any, version: int | None = None) -> bool:
        parent = super().delete
        return self._write(lambda: parent(key, version), False)

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        parent = super().delete_many
        self._write(lambda: parent(list(keys), version), None)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Add to a number. Raises ValueError if there is none, also because Redis fails."""
        parent = super().incr
        result = self._write(lambda: parent(key, delta, version), None)
        if result is None:
            raise ValueError(f"Key '{key}' not found.")
        return result

    def clear(self) -> None:
        parent = super().clear
        self._write(parent, None)

    def _read(self, call: Callable[[], Value], otherwise: Value) -> Value:
        return self._try(self.breakers.reads, call, otherwise)

    def _write(self, call: Callable[[], Value], otherwise: Value) -> Value:
        return self._try(self.breakers.writes, call, otherwise)

    def _try(self, breaker: CircuitBreaker, call: Callable[[], Value], otherwise: Value) -> Value:
        if not breaker.allows():
            return otherwise
        try:
            result = call()
        except ERRORS as error:
            breaker.fail()
            # Of a connection, which the other kind of call needs as well; an answer, such as "out
            # of memory", is about this one.
            if not isinstance(error, ResponseError):
                self.breakers.reads.fail()
                self.breakers.writes.fail()
            log_once_a_minute(log, f"cache fails, pages are made without it: {error}")
            return otherwise
        if breaker.succeed():
            log_once_a_minute(log, "cache answers again")
        return result
