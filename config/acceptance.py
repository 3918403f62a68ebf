"""Accepting the payload that the guards refused: this one, once, as an operator has seen it."""

from datetime import datetime

from catalog.display.translation import gettext_noop as _
from catalog.feed.packing import DamagedPayload
from catalog.feed.payload import PayloadRefused
from catalog.feed.problems import Problem
from catalog.feed.source import Fetched
from catalog.ingest.snapshots import newest_snapshot, read_new_payload, sha256_of
from catalog.models import Run
from catalog.refusals import RefusedPayload
from config.daily.pull import recorded_run, take_payload

GONE = _("the refused payload {sha256} is no longer on record: a later update has replaced it")
NEWER_DAY = _("the data of {newest} is newer than this payload of {day}")
DAMAGED = _("the stored payload is not the one that was refused")


class NothingToAccept(Problem):
    """No refused payload has this SHA-256; the message says so."""


def accept_refused(sha256: str, *, now: datetime) -> Run:
    """Apply the refused payload with this SHA-256, past the guards that objected to it.

    Those guards judge the next payload again. Returns the run: applied, or refused once more, by
    another guard or because a newer day is live. Raises NothingToAccept, and as `pull` does.
    """
    refused = RefusedPayload.objects.filter(sha256=sha256).values("source", "day").first()
    if refused is None:
        raise NothingToAccept(GONE, sha256=sha256[:8])
    return recorded_run(lambda run: _accept(run, sha256), **refused, now=now)


def _accept(run: Run, sha256: str) -> None:
    # Read under the lock: an update may have replaced it just now.
    refused = RefusedPayload.objects.filter(sha256=sha256).first()
    if refused is None:
        raise PayloadRefused(GONE, sha256=sha256[:8])
    newest = newest_snapshot()
    if newest and newest.day > refused.day:
        raise PayloadRefused(NEWER_DAY, newest=str(newest.day), day=str(refused.day))
    try:
        body = refused.body
    except DamagedPayload:
        raise PayloadRefused(DAMAGED) from None
    if sha256_of(body) != sha256:
        raise PayloadRefused(DAMAGED)
    run.refused = refused
    payload = read_new_payload(body, accepted=refused.guards)
    fetched = Fetched(body, refused.etag, refused.last_modified)
    take_payload(run, fetched, payload, refused.guards)
