"""Releases by year and month, the newest first. Pure.

Dates are as exact as their source: 2025, 2025-01 or 2025-01-31. Releases with a year only come at
the end of that year, those without a date come last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Generic, Protocol, TypeVar


class Released(Protocol):
    @property
    def released(self) -> str: ...


Item = TypeVar("Item", bound=Released)


@dataclass(frozen=True, slots=True)
class TimelineMonth(Generic[Item]):
    """The releases of one month, newest first; `first` is its first day, None if unknown."""

    first: date | None
    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class TimelineYear(Generic[Item]):
    """The releases of one year; `number` is None for releases without a date."""

    number: int | None
    months: Sequence[TimelineMonth[Item]]

    @property
    def count(self) -> int:
        return sum(len(month.items) for month in self.months)


def timeline(items: Iterable[Item]) -> list[TimelineYear[Item]]:
    """Return the items by year and month; items of the same date keep their order."""
    return [
        TimelineYear(int(year) if year else None, [*_months(members)])
        for year, members in groupby(newest_first(items), key=lambda item: item.released[:4])
    ]


def newest_first(items: Iterable[Item]) -> list[Item]:
    """Sort by date, the newest first."""
    # As text, 2025-01 sorts after 2025, so a descending sort puts the vaguer date last.
    return sorted(items, key=lambda item: item.released, reverse=True)


def _months(items: Iterable[Item]) -> Iterable[TimelineMonth[Item]]:
    for month, members in groupby(items, key=lambda item: item.released[:7]):
        first = date.fromisoformat(f"{month}-01") if len(month) == len("2025-01") else None
        yield TimelineMonth(first, list(members))
