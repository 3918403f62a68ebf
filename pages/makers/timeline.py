"""Releases in order of time: by year, then by month, the newest first. Pure.

Dates are as exact as the source is. What has a year and no month stands at the end of its year,
what has no date at all at the very end.
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
    """What came out in one month, the newest first; `first` is its first day, None if unknown."""

    first: date | None
    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class TimelineYear(Generic[Item]):
    """What came out in one year; `number` is None for what has no date."""

    number: int | None
    months: Sequence[TimelineMonth[Item]]

    @property
    def count(self) -> int:
        return sum(len(month.items) for month in self.months)


def timeline(items: Iterable[Item]) -> list[TimelineYear[Item]]:
    """Return the items by year and month; items of one day keep the order they came in."""
    newest = sorted(items, key=lambda item: item.released, reverse=True)
    return [
        TimelineYear(int(year) if year else None, [*_months(own)])
        for year, own in groupby(newest, key=lambda item: item.released[:4])
    ]


def _months(items: Iterable[Item]) -> Iterable[TimelineMonth[Item]]:
    for month, own in groupby(items, key=lambda item: item.released[:7]):
        first = date.fromisoformat(f"{month}-01") if len(month) == len("2025-01") else None
        yield TimelineMonth(first, list(own))
