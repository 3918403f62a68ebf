"""The daily pull: fetch, store, derive, publish.

    fetch -> snapshot, committed by itself -> one transaction: catalogue, changes, scores, version

Visitors see yesterday's catalogue or today's, never a mixture. A kill at any moment loses nothing:
the next pull first applies what was stored and not yet applied.

From top to bottom: `pull` and its steps, then `rebuild` and `replay`, which derive many days.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime
from functools import partial
from pathlib import Path

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from catalog.decisions import IdentityDecision
from catalog.display.translation import gettext_noop as _
from catalog.domain.corrections import own_values
from catalog.editorial import Announcement, Correction, EditedText, MistakeReport
from catalog.feed import source
from catalog.feed.normalise import NormalisedPayload, ReadingCache, content_digest
from catalog.feed.payload import PayloadRefused
from catalog.feed.plausible import plausible
from catalog.feed.problems import Problem
from catalog.feed.source import Fetched, SourceUnavailable
from catalog.ingest.apply import Counts, apply_payload
from catalog.ingest.attempts import attempt, retry_set_aside, set_aside_killers
from catalog.ingest.beside import built_beside
from catalog.ingest.corrections import any_lapses, apply_waiting, retire_corrections
from catalog.ingest.guards import objections, refuse_implausible
from catalog.ingest.payloads import PayloadReader
from catalog.ingest.pull_lock import pull_lock
from catalog.ingest.rebuild_state import (
    NO_STATE,
    RebuildState,
    clear_catalogue,
    delete_orphans,
    restore_moves,
    save_rebuild_state,
)
from catalog.ingest.snapshots import (
    confirm,
    deleting_superseded,
    equal_snapshot,
    newest_snapshot,
    read_new_payload,
    read_payload,
    refuse_if_nothing_to_publish,
    refuse_implausible_day,
    same_snapshot,
    snapshot_before,
    take_snapshot,
)
from catalog.models import CatalogueVersion, Provider, Run, Snapshot, TrustedProvider
from catalog.refusals import RefusedPayload
from changelog.history.sparklines import update_trends
from changelog.models import ChangeEntry
from changelog.record import clear_changes, record_day
from changelog.serials import record_serials
from config.pull_progress import Step, note_step
from config.refusals import forget_refused, keep_refused
from scoring.rescore import rescore_all

BUNDLED = "bundled"
# Of the apps with derived tables, those that a rebuild keeps.
DERIVING_APPS = ("catalog", "scoring", "changelog")
KEPT = (
    *(Snapshot, Run, CatalogueVersion),
    *(Correction, Announcement, MistakeReport, IdentityDecision, EditedText),
    *(TrustedProvider, RefusedPayload, ChangeEntry),
)
MOST_REPORTS_STORED = 1000  # of one run: a hostile payload may hold 100,000 bad offerings

RECOVERED = _("applied {days}, which an interrupted update had stored; then: {outcome}")
REFUSED = _("refused {source}: {reason}")
SUMMARY = _(
    "applied {day}: {offerings:,} offerings of {providers:,} providers, {models:,} models;"
    " {arrived:,} arrived, {changed:,} changed, {returned:,} returned, {withdrawn:,} withdrawn,"
    " {regrouped:,} regrouped, {skipped:,} skipped"
)

Progress = Callable[[Snapshot], None]


def pull(
    origin: str,
    *,
    day: date,
    now: datetime,
    allow: Collection[str] = (),
    cache: ReadingCache | None = None,
) -> Run:
    """Bring the catalogue to the payload of `origin` (a URL, a file or "bundled"), as of `day`.

    `allow` names the guards (catalog.ingest.guards) that this payload may pass by.
    Returns the run: applied, unchanged or refused. Raises PullInProgress if another pull runs, and
    SourceUnavailable, after recording it, if the source does not answer.
    """
    return recorded_run(
        lambda run: _pull(run, origin, allow=allow, cache=cache),
        source=_source_name(origin),
        day=day,
        now=now,
    )


def recorded_run(work: Callable[[Run], None], *, source: str, day: date, now: datetime) -> Run:
    """Record a run and let `work` do it, after what a killed run had stored.

    `work` ends the run, or raises PayloadRefused. Returns and raises as `pull` does.
    """
    with pull_lock():
        close_killed_runs(now)
        run = Run.objects.create(source=source, day=day, started_at=now)
        recovered: list[date] = []
        try:
            refuse_implausible_day(day, today=now.date())
            recovered += apply_pending(now)
            if Correction.objects.waiting().exists():
                rebuild_tables()  # the process that was to do it was killed, or met a pull
            work(run)
        except PayloadRefused as why:
            _end(run, Run.Outcome.REFUSED, REFUSED, source=run.source, reason=why)
        except SourceUnavailable as why:
            _end(run, Run.Outcome.FAILED, _("source unavailable: {reason}"), reason=str(why))
            raise
        except Exception as error:
            name = type(error).__name__
            _end(run, Run.Outcome.FAILED, "{name}: {error}", name=name, error=str(error))
            raise
        finally:
            if recovered:
                _mention_recovered(run, recovered)
        return run


def _pull(run: Run, origin: str, *, allow: Collection[str], cache: ReadingCache | None) -> None:
    newest = newest_snapshot()
    note_step(run, Step.DOWNLOADING)
    fetched = _fetch(origin, run, newest)
    # Then the same payload means something else today, so it is stored once more.
    lapses = newest is not None and newest.day < run.day and any_lapses(run.day)
    if fetched is None and newest and lapses:
        fetched = Fetched(newest.body, newest.etag, newest.last_modified)
    if fetched is None:
        return _confirm_unmodified(run, newest)
    if not lapses and (same := same_snapshot(fetched.body, run.day)):
        return _confirm_same(run, same, fetched, newest)
    note_step(run, Step.READING)
    payload = read_new_payload(fetched.body, cache, allow)
    refuse_if_nothing_to_publish(payload)
    if not lapses and (same := equal_snapshot(payload, run.day)):
        return _confirm_same(run, same, fetched, newest)
    return take_payload(run, fetched, payload, allow)


def take_payload(
    run: Run, fetched: Fetched, payload: NormalisedPayload, allow: Collection[str]
) -> None:
    """Compare a payload with the catalogue, store and apply it, and end the run.

    Raises PayloadRefused for what a guard objects to that is not in `allow`; the payload is then
    kept, so that an operator can accept it.
    """
    note_step(run, Step.COMPARING)
    newest = newest_snapshot()
    is_latest = newest is None or newest.day <= run.day
    if is_latest and (found := objections(payload, run.day, allow)):
        keep_refused(run, fetched, payload, found, allow)
        raise next(iter(found.values()))
    digest = content_digest(payload)  # of what the feed says, whatever the day makes of it
    payload = _plausible(run.day, payload)
    note_step(run, Step.APPLYING)
    with deleting_superseded(run.day, run.started_at):
        run.snapshot = take_snapshot(
            fetched,
            day=run.day,
            source=run.source,
            now=run.started_at,
            digest=digest,
            accepted=allow,
        )
        # A payload of an earlier day alters what later days changed, so all is derived again.
        with attempt([run.snapshot], run.started_at):
            if is_latest:
                publishing = partial(note_step, run, Step.PUBLISHING)
                counts = apply_snapshot(run.snapshot, payload, publishing)
            else:
                counts = rebuild_tables()
    run.counts, run.skipped = asdict(counts), _reports(payload)
    _end(run, Run.Outcome.APPLIED, SUMMARY, day=str(run.day), **asdict(counts))
    forget_refused(run.day)


def _confirm_same(run: Run, same: Snapshot, fetched: Fetched, newest: Snapshot | None) -> None:
    if confirm(same, run.day, fetched) and same != newest:
        # What the payload after it lacks was last seen on a later day than is on record.
        rebuild_tables()
    again = _("nothing new: the payload of {day} again")
    _end(run, Run.Outcome.UNCHANGED, again, day=str(same.day))
    forget_refused(run.day)


def _confirm_unmodified(run: Run, newest: Snapshot | None) -> None:
    if newest is None:
        raise PayloadRefused(_("answered 304 though nothing was on record"))
    confirm(newest, run.day)
    unmodified = _("nothing new: not modified since {day}")
    _end(run, Run.Outcome.UNCHANGED, unmodified, day=str(newest.day))
    forget_refused(run.day)


def _fetch(origin: str, run: Run, newest: Snapshot | None) -> Fetched | None:
    if origin == BUNDLED:
        return source.read_bundled()
    if not origin.startswith(("http://", "https://")):
        return source.read_file(Path(origin))
    if newest and newest.source == run.source and newest.confirmed_on >= run.day:
        return source.fetch(origin, etag=newest.etag, last_modified=newest.last_modified)
    # The first request of a day is unconditional: a server whose ETag never changes would otherwise
    # hide every change.
    return source.fetch(origin)


def _source_name(origin: str) -> str:
    return (source.bundled_name() if origin == BUNDLED else origin)[:500]


def apply_snapshot(
    snapshot: Snapshot, payload: NormalisedPayload, publishing: Callable[[], object] | None = None
) -> Counts:
    """Derive everything from a stored snapshot and publish it, in one transaction.

    `publishing` is called between the two, to tell who watches.
    """
    with transaction.atomic():
        counts = _derive(snapshot, payload)
        if publishing:
            publishing()
        _publish(snapshot)
    return counts


def _derive(
    snapshot: Snapshot, payload: NormalisedPayload, rebuild_state: RebuildState = NO_STATE
) -> Counts:
    """Apply a payload to the catalogue and record the day's changes."""
    payload = _plausible(snapshot.day, payload)
    before = snapshot_before(snapshot)
    last_seen = min(before.confirmed_on, snapshot.day) if before else snapshot.day
    counts = apply_payload(
        payload, day=snapshot.day, last_seen=last_seen, rebuild_state=rebuild_state
    )
    retire_corrections(snapshot.day, timezone.now())
    record_day(snapshot.day)
    if snapshot.applied_at is None:
        snapshot.applied_at = timezone.now()
        snapshot.save(update_fields=["applied_at"])
    return counts


def _plausible(day: date, payload: NormalisedPayload) -> NormalisedPayload:
    """Drop what cannot be true on this day; of a payload checked before, nothing."""
    rows = Provider.objects.values_list("key", "name", "corrected")
    # The names that the feed gave them, whatever an editor made of these.
    names = {key: own_values(corrected).get("name", name) for key, name, corrected in rows}
    return plausible(payload, day, names)


def _publish(snapshot: Snapshot) -> None:
    """Update scores, trends and serials, and publish the catalogue as a new version."""
    rescore_all()
    update_trends(snapshot.day)
    record_serials(timezone.now())
    CatalogueVersion.objects.create(
        snapshot=snapshot, day=snapshot.day, made_at=snapshot.applied_at or timezone.now()
    )


def apply_pending(now: datetime, progress: Progress | None = None) -> list[date]:
    """Apply the snapshots that were stored and not applied: past days, or by a killed pull.

    `progress` is called only if that takes a rebuild. The guards check again what a killed pull
    left. Returns the days that were applied.
    """
    set_aside_killers(now)
    pending = list(Snapshot.objects.light().pending())
    newest_applied = Snapshot.objects.light().in_order().exclude(applied_at=None).last()
    if needs_rebuild(pending, newest_applied):
        with attempt(pending, now):
            rebuild_tables(progress)
        return [snapshot.day for snapshot in pending]
    applied = []
    for snapshot in pending:
        # What they refuse is set aside, and the pull goes on with today's payload.
        with suppress(PayloadRefused), attempt([snapshot], now):
            payload = read_new_payload(snapshot.body, accepted=snapshot.accepted)
            refuse_implausible(payload, snapshot.day, snapshot.accepted)
            apply_snapshot(snapshot, payload)
            applied.append(snapshot.day)
    return applied


def needs_rebuild(pending: Sequence[Snapshot], newest_applied: Snapshot | None) -> bool:
    """Tell whether snapshots cannot be applied one by one, or not as quickly as all together."""
    if newest_applied is None:
        return len(pending) > 1
    return bool(pending) and pending[0].day < newest_applied.day


def close_killed_runs(now: datetime) -> None:
    """Mark runs that never ended as killed; we hold the pull lock, so none is running."""
    killed = Problem(_("killed before it ended"))
    Run.objects.filter(outcome=Run.Outcome.RUNNING).update(
        outcome=Run.Outcome.KILLED, ended_at=now, message=str(killed), message_parts=killed.parts
    )


def rebuild(progress: Progress | None = None, *, retry: bool = False) -> Counts | None:
    """Derive all tables from the stored snapshots; None without any.

    With `retry` also from those that were set aside, but never from those that were rejected.
    """
    with pull_lock():
        usable = Snapshot.objects.retried() if retry else Snapshot.objects.in_use()
        if not usable.exists():
            return None
        return rebuild_tables(progress, first=retry_set_aside if retry else None)


def rebuild_tables(
    progress: Progress | None = None, *, first: Callable[[], object] | None = None
) -> Counts:
    """Derive all tables from the snapshots, of which there must be one.

    `first` may mark snapshots; its marks are published with the tables, or not at all.
    Visitors and editors go on as before meanwhile: see catalog.ingest.beside.
    """
    cache: ReadingCache = {}
    payloads = PayloadReader()
    # A rebuild may end a correction; nobody else writes them while we hold the pull lock.
    with built_beside([*derived_tables(), Correction, ChangeEntry]), transaction.atomic():
        if first:
            first()
        apply_waiting()
        state = save_rebuild_state()
        clear_changes()
        clear_catalogue()
        for pk in list(Snapshot.objects.in_use().in_order().values_list("pk", flat=True)):
            snapshot = Snapshot.objects.get(pk=pk)
            counts = _derive(snapshot, read_payload(payloads.read(snapshot), cache), state)
            if progress:
                progress(snapshot)
        restore_moves(state, snapshot.day)
        delete_orphans()
        _publish(snapshot)
    return counts


def derived_tables() -> list[type[Model]]:
    """Return the models whose rows a rebuild derives anew."""
    tables = (table for app in DERIVING_APPS for table in apps.get_app_config(app).get_models())
    return [table for table in tables if table not in KEPT]


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


def _end(
    run: Run, outcome: Run.Outcome, msgid: str, **arguments: str | int | PayloadRefused
) -> None:
    """Record the outcome: the message in English, and what its translation needs."""
    run.outcome, run.ended_at = outcome, timezone.now()
    run.message = msgid.format(**arguments) if arguments else msgid
    run.message_parts = {
        "msgid": msgid,
        "arguments": {
            name: value.parts if isinstance(value, PayloadRefused) else value
            for name, value in arguments.items()
        },
    }
    run.save()


def _mention_recovered(run: Run, days: Sequence[date]) -> None:
    """Say in a run's message that it first applied these days: it may have found nothing new."""
    named = str(days[0]) if len(days) == 1 else f"{days[0]} – {days[-1]}"
    outcome = run.message_parts
    run.message = RECOVERED.format(days=named, outcome=run.message)
    run.message_parts = {"msgid": RECOVERED, "arguments": {"days": named, "outcome": outcome}}
    run.save(update_fields=["message", "message_parts"])


def _reports(payload: NormalisedPayload) -> list[dict[str, str]]:
    return [asdict(report) for report in (*payload.skipped, *payload.remarks)[:MOST_REPORTS_STORED]]
