"""What the database, the cache and the broker know: asked anew each time, the same for all servers.

A number that cannot be had is left out; `ledger_…_up` says why.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Max
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from catalog.models import Run, Snapshot
from catalog.release import release
from config.health import check_cache, check_database, newest_data, queue_length
from config.metrics.process import gauge


class SiteCollector(Collector):
    """Asks at each scrape."""

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("ledger_release", "The release.", value={"release": release()})
        works = check_database().ok
        yield gauge("database_up", "Whether the database answers.", works)
        if works:
            yield from database_metrics(timezone.now())
        yield gauge("cache_up", "Whether the cache takes pages.", check_cache().ok)
        yield from queue_metrics()


def database_metrics(now: datetime) -> Iterator[Metric]:
    try:
        yield from list(_database_metrics(now))
    except DatabaseError:
        return  # gone since; the next scrape says so


def _database_metrics(now: datetime) -> Iterator[Metric]:
    if data := newest_data(now):
        age = data[1].total_seconds()
        yield gauge("data_age_seconds", "Time since the day of the data began (UTC).", age)
    pending = Snapshot.objects.pending().count()
    yield gauge("pending_snapshots", "Snapshots that are stored and not applied.", pending)
    yield from pull_metrics()


def pull_metrics() -> Iterator[Metric]:
    """Yield how often pulls ended in each way, and when last; 0 is never."""
    rows = Run.objects.order_by().values_list("outcome").annotate(Count("pk"), Max("started_at"))
    found = {outcome: (count, last) for outcome, count, last in rows}
    pulls = CounterMetricFamily("ledger_pulls", "Pulls by outcome.", labels=["outcome"])
    last_pull = GaugeMetricFamily(
        "ledger_last_pull_timestamp_seconds",
        "When the last pull of each outcome began; 0 is never.",
        labels=["outcome"],
    )
    for outcome in Run.Outcome.values:
        count, last = found.get(outcome, (0, None))
        pulls.add_metric([outcome], count)
        last_pull.add_metric([outcome], last.timestamp() if last else 0)
    yield from (pulls, last_pull)
    ended = Run.objects.exclude(ended_at=None).order_by("-started_at", "-pk")
    for began, end in ended.values_list("started_at", "ended_at")[:1]:
        seconds = (end - began).total_seconds() if end else 0
        yield gauge("last_pull_seconds", "How long the last pull took that has ended.", seconds)


def queue_metrics() -> Iterator[Metric]:
    """Yield what waits for the worker, where there is a broker."""
    if not settings.REDIS_URL:
        return
    try:
        waiting = queue_length()
    except (RedisError, OSError):
        yield gauge("broker_up", "Whether the broker answers.", value=0)
        return
    yield gauge("broker_up", "Whether the broker answers.", value=1)
    yield gauge("queue_length", "Tasks that wait for a worker.", waiting)
