"""Snapshots: every payload, stored byte for byte before anything is derived from it."""

import gzip
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.models import Q

from catalog.display.translation import gettext_noop as _
from catalog.feed.normalise import NormalisedPayload, ReadingCache, count_offers, normalise
from catalog.feed.payload import PayloadRefused, parse
from catalog.feed.source import Fetched
from catalog.models import Offering, Snapshot

GONE = _(
    "{gone:,} of {live:,} live offerings are gone from it ({share:.0%});"
    " if that is right, pull with --allow-shrink"
)
GONE_OR_UNREADABLE = _(
    "{gone:,} of {live:,} live offerings are gone or unreadable in it ({share:.0%});"
    " if that is right, pull with --allow-shrink"
)
TOO_MANY = _("{offers:,} offers in it, over the limit of {most:,} (FEED_MAX_OFFERS)")
EARLIEST_DAY = date(2020, 1, 1)
MAX_SHRINK = 0.20  # the largest loss of one day in 13 months of history is 5.4%


def newest_snapshot() -> Snapshot | None:
    return Snapshot.objects.light().in_use().in_order().last()


def snapshot_before(snapshot: Snapshot) -> Snapshot | None:
    """Return the snapshot that this one supersedes."""
    earlier_today = Q(day=snapshot.day, pk__lt=snapshot.pk)
    earlier = Snapshot.objects.light().in_use().filter(Q(day__lt=snapshot.day) | earlier_today)
    return earlier.in_order().last()


def same_snapshot(body: bytes, day: date) -> Snapshot | None:
    """Return the snapshot of that day or the latest before it, if its payload is the same."""
    before = Snapshot.objects.light().in_use().in_order().filter(day__lte=day).last()
    return before if before and before.sha256 == hashlib.sha256(body).hexdigest() else None


def confirm(snapshot: Snapshot, day: date, fetched: Fetched | None = None) -> bool:
    """Record that the payload was still current on `day`; return whether that is a later day."""
    is_later = day > snapshot.confirmed_on
    snapshot.confirmed_on = max(snapshot.confirmed_on, day)
    if fetched and (fetched.etag or fetched.last_modified):
        snapshot.etag, snapshot.last_modified = fetched.etag, fetched.last_modified
    snapshot.save(update_fields=["confirmed_on", "etag", "last_modified"])
    return is_later


def read_payload(body: bytes, cache: ReadingCache | None = None) -> NormalisedPayload:
    """Parse and normalise a payload. Raises PayloadRefused."""
    return normalise(parse(body), cache)


def read_new_payload(body: bytes, cache: ReadingCache | None = None) -> NormalisedPayload:
    """Read a payload that is not yet stored. Raises PayloadRefused, also by its size.

    Offers are counted before any is normalised, since that is what costs time and memory. What is
    stored was within the limits of its day, so a rebuild does not check them again.
    """
    payload = parse(body)
    offers = count_offers(payload)
    if offers > settings.FEED_MAX_OFFERS:
        raise PayloadRefused(TOO_MANY, offers=offers, most=settings.FEED_MAX_OFFERS)
    return normalise(payload, cache)


def refuse_if_nothing_to_publish(payload: NormalisedPayload) -> None:
    """Raise PayloadRefused if neither the payload nor the catalogue has an offer.

    A catalogue with offers is guarded by `refuse_if_shrunk`.
    """
    if not payload.offerings and not Offering.objects.live().exists():
        raise PayloadRefused(_("no readable offer in it"))


def refuse_implausible_day(day: date, *, today: date) -> None:
    """Raise PayloadRefused for a day before the feed existed, or after tomorrow in UTC.

    Tomorrow, since a clock may be some minutes fast around midnight.
    """
    if not EARLIEST_DAY <= day <= today + timedelta(days=1):
        raise PayloadRefused(
            _("the day {day} is not between {first} and tomorrow (UTC)"),
            day=str(day),
            first=str(EARLIEST_DAY),
        )


def refuse_if_shrunk(payload: NormalisedPayload) -> None:
    """Raise PayloadRefused if over MAX_SHRINK of the live offerings are missing or unreadable."""
    live = set(Offering.objects.live().values_list("provider__key", "provider_model_id"))
    gone = live - payload.offerings.keys()
    if len(gone) > MAX_SHRINK * len(live):
        msgid = GONE_OR_UNREADABLE if payload.unreadable else GONE
        raise PayloadRefused(msgid, gone=len(gone), live=len(live), share=len(gone) / len(live))


@contextmanager
def set_aside_on_failure(snapshots: Sequence[Snapshot], now: datetime) -> Iterator[None]:
    """Set aside snapshots that cannot be applied, so that they do not block later ones.

    After a database error they stay pending: the next pull tries them again.
    """
    try:
        yield
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        pks = [snapshot.pk for snapshot in snapshots]
        Snapshot.objects.filter(pk__in=pks).update(set_aside_at=now)
        raise


def take_snapshot(fetched: Fetched, *, day: date, source: str, now: datetime) -> Snapshot:
    """Store a payload, not yet applied; an equal one of that day that was set aside is reused."""
    sha256 = hashlib.sha256(fetched.body).hexdigest()
    if again := Snapshot.objects.filter(day=day, sha256=sha256, set_aside_at__isnull=False).last():
        again.set_aside_at = None
        again.save(update_fields=["set_aside_at"])
        return again
    return Snapshot.objects.create(
        day=day,
        confirmed_on=day,
        sha256=sha256,
        source=source[:500],
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        size=len(fetched.body),
        payload=gzip.compress(fetched.body, compresslevel=6, mtime=0),
        fetched_at=now,
    )
