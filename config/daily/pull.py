"""One pull: from an origin to a run that was applied, unchanged or refused."""

from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import date, datetime
from functools import partial

from catalog.display.translation import gettext_noop as _
from catalog.editorial import Correction
from catalog.feed.normalise import NormalisedPayload, ReadingCache, content_digest
from catalog.feed.payload import PayloadRefused
from catalog.feed.source import Fetched, SourceUnavailable
from catalog.ingest.attempts import attempt
from catalog.ingest.corrections import any_lapses
from catalog.ingest.guards import objections
from catalog.ingest.pull_lock import pull_lock
from catalog.ingest.snapshots import (
    confirm,
    deleting_superseded,
    equal_snapshot,
    newest_snapshot,
    read_new_payload,
    refuse_if_nothing_to_publish,
    refuse_implausible_day,
    same_snapshot,
    take_snapshot,
)
from catalog.models import Run, Snapshot
from config.daily.derive import apply_snapshot, drop_implausible
from config.daily.origins import fetch_origin, source_name
from config.daily.pending import apply_pending
from config.daily.rebuild import rebuild_tables
from config.daily.runs import (
    REFUSED,
    SUMMARY,
    close_killed_runs,
    end_run,
    mention_recovered,
    reports_of,
)
from config.pull_progress import Step, note_step
from config.refusals import forget_refused, keep_refused


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
        source=source_name(origin),
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
            end_run(run, Run.Outcome.REFUSED, REFUSED, source=run.source, reason=why)
        except SourceUnavailable as why:
            end_run(run, Run.Outcome.FAILED, _("source unavailable: {reason}"), reason=str(why))
            raise
        except Exception as error:
            name = type(error).__name__
            end_run(run, Run.Outcome.FAILED, "{name}: {error}", name=name, error=str(error))
            raise
        finally:
            if recovered:
                mention_recovered(run, recovered)
        return run


def _pull(run: Run, origin: str, *, allow: Collection[str], cache: ReadingCache | None) -> None:
    newest = newest_snapshot()
    note_step(run, Step.DOWNLOADING)
    fetched = fetch_origin(origin, run, newest)
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
    payload = drop_implausible(run.day, payload)
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
    run.counts, run.skipped = asdict(counts), reports_of(payload)
    end_run(run, Run.Outcome.APPLIED, SUMMARY, day=str(run.day), **asdict(counts))
    forget_refused(run.day)


def _confirm_same(run: Run, same: Snapshot, fetched: Fetched, newest: Snapshot | None) -> None:
    if confirm(same, run.day, fetched) and same != newest:
        # What the payload after it lacks was last seen on a later day than is on record.
        rebuild_tables()
    again = _("nothing new: the payload of {day} again")
    end_run(run, Run.Outcome.UNCHANGED, again, day=str(same.day))
    forget_refused(run.day)


def _confirm_unmodified(run: Run, newest: Snapshot | None) -> None:
    if newest is None:
        raise PayloadRefused(_("answered 304 though nothing was on record"))
    confirm(newest, run.day)
    unmodified = _("nothing new: not modified since {day}")
    end_run(run, Run.Outcome.UNCHANGED, unmodified, day=str(newest.day))
    forget_refused(run.day)
