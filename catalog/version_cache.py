"""Per-process caches of values that are derived from one version of the catalogue."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, Protocol, TypeVar, TypeVarTuple

from catalog.http import DataVersion

Args = TypeVarTuple("Args")
Value = TypeVar("Value")

MISSING: Any = object()
_caches: list[dict[tuple[Any, ...], Any]] = []


class Decorator(Protocol):
    """Keeps a function's signature; the version of the catalogue is its first argument."""

    def __call__(
        self, load: Callable[[DataVersion | None, *Args], Value], /
    ) -> Callable[[DataVersion | None, *Args], Value]: ...


def per_version(*, most: int = 1) -> Decorator:
    """Cache a function by its arguments, of which the first is the version of the catalogue.

    A cache holds `most` entries; those of the oldest version are evicted first, so that a request
    that began before an update cannot push out the newest. Without a version, as while the
    catalogue is empty, nothing tells when the data changes, so nothing is cached.
    """

    def decorate(
        load: Callable[[DataVersion | None, *Args], Value],
    ) -> Callable[[DataVersion | None, *Args], Value]:
        entries: dict[tuple[Any, ...], Any] = {}
        lock = Lock()
        _caches.append(entries)

        @wraps(load)
        def cached(data: DataVersion | None, *args: *Args) -> Value:
            if data is None:
                return load(data, *args)
            key = (data.version, *args)
            value: Value = entries.get(key, MISSING)
            if value is MISSING:
                with lock:  # a second thread waits here instead of repeating seconds of work
                    value = entries.get(key, MISSING)
                    if value is MISSING:
                        value = entries[key] = load(data, *args)
                        while len(entries) > most:
                            del entries[min(entries, key=lambda known: known[0])]
            return value

        return cached

    return decorate


def clear_version_caches() -> None:
    """Empty every cache: tests reuse the numbers of versions for other data."""
    for entries in _caches:
        entries.clear()
