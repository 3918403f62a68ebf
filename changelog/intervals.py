"""Values that were valid from one day until another: selecting and merging them. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, TypeVar


@dataclass(frozen=True, slots=True)
class Interval:
    """A half-open interval of days: `end` is the first day on which it no longer applies.

    An `end` of None means "until today". Subclasses add what was valid.
    """

    start: date
    end: date | None

    def overlaps(self, other: "Interval") -> bool:
        """Whether both applied on some day."""
        begins_in_time = self.end is None or other.start < self.end
        return begins_in_time and (other.end is None or other.end > self.start)

    @property
    def value(self) -> object:
        """What was valid; intervals of equal values can merge."""
        raise NotImplementedError


AnyInterval = TypeVar("AnyInterval", bound=Interval)


def overlapping(intervals: Iterable[AnyInterval], first: date, last: date) -> list[AnyInterval]:
    """Return the intervals that were valid on any day from `first` to `last`, both included."""
    return [one for one in intervals if one.start <= last and (not one.end or one.end > first)]


def merge_adjacent(intervals: Iterable[AnyInterval]) -> list[AnyInterval]:
    """Merge each interval into the one before it if the two touch and have the same value.

    `intervals` are in order of time; those of one owner must be consecutive.
    """
    merged: list[AnyInterval] = []
    for interval in intervals:
        before = merged[-1] if merged else None
        if before and before.end == interval.start and before.value == interval.value:
            merged[-1] = replace(before, end=interval.end)
        else:
            merged.append(interval)
    return merged


class Piece(NamedTuple):
    """A part of an interval, and whether one of several others covers it."""

    start: date
    end: date | None
    covered: bool


def pieces(start: date, end: date | None, others: Sequence[Interval]) -> Iterator[Piece]:
    """Cut the days between `start` and `end` where one of the others begins or ends."""
    whole = Interval(start, end)
    during = [one for one in others if whole.overlaps(one)]
    edges = {day for one in during for day in (one.start, one.end) if day}
    inner = sorted(day for day in edges if day > start and (end is None or day < end))
    for first, last in zip([start, *inner], [*inner, end], strict=True):
        piece = Interval(first, last)
        yield Piece(first, last, any(map(piece.overlaps, during)))
