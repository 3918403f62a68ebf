"""Store payloads of past days, which other sources than the feed provide.

They are stored pending, one by one, so that a kill loses none. Whoever stores them derives the
tables afterwards, once (`config.daily.pending.apply_pending`).
"""

from collections.abc import Set
from datetime import date
from enum import Enum

from django.conf import settings
from django.db import transaction

from catalog.display.translation import gettext_noop as _
from catalog.feed.normalise import ReadingCache, content_digest
from catalog.feed.past_payload import PastPayload, source_rank
from catalog.feed.payload import PayloadRefused
from catalog.feed.source import Fetched
from catalog.ingest.snapshots import (
    equal_snapshot,
    read_new_payload,
    refuse_implausible_day,
    take_snapshot,
)
from catalog.models import Snapshot


class Kept(Enum):
    """What became of a past day's payload."""

    STORED = "stored"
    CONFIRMED = "the same content as before it"
    IN_RESERVE = "in reserve"


def days_on_record(rank: int) -> Set[date]:
    """Return the days that sources of this rank have provided, in use or in reserve."""
    stored = Snapshot.objects.filter(set_aside_at=None).values_list("day", "source")
    return {day for day, source in stored if source_rank(source) == rank}


def store_past_day(past: PastPayload, *, today: date, cache: ReadingCache | None = None) -> Kept:
    """Store a past day's payload, or confirm an equal one. Raises PayloadRefused.

    Each day is derived from the source nearest to the feed, whichever was stored first; what
    another source says of it is kept in reserve. Mixing them would show the differences between
    sources as changes.
    """
    refuse_implausible_day(past.day, today=today)
    if len(past.body) > settings.FEED_MAX_MB * 2**20:
        raise PayloadRefused(_("larger than {most} MiB (FEED_MAX_MB)"), most=settings.FEED_MAX_MB)
    payload = read_new_payload(past.body, cache)
    digest = content_digest(payload)
    with transaction.atomic():
        if same := equal_snapshot(payload, past.day):
            _confirm(same, past.day)
            return Kept.CONFIRMED
        if _nearer_source_has(past):
            _take(past, digest, in_reserve=True)
            return Kept.IN_RESERVE
        _take(past, digest)
        _reserve_farther_sources(past)
        return Kept.STORED


def _nearer_source_has(past: PastPayload) -> bool:
    covering = Snapshot.objects.in_use().filter(day__lte=past.day, confirmed_on__gte=past.day)
    sources = covering.values_list("source", flat=True)
    return any(source_rank(source) < source_rank(past.source) for source in sources)


def _take(past: PastPayload, digest: str, *, in_reserve: bool = False) -> None:
    fetched = Fetched(past.body)
    snapshot = take_snapshot(
        fetched, day=past.day, source=past.source, now=past.fetched_at, digest=digest
    )
    if in_reserve:
        snapshot.in_reserve = True
        snapshot.save(update_fields=["in_reserve"])


def _reserve_farther_sources(past: PastPayload) -> None:
    rank = source_rank(past.source)
    for other in Snapshot.objects.light().in_use().filter(day=past.day):
        if source_rank(other.source) > rank:
            other.in_reserve = True
            other.save(update_fields=["in_reserve"])


def _confirm(snapshot: Snapshot, day: date) -> None:
    """Record that the payload was still current on `day`.

    What the next snapshot lacks was then last seen on a later day, so the tables must follow: the
    snapshot is pending again, which outlasts a kill.
    """
    if day <= snapshot.confirmed_on:
        return
    snapshot.confirmed_on = day
    if Snapshot.objects.in_use().filter(day__gt=snapshot.day).exists():
        snapshot.applied_at = None
    snapshot.save(update_fields=["confirmed_on", "applied_at"])
