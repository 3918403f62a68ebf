"""Intervals: which overlap a period, and which merge."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from changelog.intervals import Interval, merge_adjacent, overlapping

START = date(2026, 5, 1)


@dataclass(frozen=True, slots=True)
class Letter(Interval):
    letter: str

    @property
    def value(self) -> str:
        return self.letter


def letters(*rows):
    """Return intervals from (first day, end or None, letter), with days counted from START."""
    return [
        Letter(START + timedelta(first), end and START + timedelta(end), letter)
        for first, end, letter in rows
    ]


@pytest.mark.parametrize(
    "intervals, expected",
    [
        ([], []),
        ([(0, None, "a")], [(0, None, "a")]),
        ([(0, 2, "a"), (2, 5, "a"), (5, None, "a")], [(0, None, "a")]),
        ([(0, 2, "a"), (2, None, "b")], [(0, 2, "a"), (2, None, "b")]),
        ([(0, 2, "a"), (3, None, "a")], [(0, 2, "a"), (3, None, "a")]),  # a gap between them
        ([(0, 2, "a"), (2, 3, "b"), (3, 4, "a")], [(0, 2, "a"), (2, 3, "b"), (3, 4, "a")]),
    ],
)
def test_merges_adjacent_intervals_of_equal_value(intervals, expected):
    assert merge_adjacent(iter(letters(*intervals))) == letters(*expected)


@pytest.mark.parametrize(
    "interval, overlaps",
    [
        ((0, 3), False),  # ended before
        ((0, 5), False),  # its end is the first day on which it is no longer valid
        ((0, 6), True),
        ((5, 6), True),
        ((9, None), True),
        ((10, None), False),  # begins after the last day
        ((0, None), True),
    ],
)
def test_overlapping_a_period_of_days_5_to_9(interval, overlaps):
    (row,) = letters((*interval, "a"))
    first, last = START + timedelta(5), START + timedelta(9)
    assert bool(overlapping([row], first, last)) is overlaps


def test_an_interval_needs_a_value():
    with pytest.raises(NotImplementedError):
        _ = Interval(START, None).value
