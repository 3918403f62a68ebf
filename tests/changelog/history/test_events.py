"""What happened to a model's offers, on the axis of its chart."""

from datetime import date

import pytest

from changelog.history.events import ARRIVED, RELEASED, WITHDRAWN, Presence, chart_events

FIRST, LAST = date(2026, 5, 1), date(2026, 5, 30)


def day(number: int) -> date:
    return date(2026, 5, number)


def events(*presence: Presence, released: str = ""):
    return [(e.day.day, e.kind, e.text) for e in chart_events(presence, released, FIRST, LAST)]


def test_an_arrival_and_a_withdrawal():
    assert events(Presence(day(3), day(9), "Acme")) == [
        (3, ARRIVED, "2026-05-03: 1 offer added: Acme"),
        (9, WITHDRAWN, "2026-05-09: 1 offer withdrawn: Acme"),
    ]


def test_what_is_there_on_the_first_day_did_not_arrive_on_it():
    assert events(Presence(FIRST, None, "Acme")) == []


def test_events_of_one_day_are_one_mark_with_few_names():
    several = [Presence(day(3), None, f"P{number}") for number in range(7)]
    assert events(*several) == [(3, ARRIVED, "2026-05-03: 7 offers added: P0, P1, P2, P3, P4, …")]


def test_outside_the_days_shown():
    assert events(Presence(date(2026, 4, 1), date(2026, 6, 5), "Acme")) == []


@pytest.mark.parametrize(
    "released, shown",
    [("2026-05-10", True), ("2026-05", False), ("", False), ("2026-06-10", False), ("soon", False)],
)
def test_the_release_needs_a_whole_date(released, shown):
    found = events(released=released)
    assert found == ([(10, RELEASED, "2026-05-10: model released")] if shown else [])


def test_marks_have_unlike_shapes_and_places():
    arrived, withdrawn = chart_events([Presence(day(3), day(16), "A")], "", FIRST, LAST)
    assert (arrived.mark, withdrawn.mark) == ("▲", "▼")
    assert arrived.down != withdrawn.down
    assert withdrawn.x == 50
