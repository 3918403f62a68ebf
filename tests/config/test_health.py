"""Checks of what the site needs, each against what it would find."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError, connection

from catalog.models import CatalogueVersion, Run, Snapshot
from config import health
from config.celery import app
from config.health import (
    check_broker,
    check_cache,
    check_data,
    check_database,
    check_pending,
    check_pulls,
    check_schedule,
    check_workers,
)
from tests.factories import make_version
from tests.services.process import eventually, free_port

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


def make_run(outcome: str, *, hours_ago: float, message: str = "said") -> Run:
    began = NOW - timedelta(hours=hours_ago)
    ended = None if outcome == "running" else began
    return Run.objects.create(
        source="x", day=began, started_at=began, ended_at=ended, outcome=outcome, message=message
    )


@pytest.mark.django_db
def test_a_database_that_answers():
    assert check_database().ok


@pytest.mark.django_db
def test_a_database_that_is_gone(monkeypatch):
    def fail() -> None:
        raise OperationalError("connection refused\n\tIs the server running?")

    monkeypatch.setattr(connection, "cursor", fail)
    assert check_database() == ("database", "connection refused Is the server running?", False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day, text, ok",
    [
        (20, "2026-05-20, 0 days old", True),
        (19, "2026-05-19, 1 day old", True),
        (18, "2026-05-18, 2 days old, stale", False),
    ],
)
def test_the_age_of_the_data(day, text, ok):
    CatalogueVersion.objects.create(day=date(2026, 5, day), made_at=NOW)
    assert check_data(NOW) == ("data", text, ok)


@pytest.mark.django_db
def test_no_data():
    assert check_data(NOW) == ("data", "none yet", False)


@pytest.mark.django_db
def test_a_pending_snapshot_needs_care_unless_a_pull_is_at_it():
    make_version()
    assert check_pending() == ("pending snapshots", "0", True)
    Snapshot.objects.create(
        day=NOW, confirmed_on=NOW, sha256="1", source="x", size=1, payload=b"", fetched_at=NOW
    )
    assert check_pending() == ("pending snapshots", "1", False)
    make_run("running", hours_ago=0)
    assert check_pending().ok


PULLS = [
    pytest.param([], [False, True], id="none"),
    pytest.param([("applied", 3)], [True, True], id="good"),
    pytest.param([("unchanged", 3), ("failed", 1)], [True, True], id="source unavailable"),
    pytest.param([("applied", 3), ("refused", 1)], [True, False], id="refused since"),
    pytest.param([("refused", 3), ("applied", 1)], [True, True], id="refused before"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("runs, expected", PULLS)
def test_pulls(runs, expected):
    for outcome, hours_ago in runs:
        make_run(outcome, hours_ago=hours_ago)
    assert [check.ok for check in check_pulls()] == expected


@pytest.mark.django_db
def test_the_last_refusal_says_why():
    make_run("refused", hours_ago=1, message="refused x:\nover 20% gone")
    assert check_pulls()[1].text == "2026-05-20 11:00 UTC: refused x: over 20% gone"


@pytest.mark.django_db
@pytest.mark.parametrize("hours_ago, ok", [(0.5, True), (1.9, True), (2.1, False)])
def test_a_schedule_that_stands_still(hours_ago, ok):
    make_run("failed", hours_ago=hours_ago)
    assert check_schedule(NOW).ok is ok


@pytest.mark.django_db
def test_no_run_yet():
    assert not check_schedule(NOW).ok


def test_redis_that_answers(settings, redis_url):
    settings.CACHE_URL = settings.REDIS_URL = redis_url
    assert check_cache() == ("cache", "Redis", True)
    assert check_broker() == ("broker", "Redis, 0 waiting", True)


def test_redis_that_is_gone(settings):
    settings.CACHE_URL = settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    assert (check_cache().ok, check_broker().ok) == (False, False)


def test_without_redis(settings):
    settings.CACHE_URL = settings.REDIS_URL = ""
    assert check_cache().ok
    assert check_broker().ok
    assert check_workers(app).ok


def test_no_worker_answers(settings, redis_url, broker, monkeypatch):
    settings.REDIS_URL = redis_url
    monkeypatch.setattr(health, "WORKER_SECONDS", 0.2)
    assert check_workers(broker) == ("workers", "0 answering", False)


def test_a_worker_answers(settings, redis_url, broker, start_worker):
    settings.REDIS_URL = redis_url
    with start_worker():
        assert eventually(lambda: check_workers(broker).ok)
