"""What goes on saying the same is one span."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from changelog.intervals import Interval, merge_adjacent


@dataclass(frozen=True, slots=True)
class Word(Interval):
    word: str

    @property
    def says(self) -> str:
        return self.word


def words(*rows):
    """Return spans from (first day, last day or None, word)."""
    start = date(2026, 5, 1)
    return [
        Word(start + timedelta(first), last and start + timedelta(last), word)
        for first, last, word in rows
    ]


@pytest.mark.parametrize(
    "spans, expected",
    [
        ([], []),
        ([(0, None, "a")], [(0, None, "a")]),
        ([(0, 2, "a"), (2, 5, "a"), (5, None, "a")], [(0, None, "a")]),
        ([(0, 2, "a"), (2, None, "b")], [(0, 2, "a"), (2, None, "b")]),
        ([(0, 2, "a"), (3, None, "a")], [(0, 2, "a"), (3, None, "a")]),  # a gap in between
        ([(0, 2, "a"), (2, 3, "b"), (3, 4, "a")], [(0, 2, "a"), (2, 3, "b"), (3, 4, "a")]),
    ],
)
def test_spans_that_say_the_same_are_joined(spans, expected):
    assert merge_adjacent(iter(words(*spans))) == words(*expected)
