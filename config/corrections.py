"""Recording and ending corrections: what follows is derived and published at once.

The pull lock keeps a pull from deriving the same rows meanwhile, and one editor from the other.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from catalog.domain.corrections import Ending, Target, Verdict
from catalog.editorial import Correction, MistakeReport
from catalog.ingest.apply import apply_corrections
from catalog.ingest.corrections import reported_value
from catalog.ingest.pull_lock import pull_lock
from catalog.models import CanonicalModel, CatalogueVersion, Offering
from catalog.newest_version import HOLDER
from changelog.history.sparklines import update_trends
from changelog.record import record_day
from changelog.serials import record_serials
from scoring.rescore import rescore_all


class DecidedMeanwhile(Exception):
    """Another editor decided about this field since the form was opened; `by` is that decision."""

    def __init__(self, by: Correction | None) -> None:
        super().__init__(str(by))
        self.by = by


class SameAsReported(Exception):
    """The value is the feed's own, so there is nothing to correct."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A correction to record. `seen` is the key of the field's open correction in the form.

    `first_day` is a past day if the value was wrong since then; None is the newest day.
    """

    target: Target
    key: str
    field: str
    verdict: Verdict
    reason: str
    source: str
    provider: str = ""
    value: Any = None
    last_day: date | None = None
    seen: int | None = None
    first_day: date | None = None


def record_correction(
    draft: Draft, *, by: User | None, now: datetime, report: MistakeReport | None = None
) -> Correction:
    """Record a correction, derive what follows from it, and publish that.

    `report` is the reader's report that it accepts. On past days it holds after the next rebuild,
    which the caller starts: all that followed from the wrong value has to be derived again.

    Raises DecidedMeanwhile, SameAsReported, NotOnSale for an address that has no live row, and
    PullInProgress.
    """
    address = (draft.target, draft.key, draft.provider)
    with pull_lock(), transaction.atomic():
        newest = _newest_version()
        before = open_correction(*address, draft.field)
        if draft.seen != (before.pk if before else None):
            raise DecidedMeanwhile(before)
        reported = reported_value(*address, draft.field)
        overrides = draft.verdict is Verdict.FEED_WRONG
        if overrides and draft.value == reported:
            raise SameAsReported
        if before:
            _end(before, Ending.REPLACED, by=by, now=now, day=newest.day)
        backdated = draft.first_day if _is_past(draft.first_day, newest.day) else None
        if backdated:
            _make_way(draft, backdated)
        correction = Correction.objects.create(
            target=draft.target,
            provider=draft.provider,
            key=draft.key,
            field=draft.field,
            verdict=draft.verdict,
            value=draft.value if overrides else None,
            feed_value=reported,
            reason=draft.reason,
            source=draft.source,
            first_day=newest.day,
            entered_on=newest.day,
            waiting_first_day=backdated,
            last_day=draft.last_day,
            recorded_at=now,
            recorded_by=by,
        )
        if report:
            _accept(report, correction)
        _derive(correction, newest, now)
    return correction


def _accept(report: MistakeReport, correction: Correction) -> None:
    report.state, report.correction = MistakeReport.State.ACCEPTED, correction
    report.decided_at, report.decided_by = correction.recorded_at, correction.recorded_by
    report.save(update_fields=["state", "correction", "decided_at", "decided_by"])


def _is_past(day: date | None, newest: date) -> bool:
    return day is not None and day < newest


def _make_way(draft: Draft, first_day: date) -> None:
    """Let the earlier corrections of the field end where a backdated one begins."""
    earlier = Correction.objects.about(draft.target, draft.key, draft.provider)
    for row in earlier.filter(field=draft.field, ended_on__gt=first_day):
        row.waiting_ended_on = max(first_day, row.waiting_first_day or row.first_day)
        row.save(update_fields=["waiting_ended_on"])


def end_correction(pk: int, *, by: User | None, now: datetime, wholly: bool = False) -> Correction:
    """End an open correction, so that the feed's value is shown again.

    `wholly` ends it for the past days, too, with the next rebuild, which the caller starts.

    Raises DecidedMeanwhile if it is no longer open, and PullInProgress.
    """
    with pull_lock(), transaction.atomic():
        correction = Correction.objects.get(pk=pk)
        if correction.ended_at:
            raise DecidedMeanwhile(correction)
        newest = _newest_version()
        _end(correction, Ending.WITHDRAWN, by=by, now=now, day=newest.day)
        if wholly and correction.override.held:
            correction.waiting_first_day = None
            correction.waiting_ended_on = correction.first_day
            correction.save(update_fields=["waiting_first_day", "waiting_ended_on"])
        _derive(correction, newest, now)
    return correction


def open_correction(target: Target, key: str, provider: str, field: str) -> Correction | None:
    """Return the decision about a field that stands."""
    return Correction.objects.open().about(target, key, provider).filter(field=field).first()


def _end(
    correction: Correction, ending: Ending, *, by: User | None, now: datetime, day: date
) -> None:
    correction.ended_at, correction.ended_by, correction.ending = now, by, ending
    # A correction of a day that a rejected snapshot has left behind ends on that day.
    correction.ended_on = max(day, correction.first_day)
    correction.save(update_fields=["ended_at", "ended_by", "ending", "ended_on"])


def _newest_version() -> CatalogueVersion:
    return CatalogueVersion.objects.select_related("snapshot").latest("pk")


def _derive(correction: Correction, newest: CatalogueVersion, now: datetime) -> None:
    """Bring the tables to the corrections, and publish a new version, so that no page is stale."""
    apply_corrections(
        newest.day,
        models=_models_of(correction),
        providers={correction.key} if correction.target == Target.PROVIDER else (),
    )
    record_day(newest.day)
    rescore_all()
    update_trends(newest.day)
    record_serials(now)
    CatalogueVersion.objects.create(snapshot=newest.snapshot, day=newest.day, made_at=now)
    transaction.on_commit(HOLDER.forget)  # the editor's next page shows it


def _models_of(correction: Correction) -> set[str]:
    """Return the canonical ids of the models whose offers or facts may differ now."""
    if correction.target == Target.MODEL:
        return set(
            CanonicalModel.objects.filter(path=correction.key).values_list("path", flat=True)
        )
    if correction.target != Target.OFFER:
        return set()
    offers = Offering.objects.filter(
        provider__key=correction.provider, provider_model_id=correction.key
    )
    return set(offers.values_list("model__path", flat=True))
