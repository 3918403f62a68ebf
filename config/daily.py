"""The day: fetch, store, derive. All that keeps the catalogue up to date.

    fetch -> snapshot, committed by itself -> one transaction: catalogue, changes, scores, version

A visitor sees yesterday whole or today whole. A kill at any moment loses nothing: what was stored
and not yet applied is applied first by the next pull.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from catalog.feed import source
from catalog.feed.normalise import NormalisedPayload, Seen
from catalog.feed.payload import PayloadRefused
from catalog.feed.source import Fetched, SourceUnavailable
from catalog.ingest.apply import Counts, apply_payload
from catalog.ingest.pull_lock import pull_lock
from catalog.ingest.rebuild_state import (
    NOTHING,
    RebuildState,
    clear_catalogue,
    delete_orphans,
    restore_moves,
    save_rebuild_state,
)
from catalog.ingest.snapshots import (
    confirm,
    newest_snapshot,
    read_payload,
    refuse_if_shrunk,
    same_snapshot,
    set_aside_on_failure,
    snapshot_before,
    take_snapshot,
)
from catalog.models import CatalogueVersion, Run, Snapshot
from changelog.history.sparklines import update_trends
from changelog.record import clear_changes, record_day
from scoring.rescore import rescore_all

BUNDLED = "bundled"
MOST_REPORTS_KEPT = 1000

Progress = Callable[[Snapshot], None]


def pull(
    origin: str,
    *,
    day: date,
    now: datetime,
    allow_shrink: bool = False,
    seen: Seen | None = None,
) -> Run:
    """Bring the catalogue to what `origin` (an address, a file, "bundled") says, as of `day`.

    Returns the run: applied, unchanged or refused. Raises PullInProgress if another is pulling,
    and SourceUnavailable, once recorded, if no answer was to be had.
    """
    with pull_lock():
        close_killed_runs(now)
        run = Run.objects.create(source=_shown(origin), day=day, started_at=now)
        try:
            apply_pending(now)
            _pull(run, origin, allow_shrink=allow_shrink, seen=seen)
        except PayloadRefused as why:
            _end(run, Run.Outcome.REFUSED, f"refused {run.source}: {why}")
        except SourceUnavailable as why:
            _end(run, Run.Outcome.FAILED, f"source unavailable: {why}")
            raise
        except Exception as error:
            _end(run, Run.Outcome.FAILED, f"{type(error).__name__}: {error}")
            raise
        return run


def _pull(run: Run, origin: str, *, allow_shrink: bool, seen: Seen | None) -> None:
    newest = newest_snapshot()
    fetched = _fetch(origin, run, newest)
    if fetched is None:
        return _confirm_unmodified(run, newest)
    if same := same_snapshot(fetched.body, run.day):
        if confirm(same, run.day, fetched) and same != newest:
            # What a later payload lacks was last seen on a later day than was known.
            _rebuild()
        return _end(run, Run.Outcome.UNCHANGED, f"nothing new: the payload of {same.day} again")
    read = read_payload(fetched.body, seen)
    is_latest = newest is None or newest.day <= run.day
    if is_latest and not allow_shrink:
        refuse_if_shrunk(read)
    run.snapshot = take_snapshot(fetched, day=run.day, source=run.source, now=run.started_at)
    # A day before the newest changes what the days after it changed.
    with set_aside_on_failure([run.snapshot], run.started_at):
        counts = apply_snapshot(run.snapshot, read) if is_latest else _rebuild()
    run.counts, run.skipped = asdict(counts), _reports(read)
    return _end(run, Run.Outcome.APPLIED, _summary(run.day, counts))


def _confirm_unmodified(run: Run, newest: Snapshot | None) -> None:
    if newest is None:
        raise PayloadRefused("answered 304 though nothing was on record")
    confirm(newest, run.day)
    _end(run, Run.Outcome.UNCHANGED, f"nothing new: not modified since {newest.day}")


def _fetch(origin: str, run: Run, newest: Snapshot | None) -> Fetched | None:
    if origin == BUNDLED:
        return source.read_bundled()
    if not origin.startswith(("http://", "https://")):
        return source.read_file(Path(origin))
    if newest and newest.source == run.source and newest.confirmed_on >= run.day:
        return source.fetch(origin, etag=newest.etag, last_modified=newest.last_modified)
    # The first look of a day takes the whole payload: a validator that never changes would hide
    # every change behind it.
    return source.fetch(origin)


def _shown(origin: str) -> str:
    return (source.bundled_name() if origin == BUNDLED else origin)[:500]


def apply_snapshot(snapshot: Snapshot, read: NormalisedPayload) -> Counts:
    """Derive everything from a stored snapshot and publish it, in one transaction."""
    with transaction.atomic():
        counts = _derive(snapshot, read)
        _publish(snapshot)
    return counts


def _derive(snapshot: Snapshot, read: NormalisedPayload, memory: RebuildState = NOTHING) -> Counts:
    before = snapshot_before(snapshot)
    last_seen = min(before.confirmed_on, snapshot.day) if before else snapshot.day
    counts = apply_payload(read, day=snapshot.day, last_seen=last_seen, memory=memory)
    record_day(snapshot.day)
    if snapshot.applied_at is None:
        snapshot.applied_at = timezone.now()
        snapshot.save(update_fields=["applied_at"])
    return counts


def _publish(snapshot: Snapshot) -> None:
    """Score and draw what the transaction derived, and make it the version that visitors see."""
    rescore_all()
    update_trends(snapshot.day)
    CatalogueVersion.objects.create(
        snapshot=snapshot, day=snapshot.day, made_at=snapshot.applied_at or timezone.now()
    )


def apply_pending(now: datetime) -> None:
    """Apply what a killed pull had stored and not yet applied."""
    pending = list(Snapshot.objects.pending())
    newest_applied = Snapshot.objects.light().in_order().exclude(applied_at=None).last()
    if pending and newest_applied and pending[0].day < newest_applied.day:
        with set_aside_on_failure(pending, now):
            _rebuild()
        return
    for snapshot in pending:
        with set_aside_on_failure([snapshot], now):
            apply_snapshot(snapshot, read_payload(snapshot.body))


def close_killed_runs(now: datetime) -> None:
    """Mark the runs that never came to an end; the guard says that none is running."""
    Run.objects.filter(outcome=Run.Outcome.RUNNING).update(
        outcome=Run.Outcome.KILLED, ended_at=now, message="killed before it ended"
    )


def rebuild(progress: Progress | None = None) -> Counts | None:
    """Derive all tables anew from the stored snapshots, those set aside too; None without any."""
    with pull_lock(), transaction.atomic():
        Snapshot.objects.exclude(set_aside_at=None).update(set_aside_at=None)
        return _rebuild(progress) if Snapshot.objects.exists() else None


def _rebuild(progress: Progress | None = None) -> Counts:
    """Derive all anew from the snapshots, of which there is at least one."""
    seen: Seen = {}
    with transaction.atomic():
        memory = save_rebuild_state()
        clear_changes()
        clear_catalogue()
        for pk in list(Snapshot.objects.in_use().in_order().values_list("pk", flat=True)):
            snapshot = Snapshot.objects.get(pk=pk)
            counts = _derive(snapshot, read_payload(snapshot.body, seen), memory)
            if progress:
                progress(snapshot)
        restore_moves(memory, snapshot.day)
        delete_orphans()
        _publish(snapshot)
    return counts


def replay(
    files: Sequence[tuple[date, Path]], *, now: datetime, progress: Progress | None = None
) -> None:
    """Pull a file for each day, in order of day. Raises PayloadRefused, PullInProgress.

    Days before the newest one on record are stored first, and all is derived anew once.
    """
    newest = newest_snapshot()
    if newest and files and files[0][0] < newest.day:
        with pull_lock():
            return _backfill(files, now, progress)
    seen: Seen = {}
    for day, path in files:
        run = pull(str(path), day=day, now=now, seen=seen)
        if run.outcome == Run.Outcome.REFUSED:
            raise PayloadRefused(run.message)
        if progress and (snapshot := newest_snapshot()):
            progress(snapshot)
    return None


def _backfill(files: Sequence[tuple[date, Path]], now: datetime, progress: Progress | None) -> None:
    close_killed_runs(now)
    apply_pending(now)
    seen: Seen = {}
    news = [_store(day, path, now, seen) for day, path in files]
    if any(news):
        _rebuild(progress)


def _store(day: date, path: Path, now: datetime, seen: Seen) -> bool:
    """Store a day's file, or confirm what is stored; tell whether there is anything to derive."""
    fetched = source.read_file(path)
    if same := same_snapshot(fetched.body, day):
        return confirm(same, day)
    try:
        read_payload(fetched.body, seen)
    except PayloadRefused as why:
        raise PayloadRefused(f"refused {path}: {why}") from None
    take_snapshot(fetched, day=day, source=str(path), now=now)
    return True


def _end(run: Run, outcome: Run.Outcome, message: str) -> None:
    run.outcome, run.message, run.ended_at = outcome, message, timezone.now()
    run.save()


def _reports(read: NormalisedPayload) -> list[dict[str, str]]:
    return [asdict(report) for report in (*read.skipped, *read.remarks)[:MOST_REPORTS_KEPT]]


def _summary(day: date, counts: Counts) -> str:
    return (
        f"applied {day}: {counts.offerings:,} offerings of {counts.providers:,} providers,"
        f" {counts.models:,} models; {counts.arrived:,} arrived, {counts.changed:,} changed,"
        f" {counts.returned:,} returned, {counts.withdrawn:,} withdrawn,"
        f" {counts.regrouped:,} regrouped, {counts.skipped:,} skipped"
    )
