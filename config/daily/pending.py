"""Snapshots that were stored and not applied: a killed pull left them, or they are of past days."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime

from catalog.feed.payload import PayloadRefused
from catalog.ingest.attempts import attempt, set_aside_killers
from catalog.ingest.guards import refuse_implausible
from catalog.ingest.snapshots import read_new_payload
from catalog.models import Snapshot
from config.daily.derive import apply_snapshot
from config.daily.rebuild import Progress, rebuild_tables


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
