"""Which of several values leads, where that can be told. Pure."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any


def best_of(values: Sequence[Any], better: Callable[[Iterable[Any]], Any] | None) -> list[bool]:
    """Say which values lead: none unless all are known, they differ, and a direction has sense."""
    if better is None or any(value is None for value in values) or len(set(values)) < 2:
        return [False] * len(values)
    leading = better(values)
    return [value == leading for value in values]


def differ(values: Sequence[Any]) -> bool:
    return any(value != values[0] for value in values)
