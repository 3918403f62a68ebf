"""Backing out a day that was accepted and turned out wrong: its snapshots stay, unused."""

from datetime import date, datetime
from functools import partial

from catalog.display.translation import gettext_noop as _
from catalog.feed.problems import Problem
from catalog.ingest.apply import Counts
from catalog.ingest.pull_lock import pull_lock
from catalog.models import Snapshot
from config.daily.rebuild import Progress, rebuild_tables

BY_OPERATOR = _("rejected by an operator")


class NothingToReject(Problem):
    """The day has no snapshot that can be rejected, or taken back; the message says why."""


def reject_day(
    day: date, *, now: datetime, reason: str = "", progress: Progress | None = None
) -> Counts:
    """Reject every snapshot of a day, and derive all tables from the others; both or neither.

    The payload is refused if it comes again. Raises NothingToReject, PullInProgress.
    """
    with pull_lock():
        rejected = Snapshot.objects.filter(day=day, rejected_at=None)
        if not rejected.exists():
            raise NothingToReject(_("no snapshot of {day} is in use"), day=str(day))
        if not Snapshot.objects.in_use().exclude(day=day).exists():
            raise NothingToReject(_("{day} is the only day on record"), day=str(day))
        why = Problem(reason) if reason else Problem(BY_OPERATOR)
        # Run on the copy that SQLite builds beside the live tables: a queryset asks there anew.
        mark = partial(rejected.update, rejected_at=now, reason=why.parts)
        return rebuild_tables(progress, first=mark)


def accept_day(day: date, *, progress: Progress | None = None) -> Counts:
    """Take a rejection back, and derive all tables again. Raises as `reject_day`."""
    with pull_lock():
        rejected = Snapshot.objects.filter(day=day).exclude(rejected_at=None)
        if not rejected.exists():
            raise NothingToReject(_("no snapshot of {day} is rejected"), day=str(day))
        unmark = partial(rejected.update, rejected_at=None, reason={})
        return rebuild_tables(progress, first=unmark)
