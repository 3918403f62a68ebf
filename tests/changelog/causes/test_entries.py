"""Entries on lines: which belong together, where a price went."""

from decimal import Decimal

import pytest

from changelog.causes.entries import lines_of
from changelog.diff import Direction, Kind
from tests.changelog.causes.factories import entry


def test_prices_of_one_offer_are_one_line_and_other_changes_have_their_own():
    several = [
        entry(field="input"),
        entry(field="output"),
        entry(kind=Kind.LIMIT, field="context"),
        entry(kind=Kind.LIMIT, field="max_output"),
        entry(offering=2, field="input"),
    ]
    assert [len(line.entries) for line in lines_of(several)] == [2, 1, 1, 1]


@pytest.mark.parametrize(
    ("moves", "direction"),
    [
        ({"input": -10, "output": 20}, Direction.DOWN),  # input counts three times
        ({"input": -10, "output": 40}, Direction.UP),
        ({"cache_read": -50}, Direction.DOWN),
        ({"cache_read": None}, ""),
    ],
)
def test_where_a_price_went(moves, direction):
    several = [
        entry(
            field=field,
            percent=None if size is None else Decimal(size),
            direction="" if size is None else Direction.UP if size > 0 else Direction.DOWN,
        )
        for field, size in moves.items()
    ]
    (line,) = lines_of(several)
    assert line.direction == direction


def test_a_tier_has_no_weight():
    (line,) = lines_of([entry(field="input", tier=200_000, percent=Decimal(50))])
    assert line.weight == 0
