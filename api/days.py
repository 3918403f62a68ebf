"""The two dates of a request, and the snapshot that they select.

`as_of` is the day on which a value held, `known_on` the day by whose end we had fetched it: the
real-time period of ALFRED (https://alfred.stlouisfed.org/). Both select one snapshot: of those that
had been fetched by then, the last one of `as_of` or before. A snapshot fetched later, such as a
backfilled day, changes what held on a day, but never what was known on an earlier day.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Self

from django.db.models import Q

from catalog.editorial import Correction
from catalog.http import DataVersion
from catalog.models import CatalogueVersion, Snapshot, SnapshotQuerySet


class DayNotOnRecord(LookupError):
    """No data is on record for the days of a request; the message says which are."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The snapshot that a request reads, and whether the stored revisions of its day are its own.

    They are not where a later snapshot of the same day superseded it.
    """

    snapshot: Snapshot
    version: int
    token: str
    as_of: date | None
    known_on: date | None
    superseded: bool

    @property
    def day(self) -> date:
        return self.snapshot.day

    def at(self, snapshot: int) -> Self:
        """Return the reading of the snapshot that an earlier page read. Raises DayNotOnRecord."""
        row = Snapshot.objects.light().filter(pk=snapshot, applied_at__isnull=False).first()
        if row is None:
            raise DayNotOnRecord("The data of the earlier page is gone; begin again.")
        return replace(self, snapshot=row, superseded=is_superseded(row))


def read_days(as_of: date | None, known_on: date | None, today: date) -> Reading:
    """Select the snapshot of two days; without them the newest. Raises DayNotOnRecord."""
    for name, day in (("as_of", as_of), ("known_on", known_on)):
        if day and day > today:
            raise DayNotOnRecord(f"{name}={day} is in the future.")
    version = CatalogueVersion.objects.order_by("-pk").values_list("pk", "token").first()
    snapshot = _known(known_on).filter(day__lte=as_of or today).in_order().last()
    if snapshot is None or version is None:
        raise DayNotOnRecord(_missing(as_of, known_on))
    return Reading(snapshot, *version, as_of, known_on, is_superseded(snapshot))


@dataclass(frozen=True, slots=True)
class KnownSnapshot:
    snapshot: Snapshot
    superseded: bool


def known_snapshots(reading: Reading) -> Iterator[KnownSnapshot]:
    """Yield the snapshot of each day, oldest first, up to that of the reading; 2 queries.

    Only those that were known: a day's later snapshot may have been fetched afterwards.
    """
    in_use = Snapshot.objects.in_use().filter(applied_at__isnull=False).in_order()
    standing = dict(in_use.values_list("day", "pk"))  # of one day, the last stays
    known = _known(reading.known_on).filter(day__lte=reading.day).in_order()
    for day, of_day in groupby(known, key=lambda snapshot: snapshot.day):
        *_, last = of_day
        yield KnownSnapshot(last, standing.get(day) != last.pk)


def catalogue_of(reading: Reading, data: DataVersion | None) -> DataVersion:
    """Return the data that models are read from, as of the day of a reading; `data` is the newest.

    Where corrections were recorded or ended since, models are derived again with those that were
    known; where another snapshot superseded the reading's, from its own payload. Raises
    DayNotOnRecord while nothing is on record.
    """
    if data is None:
        raise DayNotOnRecord("No data yet.")
    snapshot = reading.snapshot
    days = (snapshot.day, snapshot.day, snapshot.confirmed_on)
    if reading.superseded:
        return data.as_of(*days, known=reading.known_on, superseded=snapshot.pk)
    if corrections_differ(reading):
        return data.as_of(*days, known=reading.known_on)
    if not Snapshot.objects.in_use().filter(day__gt=snapshot.day, applied_at__isnull=False):
        return data
    return data.as_of(*days)


def corrections_differ(reading: Reading) -> bool:
    """Tell whether other decisions held on the day of a reading, as known then, than now."""
    if reading.known_on is None:
        return False
    rows = Correction.objects.filter(first_day__lte=reading.day)
    return any(
        bool((then := row.as_known_on(reading.known_on)) and then.in_force(reading.day))
        != row.override.in_force(reading.day)
        for row in rows
    )


def derived_as_known(reading: Reading) -> bool:
    """Tell whether all days up to that of a reading are derived from what was known then."""
    if reading.known_on is None:
        return True
    known = list(known_snapshots(reading))
    in_use = Snapshot.objects.in_use().filter(applied_at__isnull=False, day__lte=reading.day)
    complete = in_use.values("day").distinct().count() == len(known)
    as_they_stand = not any(one.superseded for one in known)
    return complete and as_they_stand and not corrections_differ(reading)


def _known(known_on: date | None) -> SnapshotQuerySet:
    """Select the applied snapshots that were on record, and in use, by the end of a day."""
    applied = Snapshot.objects.light().filter(applied_at__isnull=False)
    if known_on is None:
        return applied.in_use()
    end = datetime.combine(known_on + timedelta(days=1), time.min, UTC)
    was_applied = Q(set_aside_at=None) | Q(set_aside_at__gte=end)
    was_accepted = Q(rejected_at=None) | Q(rejected_at__gte=end)
    return applied.filter(was_applied, was_accepted, fetched_at__lt=end)


def is_superseded(snapshot: Snapshot) -> bool:
    """Return whether the revisions of the snapshot's day were derived from another one."""
    of_day = Snapshot.objects.in_use().filter(day=snapshot.day, applied_at__isnull=False)
    return of_day.in_order().values_list("pk", flat=True).last() != snapshot.pk


def _missing(as_of: date | None, known_on: date | None) -> str:
    first = _known(known_on).in_order().values_list("day", flat=True).first()
    if first is None:
        return f"Nothing was on record on {known_on}." if known_on else "No data yet."
    return f"Nothing is on record for {as_of}; the first day is {first}."
