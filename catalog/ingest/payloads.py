"""How payloads are stored: each against one of an earlier day, and some of them whole.

A chain of payloads never has more than MOST_STEPS steps back to a whole one, so reading any day
takes a bounded time, and one damaged row does not take all later days with it.
"""

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import TypedDict

from django.db import transaction

from catalog.feed.packing import DamagedPayload, pack
from catalog.ingest.pull_lock import pull_lock
from catalog.models import Snapshot, SnapshotQuerySet

logger = logging.getLogger(__name__)

MOST_STEPS = 31  # of some milliseconds each
BATCH = 20


class Stored(TypedDict):
    """The columns of a snapshot that hold its payload."""

    payload: bytes
    base: Snapshot | None
    steps: int


def stored(body: bytes, day: date) -> Stored:
    """Return how to store a payload of this day. The caller holds the pull lock."""
    if base := _base_for(day):
        # A damaged row must not spoil those after it.
        with suppress(DamagedPayload):
            return Stored(payload=pack(body, base.body), base=base, steps=(base.steps or 0) + 1)
    return stored_whole(body)


def stored_whole(body: bytes) -> Stored:
    return Stored(payload=pack(body), base=None, steps=0)


def _base_for(day: date) -> Snapshot | None:
    """Return the latest snapshot of an earlier day, whatever became of it, unless it is too far on.

    Not of the same day, of which a later payload may supersede it. Not one that is stored as gzip:
    `pack_old` will give it a base of its own, and more steps than were counted.
    """
    latest = Snapshot.objects.filter(day__lt=day, steps__isnull=False).in_order().last()
    return latest if latest and (latest.steps or 0) < MOST_STEPS else None


class PayloadReader:
    """Reads payloads one after the other; in order of day each takes a single step."""

    def __init__(self) -> None:
        # Two: what is held in reserve may lie between one day's payload and the next.
        self._latest: dict[int, bytes] = {}

    def read(self, snapshot: Snapshot) -> bytes:
        """Return a payload. Raises DamagedPayload."""
        body = snapshot.read_body(self._latest)
        self._latest[snapshot.pk] = body
        while len(self._latest) > 2:
            del self._latest[next(iter(self._latest))]
        return body


def delete_snapshots(snapshots: SnapshotQuerySet) -> None:
    """Delete snapshots; those that are stored against them become whole ones."""
    with transaction.atomic():
        gone = list(snapshots.values_list("pk", flat=True))
        for row in Snapshot.objects.filter(base__in=gone).exclude(pk__in=gone):
            _store(row, stored_whole(row.body))
        rows = Snapshot.objects.filter(pk__in=gone)
        rows.update(base=None, steps=0)  # so that they can go in any order
        rows.delete()


def _store(row: Snapshot, how: Stored) -> None:
    row.payload, row.base, row.steps = how["payload"], how["base"], how["steps"]
    row.save(update_fields=["payload", "base", "steps"])


def pack_old() -> Iterator[tuple[Snapshot, int]]:
    """Pack the payloads that an earlier release stored as gzip; yield each, and its bytes before.

    In batches, each under the pull lock and committed row by row: a pull waits for one batch at
    most, and after a kill the next call goes on. A damaged payload is reported and stays as it is.
    Raises PullInProgress.
    """
    old = list(Snapshot.objects.filter(steps=None).in_order().values_list("pk", flat=True))
    for start in range(0, len(old), BATCH):
        with pull_lock():
            # Read anew: one may have been superseded before the lock was taken.
            for row in Snapshot.objects.filter(pk__in=old[start : start + BATCH]).in_order():
                before = len(row.payload)
                try:
                    _store(row, stored(row.body, row.day))
                except DamagedPayload as why:
                    logger.error("payload of %s not packed: %s", row, why)
                else:
                    yield row, before
