"""What the database, the cache and the broker tell Prometheus."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError
from prometheus_client import CollectorRegistry

from catalog.models import CatalogueVersion, Run, Snapshot
from config.health import Check
from config.metrics import site
from config.metrics.site import SiteCollector
from tests.services.process import free_port

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


@pytest.fixture
def asked(monkeypatch):
    """A function that asks for everything at NOW, and returns a function from name to value."""
    monkeypatch.setattr(site.timezone, "now", lambda: NOW)

    def ask():
        registry = CollectorRegistry()
        registry.register(SiteCollector())
        metrics = {}
        for metric in registry.collect():
            for sample in metric.samples:
                metrics[sample.name, *sample.labels.values()] = sample.value
        return lambda name, *labels: metrics.get((f"ledger_{name}", *labels))

    return ask


def make_run(outcome, *, hours_ago, seconds=None):
    began = NOW - timedelta(hours=hours_ago)
    ended = None if seconds is None else began + timedelta(seconds=seconds)
    Run.objects.create(
        source="x", day=began, started_at=began, ended_at=ended, outcome=outcome, message="said"
    )
    return began.timestamp()


@pytest.mark.django_db
def test_the_data_and_the_pulls(asked, django_assert_num_queries):
    CatalogueVersion.objects.create(day=date(2026, 5, 19), made_at=NOW)
    make_run("applied", hours_ago=30, seconds=3)
    applied = make_run("applied", hours_ago=6, seconds=4.5)
    refused = make_run("refused", hours_ago=1, seconds=2)
    make_run("running", hours_ago=0)
    with django_assert_num_queries(5):
        value = asked()
    assert value("database_up") == 1
    assert value("data_age_seconds") == 36 * 3600
    assert value("pulls_total", "applied") == 2
    assert value("last_pull_timestamp_seconds", "applied") == applied
    assert value("last_pull_timestamp_seconds", "refused") == refused
    assert value("last_pull_timestamp_seconds", "failed") == 0
    assert value("last_pull_seconds") == 2
    assert value("pending_snapshots") == 0


@pytest.mark.django_db
def test_an_empty_site(asked):
    value = asked()
    assert value("data_age_seconds") is None
    assert value("last_pull_seconds") is None
    assert {value("pulls_total", outcome) for outcome in Run.Outcome.values} == {0}
    assert value("queue_length") is None
    assert value("broker_up") is None


@pytest.mark.django_db
def test_a_snapshot_that_waits(asked):
    Snapshot.objects.create(
        day=NOW, confirmed_on=NOW, sha256="1", source="x", size=1, payload=b"", fetched_at=NOW
    )
    assert asked()("pending_snapshots") == 1


def test_without_a_database(asked, monkeypatch):
    monkeypatch.setattr(site, "check_database", lambda: Check("database", "gone", ok=False))
    value = asked()
    assert value("database_up") == 0
    assert value("data_age_seconds") is None
    assert value("cache_up") == 1


@pytest.mark.django_db
def test_a_database_that_goes_meanwhile(asked, monkeypatch):
    def fail(_now):
        raise OperationalError

    monkeypatch.setattr(site, "newest_data", fail)
    assert asked()("cache_up") == 1


@pytest.mark.django_db
def test_the_queue(asked, settings, redis_url, broker):
    settings.REDIS_URL = redis_url
    assert asked()("queue_length") == 0
    broker.send_task("config.tasks.daily_update")
    value = asked()
    assert (value("broker_up"), value("queue_length")) == (1, 1)


@pytest.mark.django_db
def test_a_broker_and_a_cache_that_are_gone(asked, settings):
    settings.REDIS_URL = settings.CACHE_URL = f"redis://127.0.0.1:{free_port()}/0"
    value = asked()
    assert (value("broker_up"), value("cache_up")) == (0, 0)
    assert value("queue_length") is None
