"""Any change of the site's state makes all pages anew."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from catalog.history_status import HistoryStatus, Step
from catalog.newest_version import HOLDER, NewestVersion
from catalog.page_state import STALE_AFTER, known_page_state, page_state, state_of
from tests.factories import DAY, make_version

NEWEST = NewestVersion(7, "token", DAY, DAY, datetime(2026, 5, 12, tzinfo=UTC))
FRESH = timedelta(hours=3)


def state(newest=NEWEST, age=FRESH, status=None):
    return state_of(newest.key, newest.day, age, status)


@pytest.mark.parametrize(
    "other",
    [
        state(replace(NEWEST, number=8)),
        state(replace(NEWEST, token="other")),
        state(replace(NEWEST, day=DAY + timedelta(days=1))),
        state(age=STALE_AFTER + timedelta(hours=1)),
        state(status=HistoryStatus(Step.DAYS, 3)),
    ],
)
def test_what_changes_it(other):
    assert other != state()


def test_age_counts_once_it_is_shown():
    assert state(age=timedelta(hours=30)) == state()
    assert state(age=timedelta(days=3)) != state(age=timedelta(days=4))
    assert state(age=timedelta(days=3)) == state(age=timedelta(days=3, hours=5))


@pytest.mark.django_db
def test_none_without_data():
    assert page_state() is None
    assert known_page_state() is None


@pytest.mark.django_db
def test_it_is_known_without_asking(settings, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(HOLDER, "_stamp", lambda **_: 0)
    settings.VERSION_SECONDS = 1e6
    make_version()
    with time_machine.travel(f"{DAY}T12:00Z"):
        HOLDER.ask()
        with django_assert_num_queries(0):
            assert known_page_state() == known_page_state() == page_state()
