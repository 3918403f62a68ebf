"""Pull a file for each of many days."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from catalog.feed import source
from catalog.feed.normalise import ReadingCache, content_digest
from catalog.feed.payload import PayloadRefused
from catalog.ingest.pull_lock import pull_lock
from catalog.ingest.snapshots import (
    confirm,
    equal_snapshot,
    newest_snapshot,
    read_new_payload,
    refuse_implausible_day,
    same_snapshot,
    take_snapshot,
)
from catalog.models import Run
from config.daily.pending import apply_pending
from config.daily.pull import pull
from config.daily.rebuild import Progress, rebuild_tables
from config.daily.runs import REFUSED, close_killed_runs


def replay(
    files: Sequence[tuple[date, Path]], *, now: datetime, progress: Progress | None = None
) -> None:
    """Pull a file for each day, in order of day. Raises PayloadRefused, PullInProgress.

    If the first day is before the newest on record, all files are stored first and the tables are
    derived once: each earlier day alone would cost a rebuild.
    """
    newest = newest_snapshot()
    if newest and files and files[0][0] < newest.day:
        with pull_lock():
            return _backfill(files, now, progress)
    cache: ReadingCache = {}
    for day, path in files:
        run = pull(str(path), day=day, now=now, cache=cache)
        if run.outcome == Run.Outcome.REFUSED:
            raise PayloadRefused(run.message)
        if progress and (snapshot := newest_snapshot()):
            progress(snapshot)
    return None


def _backfill(files: Sequence[tuple[date, Path]], now: datetime, progress: Progress | None) -> None:
    close_killed_runs(now)
    apply_pending(now)
    cache: ReadingCache = {}
    stored = [_store(day, path, now, cache) for day, path in files]
    if any(stored):
        rebuild_tables(progress)


def _store(day: date, path: Path, now: datetime, cache: ReadingCache) -> bool:
    """Store a day's file, or confirm an equal snapshot; return whether the tables must follow."""
    fetched = source.read_file(path)
    if same := same_snapshot(fetched.body, day):
        return confirm(same, day)
    try:
        refuse_implausible_day(day, today=now.date())
        payload = read_new_payload(fetched.body, cache)
        if same := equal_snapshot(payload, day):
            return confirm(same, day)
        digest = content_digest(payload)
        take_snapshot(fetched, day=day, source=str(path), now=now, digest=digest)
    except PayloadRefused as why:
        raise PayloadRefused(REFUSED, source=str(path), reason=str(why)) from None
    return True
