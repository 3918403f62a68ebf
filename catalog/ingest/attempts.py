"""Attempts to apply a snapshot, counted so that one that cannot be applied blocks no later one.

A process that is killed, for want of memory for example, cannot tell of it as an exception does. So
an attempt is counted, and committed, before it begins.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

from django.db import DatabaseError, InterfaceError, OperationalError
from django.db.models import F

from catalog.display.translation import gettext_noop as _
from catalog.feed.payload import PayloadRefused
from catalog.feed.problems import Problem
from catalog.models import Snapshot

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 2  # that ended without a result
KILLED = _("{attempts} attempts to apply it were killed; to try again: manage.py rebuild --retry")


@contextmanager
def attempt(snapshots: Sequence[Snapshot], now: datetime) -> Iterator[None]:
    """Count an attempt to apply these snapshots, and set them aside if it fails.

    After a database error they stay pending and the attempt does not count: the next pull tries
    them again. Must not run inside a transaction.
    """
    rows = Snapshot.objects.filter(pk__in=[snapshot.pk for snapshot in snapshots])
    rows.update(unfinished_attempts=F("unfinished_attempts") + 1)
    try:
        yield
    except (OperationalError, InterfaceError):
        # A payload that brings the database down leaves no connection for this: it counts.
        with suppress(DatabaseError):
            rows.update(unfinished_attempts=F("unfinished_attempts") - 1)
        raise
    except Exception as error:
        set_aside(snapshots, _reason(error), now)
        rows.update(unfinished_attempts=0)
        raise
    rows.update(unfinished_attempts=0)


def _reason(error: Exception) -> Problem:
    if isinstance(error, PayloadRefused):
        return error
    return Problem("{name}: {error}", name=type(error).__name__, error=str(error))


def set_aside(snapshots: Sequence[Snapshot], reason: Problem, now: datetime) -> None:
    """Exclude snapshots from what is applied and rebuilt, and record why."""
    pks = [snapshot.pk for snapshot in snapshots]
    Snapshot.objects.filter(pk__in=pks).update(set_aside_at=now, reason=reason.parts)
    for snapshot in snapshots:
        logger.warning("set aside %s: %s", snapshot, reason)


def set_aside_killers(now: datetime) -> None:
    """Set aside the pending snapshots whose attempts ended without a result, again and again."""
    killers = Snapshot.objects.pending().light().filter(unfinished_attempts__gte=MOST_ATTEMPTS)
    for snapshot in killers:
        set_aside([snapshot], Problem(KILLED, attempts=snapshot.unfinished_attempts), now)


def forget_killed_attempts() -> None:
    """Return to use what was set aside because its attempts were killed, and count anew.

    A rebuild of many days takes minutes, and an operator who starts it again may have killed it.
    """
    Snapshot.objects.exclude(unfinished_attempts=0).update(
        set_aside_at=None, reason={}, unfinished_attempts=0
    )


def retry_set_aside() -> None:
    """Return to use what was set aside, except what an operator rejected."""
    Snapshot.objects.exclude(set_aside_at=None).update(
        set_aside_at=None, reason={}, unfinished_attempts=0
    )
