"""The day in a URL: what is one, and which snapshot covers it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from catalog.as_of.days import DayNotOnRecord, data_as_of, read_day
from catalog.http import newest_data_version
from catalog.models import Snapshot
from tests.changelog.factories import DAYS, at, publish

__all__ = ["publish"]


@pytest.mark.parametrize(
    "typed, day",
    [
        ("2026-05-01", date(2026, 5, 1)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2026-02-29", None),
        ("2026-5-1", None),
        ("20260501", None),
        ("2026-W18-5", None),
        (" 2026-05-01", None),
        ("2026-05-01\n", None),
        ("\uff12026-05-01", None),
        ("0000-01-01", None),
        ("2026-05-01T00:00", None),
        ("\x00", None),
        ("", None),
        ("9" * 10_000, None),
    ],
)
def test_only_one_notation_is_a_day(typed, day):
    assert read_day(typed) == day


@pytest.fixture
def data(publish):
    publish(DAYS[2], openai={"gpt-5": at(2)})
    publish(DAYS[5], openai={"gpt-5": at(3)})
    publish(DAYS[9], openai={"gpt-5": at(4)})
    return newest_data_version(timezone.now())


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("on, state", [(2, 2), (4, 2), (5, 5), (8, 5)])
def test_a_day_is_covered_by_the_last_snapshot_before_it(data, on, state):
    past = data_as_of(data, f"{DAYS[on]}")
    assert (past.on, past.state, past.day) == (DAYS[on], DAYS[state], DAYS[state])
    assert (past.version, past.today, past.stale) == (data.version, DAYS[9], False)


def test_a_snapshot_that_was_confirmed_later_is_that_old_only(data):
    Snapshot.objects.filter(day=DAYS[5]).update(confirmed_on=DAYS[7])
    assert data_as_of(data, f"{DAYS[6]}").day == DAYS[6]
    assert data_as_of(data, f"{DAYS[8]}").day == DAYS[7]


@pytest.mark.parametrize("days", [0, 1])
def test_the_day_of_the_newest_data_and_later_is_today(data, days):
    assert data_as_of(data, f"{DAYS[9] + timedelta(days=days)}") is data


@pytest.mark.parametrize(
    "typed, reason",
    [("x", "malformed"), (f"{DAYS[1]}", "early"), ("9999-12-31", "future")],
)
def test_other_days_are_not_on_record(data, typed, reason):
    with pytest.raises(DayNotOnRecord) as why:
        data_as_of(data, typed)
    assert (why.value.reason, why.value.typed) == (reason, typed)


def test_tomorrow_is_in_the_future(data):
    tomorrow = timezone.now().date() + timedelta(days=1)
    with pytest.raises(DayNotOnRecord, match="future"):
        data_as_of(data, f"{tomorrow}")


def test_the_snapshots_are_read_once_per_version(data, django_assert_num_queries):
    data_as_of(data, f"{DAYS[2]}")
    with django_assert_num_queries(0):
        data_as_of(data, f"{DAYS[4]}")
