"""Whether the site can serve and gets its data: for `/readyz` and `manage.py status`.

Each check asks now and is answered within seconds: what the site itself keeps in memory, or does
without for a while, is no answer to an operator.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from celery import Celery
from django.conf import settings
from django.db import DatabaseError, connection
from redis import Redis
from redis.exceptions import RedisError

from catalog.models import Run, Snapshot
from catalog.newest_version import NEWEST, NewestVersion
from catalog.page_state import STALE_AFTER
from config.log_lines import one_line

REDIS_SECONDS, WORKER_SECONDS = 0.5, 2.0
# The schedule starts a run every hour, and each is recorded: without one it stands still.
LONGEST_PAUSE = timedelta(hours=2)
QUEUE = "celery"  # Celery's default queue: a list of that name in Redis
GOOD = (Run.Outcome.APPLIED, Run.Outcome.UNCHANGED)


class Check(NamedTuple):
    """What was found of one thing that the site needs, in one line of text."""

    name: str
    text: str
    ok: bool = True


def check_database() -> Check:
    """Ask the database for something, so that a hung one counts as gone."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Check("database", one_line(str(error)), ok=False)
    return Check("database", f"{connection.vendor}, {connection.settings_dict['NAME']}")


def check_data(now: datetime) -> Check:
    """Tell the day of the data and its age. Raises DatabaseError."""
    data = newest_data(now)
    if data is None:
        return Check("data", "none yet", ok=False)
    day, age = data
    stale = age > STALE_AFTER
    return Check("data", f"{day}, {days(age)} old{', stale' if stale else ''}", ok=not stale)


def newest_data(now: datetime) -> tuple[date, timedelta] | None:
    """Return the day of the newest data, and the time since it began. Raises DatabaseError.

    Asks the database, unlike the site, which serves the last known version while that fails.
    """
    row = NEWEST.first()
    if row is None:
        return None
    day = NewestVersion(*row).day
    return day, now - datetime.combine(day, time.min, UTC)


def days(age: timedelta) -> str:
    return f"{age.days} day{'' if age.days == 1 else 's'}"


def check_pending() -> Check:
    """Count the snapshots that were stored and not applied. Raises DatabaseError.

    A running pull has one for a moment; without one, a process was killed in between.
    """
    pending = Snapshot.objects.pending().count()
    running = Run.objects.filter(outcome=Run.Outcome.RUNNING).exists()
    return Check("pending snapshots", str(pending), ok=not pending or running)


def check_pulls() -> list[Check]:
    """Tell of the last pull that ended well, and of the last refused one. Raises DatabaseError.

    A refusal needs an operator until a pull ends well after it.
    """
    runs = Run.objects.order_by("-started_at", "-pk").defer("skipped", "counts")
    good = runs.filter(outcome__in=GOOD).first()
    refused = runs.filter(outcome=Run.Outcome.REFUSED).first()
    settled = refused is None or (good is not None and good.started_at >= refused.started_at)
    return [
        Check("last good pull", told(good), ok=good is not None),
        Check("last refusal", told(refused), ok=settled),
    ]


def told(run: Run | None) -> str:
    return f"{run.started_at:%Y-%m-%d %H:%M} UTC: {one_line(run.message)}" if run else "none"


def check_schedule(now: datetime) -> Check:
    """Tell when the last run began, whatever became of it. Raises DatabaseError.

    That shows the whole chain: Celery beat, the broker and a worker.
    """
    last = Run.objects.order_by("-started_at").values_list("started_at", flat=True).first()
    if last is None:
        return Check("schedule (beat)", "no run yet", ok=False)
    ago = now - last
    text = f"last run {last:%Y-%m-%d %H:%M} UTC, {int(ago.total_seconds() // 60)} minutes ago"
    return Check("schedule (beat)", text, ok=ago <= LONGEST_PAUSE)


def check_cache() -> Check:
    if not settings.CACHE_URL:
        return Check("cache", "in each process")
    return check_redis("cache", settings.CACHE_URL, "Redis")


def check_broker() -> Check:
    if not settings.REDIS_URL:
        return Check("broker", "none: tasks run in place")
    try:
        waiting = f"Redis, {queue_length()} waiting"
    except (RedisError, OSError) as error:
        return Check("broker", one_line(str(error)), ok=False)
    return check_redis("broker", settings.REDIS_URL, waiting)


def queue_length() -> int:
    """Return how many tasks wait for a worker. Raises RedisError."""
    with redis_client(settings.REDIS_URL) as client:
        return int(client.llen(QUEUE))


def check_redis(name: str, url: str, text: str) -> Check:
    """Write to a Redis: at its memory limit one still answers reads."""
    try:
        with redis_client(url) as client:
            client.set("ledger:check", "1", ex=10)
    except (RedisError, OSError) as error:
        return Check(name, one_line(str(error)), ok=False)
    return Check(name, text)


def redis_client(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS)


def check_workers(app: Celery) -> Check:
    """Ask the Celery workers to answer; only where a broker works."""
    if not settings.REDIS_URL:
        return Check("workers", "none: tasks run in place")
    answers = app.control.inspect(timeout=WORKER_SECONDS).ping() or {}
    return Check("workers", f"{len(answers)} answering", ok=bool(answers))
