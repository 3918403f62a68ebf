"""Steps of a line, cut where a corrected stretch begins or ends."""

from datetime import date
from decimal import Decimal

import pytest

from changelog.history.chart import Step
from changelog.history.corrected_steps import mark_corrected
from changelog.intervals import Interval

D1, D3, D5, D9 = (date(2026, 5, day) for day in (1, 3, 5, 9))


def marks(steps, *days):
    found = mark_corrected(steps, {"Acme": [Interval(*one) for one in days]})
    return [(one.start, one.end, one.corrected) for one in found]


def step(value="1", **stated):
    price = Decimal(value) if value else None
    return Step(D1, D9, price, "Acme", **{"seller": "Acme"} | stated)


@pytest.mark.parametrize(
    "days, pieces",
    [
        ([], [(D1, D9, False)]),
        ([(D1, None)], [(D1, D9, True)]),
        ([(D3, D5)], [(D1, D3, False), (D3, D5, True), (D5, D9, False)]),
        ([(D1, D3), (D3, D9)], [(D1, D3, True), (D3, D9, True)]),
    ],
)
def test_works(days, pieces):
    assert marks([step()], *days) == pieces


def test_another_offer_and_a_gap_stay_whole():
    assert marks([step(seller="Beta"), step(value="")], (D3, D5)) == [(D1, D9, False)] * 2


def test_a_dot_stays_where_the_step_begins_and_the_label_says_it():
    found = mark_corrected([step(marked=True)], {"Acme": [Interval(D3, D5)]})
    assert [one.marked for one in found] == [True, False, False]
    assert [one.label for one in found] == ["Acme", "Acme, corrected", "Acme"]
