"""Per-process caches of values that are derived from one version of the catalogue.

What is derived as of a past day is cached beside it, for a few days only: the one that was read
last stays longest. Days that one snapshot covers share an entry.
"""

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from threading import Lock
from typing import Any, Protocol, TypeVar, TypeVarTuple

from catalog.http import DataVersion
from catalog.newest_version import HOLDER

Args = TypeVarTuple("Args")
Value = TypeVar("Value")

MISSING: Any = object()
PAST_DAYS = 3  # that a process keeps: some 40 MB each at 5,000 offerings
Entries = OrderedDict[tuple[Any, ...], Any]
_caches: list[Entries] = []


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
        current: Entries = OrderedDict()
        past: Entries = OrderedDict()
        lock = Lock()
        _caches.extend((current, past))

        @wraps(load)
        def cached(data: DataVersion | None, *args: *Args) -> Value:
            if data is None:
                return load(data, *args)
            entries = past if data.state else current
            key = (data.version, data.token, data.state, data.known, data.superseded, *args)
            value: Value = entries.get(key, MISSING)
            if value is MISSING:
                with lock:  # a second thread waits here instead of repeating seconds of work
                    value = entries.get(key, MISSING)
                    if value is MISSING:
                        value = entries[key] = load(data, *args)
                        _evict(entries, most * PAST_DAYS if data.state else most)
            elif data.state:
                with suppress(KeyError):  # another thread may just have evicted it
                    entries.move_to_end(key)
            return value

        return cached

    return decorate


def _evict(entries: Entries, most: int) -> None:
    """Leave the entries of the newest version, of those the most recent."""
    newest = HOLDER.known()
    while len(entries) > most:
        # The first of equals is the one that was read longest ago. After a restore from a backup,
        # the newest version has a lower number than the discarded ones.
        del entries[
            min(entries, key=lambda key: (newest is not None and key[1] == newest.token, key[0]))
        ]


def clear_version_caches() -> None:
    """Empty every cache: tests reuse the numbers of versions for other data."""
    for entries in _caches:
        entries.clear()
