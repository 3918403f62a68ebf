"""Snapshots: every payload, stored byte for byte before anything is derived from it."""

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q

from catalog.display.translation import gettext_noop as _
from catalog.feed.normalise import (
    NormalisedPayload,
    ReadingCache,
    content_digest,
    count_offers,
    normalise,
)
from catalog.feed.payload import PayloadRefused, parse
from catalog.feed.source import Fetched
from catalog.ingest.attempts import KILLED, MOST_ATTEMPTS
from catalog.ingest.payloads import delete_snapshots, stored
from catalog.models import CanonicalModel, Offering, Provider, Snapshot

TOO_MANY = _(
    "{offers:,} offers in it, over the limit of {most:,} (FEED_MAX_OFFERS);"
    " if that is right, pull with --allow-growth"
)
EARLIEST_DAY = date(2020, 1, 1)
REJECTED = _("rejected by an operator; to accept it: manage.py reject {day} --undo")


def newest_snapshot() -> Snapshot | None:
    return Snapshot.objects.light().in_use().in_order().last()


def snapshot_before(snapshot: Snapshot) -> Snapshot | None:
    """Return the newest snapshot of an earlier day.

    Not one of the same day, which this one supersedes: nothing may depend on it, so that it can be
    deleted.
    """
    earlier = Snapshot.objects.light().in_use().filter(day__lt=snapshot.day)
    return earlier.in_order().last()


def same_snapshot(body: bytes, day: date) -> Snapshot | None:
    """Return the snapshot of that day or the latest before it, if its payload is the same."""
    before = _latest(day)
    return before if before and before.sha256 == sha256_of(body) else None


def equal_snapshot(payload: NormalisedPayload, day: date) -> Snapshot | None:
    """Return the snapshot of that day or the latest before it, if it reads the same.

    Other bytes may hold the same content: one blank more, or the keys in another order.
    """
    before = _latest(day)
    return before if before and _digest_of(before) == content_digest(payload) else None


def _latest(day: date) -> Snapshot | None:
    return Snapshot.objects.light().in_use().in_order().filter(day__lte=day).last()


def _digest_of(snapshot: Snapshot) -> str:
    if not snapshot.content_digest:  # stored by a release that had no digests
        snapshot.content_digest = content_digest(read_payload(snapshot.body))
        snapshot.save(update_fields=["content_digest"])
    return snapshot.content_digest


def sha256_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def confirm(snapshot: Snapshot, day: date, fetched: Fetched | None = None) -> bool:
    """Record that the payload was still current on `day`; return whether that is a later day."""
    is_later = day > snapshot.confirmed_on
    snapshot.confirmed_on = max(snapshot.confirmed_on, day)
    if fetched and (fetched.etag or fetched.last_modified):
        snapshot.etag, snapshot.last_modified = fetched.etag, fetched.last_modified
    snapshot.save(update_fields=["confirmed_on", "etag", "last_modified"])
    return is_later


def read_payload(body: bytes, cache: ReadingCache | None = None) -> NormalisedPayload:
    """Parse and normalise a stored payload. Raises PayloadRefused."""
    return normalise(parse(body), cache)


def read_new_payload(
    body: bytes, cache: ReadingCache | None = None, accepted: Collection[str] = ()
) -> NormalisedPayload:
    """Read a payload that is not yet stored. Raises PayloadRefused, also by its size.

    Offers are counted before any is normalised, since that is what costs time and memory. What is
    stored was within the limits of its day, so a rebuild does not check them again.
    """
    payload = parse(body)
    offers = count_offers(payload)
    if offers > settings.FEED_MAX_OFFERS and "growth" not in accepted:
        raise PayloadRefused(TOO_MANY, offers=offers, most=settings.FEED_MAX_OFFERS)
    return normalise(payload, cache)


def refuse_if_nothing_to_publish(payload: NormalisedPayload) -> None:
    """Raise PayloadRefused if neither the payload nor the catalogue has an offer.

    A catalogue with offers is guarded by `catalog.ingest.guards`.
    """
    if not payload.offerings and not Offering.objects.live().exists():
        raise PayloadRefused(_("no readable offer in it"))


def refuse_implausible_day(day: date, *, today: date) -> None:
    """Raise PayloadRefused for a day before the feed existed, or after tomorrow in UTC.

    Tomorrow, since a clock may be some minutes fast around midnight. A day far ahead would stay the
    newest, and every later payload would be one of the past.
    """
    if not EARLIEST_DAY <= day <= today + timedelta(days=1):
        raise PayloadRefused(
            _("the day {day} is not between {first} and tomorrow (UTC)"),
            day=str(day),
            first=str(EARLIEST_DAY),
        )


def take_snapshot(
    fetched: Fetched,
    *,
    day: date,
    source: str,
    now: datetime,
    digest: str = "",
    accepted: Collection[str] = (),
) -> Snapshot:
    """Store a payload, not yet applied; an equal one of that day that was set aside is reused.

    Raises PayloadRefused for one that an operator rejected or that killed its pulls.
    """
    sha256 = sha256_of(fetched.body)
    _refuse_if_excluded(sha256, digest)
    if again := Snapshot.objects.filter(day=day, sha256=sha256, set_aside_at__isnull=False).last():
        again.set_aside_at, again.reason, again.accepted = None, {}, sorted(accepted)
        again.save(update_fields=["set_aside_at", "reason", "accepted"])
        return again
    return Snapshot.objects.create(
        day=day,
        confirmed_on=day,
        sha256=sha256,
        content_digest=digest,
        source=source[:500],
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        size=len(fetched.body),
        fetched_at=now,
        accepted=sorted(accepted),
        **stored(fetched.body, day),
    )


def _refuse_if_excluded(sha256: str, digest: str) -> None:
    same = Q(sha256=sha256) | Q(content_digest=digest) if digest else Q(sha256=sha256)
    equal = Snapshot.objects.light().filter(same)
    if rejected := equal.exclude(rejected_at=None).last():
        raise PayloadRefused(REJECTED, day=str(rejected.day))
    killers = equal.filter(applied_at=None, unfinished_attempts__gte=MOST_ATTEMPTS)
    if killer := killers.exclude(set_aside_at=None).last():
        raise PayloadRefused(KILLED, attempts=killer.unfinished_attempts)


@contextmanager
def deleting_superseded(day: date, now: datetime) -> Iterator[None]:
    """Delete the newest applied snapshot of `day` once a later payload of the day is applied.

    It stays if the later payload ends something: a row that came and went within the day keeps its
    page, and a rebuild from the later payload alone would not bring it back. It also stays if it
    was fetched on an earlier date than `now`: it is what was known until then.
    """
    newest = newest_snapshot()
    # Not in the past: what is live today says nothing of that day.
    superseded = newest if newest and _is_replaceable(newest, day, now) else None
    before = _live() if superseded else set()
    yield
    if superseded and before <= _live():
        delete_snapshots(Snapshot.objects.filter(pk=superseded.pk))


def _is_replaceable(newest: Snapshot, day: date, now: datetime) -> bool:
    is_of_today = newest.day == day and newest.fetched_at.date() == now.date()
    return is_of_today and newest.applied_at is not None


def _live() -> set[tuple[str, ...]]:
    """Return the natural keys of all live offerings, models and providers."""
    offerings = Offering.objects.live().values_list("provider__key", "provider_model_id")
    models = CanonicalModel.objects.live().values_list("path")
    providers = Provider.objects.live().values_list("key")
    return {
        *(("offering", *key) for key in offerings),
        *(("model", *key) for key in models),
        *(("provider", *key) for key in providers),
    }
