"""The best of several values side by side. Pure."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any


def best_of(values: Sequence[Any], better: Callable[[Iterable[Any]], Any] | None) -> list[bool]:
    """Return for each value whether it is the best.

    None is, unless all are known and they differ; `better` is min or max, None for no order.
    """
    if better is None or any(value is None for value in values) or len(set(values)) < 2:
        return [False] * len(values)
    best = better(values)
    return [value == best for value in values]


def differ(values: Sequence[Any]) -> bool:
    return any(value != values[0] for value in values)
