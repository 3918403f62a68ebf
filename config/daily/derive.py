"""From a stored snapshot to a published version of the catalogue, in one transaction."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone

from catalog.domain.corrections import own_values
from catalog.feed.normalise import NormalisedPayload
from catalog.feed.plausible import plausible
from catalog.ingest.apply import Counts, apply_payload
from catalog.ingest.corrections import retire_corrections
from catalog.ingest.rebuild_state import NO_STATE, RebuildState
from catalog.ingest.snapshots import snapshot_before
from catalog.models import CatalogueVersion, Provider, Snapshot
from changelog.history.sparklines import update_trends
from changelog.record import record_day
from changelog.serials import record_serials
from scoring.rescore import rescore_all


def apply_snapshot(
    snapshot: Snapshot, payload: NormalisedPayload, publishing: Callable[[], object] | None = None
) -> Counts:
    """Derive everything from a stored snapshot and publish it, in one transaction.

    `publishing` is called between the two, to tell who watches.
    """
    with transaction.atomic():
        counts = derive(snapshot, payload)
        if publishing:
            publishing()
        publish(snapshot)
    return counts


def derive(
    snapshot: Snapshot, payload: NormalisedPayload, rebuild_state: RebuildState = NO_STATE
) -> Counts:
    """Apply a payload to the catalogue and record the day's changes."""
    payload = drop_implausible(snapshot.day, payload)
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


def drop_implausible(day: date, payload: NormalisedPayload) -> NormalisedPayload:
    """Drop what cannot be true on this day; of a payload checked before, nothing."""
    rows = Provider.objects.values_list("key", "name", "corrected")
    # The names that the feed gave them, whatever an editor made of these.
    names = {key: own_values(corrected).get("name", name) for key, name, corrected in rows}
    return plausible(payload, day, names)


def publish(snapshot: Snapshot) -> None:
    """Update scores, trends and serials, and publish the catalogue as a new version."""
    rescore_all()
    update_trends(snapshot.day)
    record_serials(timezone.now())
    CatalogueVersion.objects.create(
        snapshot=snapshot, day=snapshot.day, made_at=snapshot.applied_at or timezone.now()
    )
