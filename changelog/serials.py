"""Serials of changes, for programs that keep a copy: they only grow, whatever is derived again.

A day's changes are written anew when its payload is pulled again, rejected, or corrected, and those
of all days by a rebuild. After each, what is new gets a serial, and what is gone an entry that
removes it. Whoever has read every entry after the last that they know has the present changes.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, QuerySet

from catalog.ingest.bulk import chunked, insert
from changelog.models import Change, ChangeEntry

REMOVED = "removed"  # the kind of an entry that removes another
CONTENT = (
    *("day", "kind", "provider", "provider_model_id", "model"),
    *("field", "tier", "old", "new", "percent", "noise"),
)
# The same of a stored change.
STORED = {
    "provider": F("provider__key"),
    "provider_model_id": F("offering__provider_model_id"),
    "model": F("model__path"),
}
COLUMNS = tuple(STORED[name] if name in STORED else F(name) for name in CONTENT)
MICROSECONDS = 1_000_000

Row = Sequence[Any]  # CONTENT


def record_serials(now: datetime) -> int:
    """Bring the entries to the stored changes; return how many were added.

    Must run in the transaction that publishes the changes, under the pull lock.
    """
    days = _days_that_differ()
    if not days:
        return 0
    following = _first_serial(now)
    stored, standing = _stored_by_day(days), _standing_by_day(days)
    added: list[ChangeEntry] = []
    removed: dict[int, int] = {}  # by serial, what removes it
    for day in sorted(days):
        gone, new = _differing(standing.get(day, {}), stored.get(day, {}))
        for serial, row in gone:
            removed[serial] = following + len(added)
            added.append(_entry(following + len(added), now, row, removes=serial))
        added += [_entry(following + len(added) + n, now, row) for n, row in enumerate(new)]
    _mark_removed(removed)
    insert(ChangeEntry, added)
    return len(added)


def _days_that_differ() -> set[date]:
    """Return the days of which stored changes and entries differ; the database compares them."""
    stored = Change.objects.order_by().values_list(*COLUMNS)
    entries = _content_of(ChangeEntry.objects.standing().order_by())
    differing = [*stored.difference(entries), *entries.difference(stored)]
    return {row[0] for row in differing}


def _content_of(entries: QuerySet[ChangeEntry]) -> QuerySet[Any, Any]:
    return entries.values_list(*map(F, CONTENT))


def _stored_by_day(days: set[date]) -> Mapping[date, dict[str, Row]]:
    """Return the changes of some days in their order, each once, by what they say."""
    found: dict[date, dict[str, Row]] = {day: {} for day in days}
    for part in chunked(sorted(days)):
        for row in Change.objects.filter(day__in=part).in_order().values_list(*COLUMNS):
            found[row[0]][_key(row)] = row
    return found


def _standing_by_day(days: set[date]) -> Mapping[date, dict[str, tuple[int, Row]]]:
    found: dict[date, dict[str, tuple[int, Row]]] = {day: {} for day in days}
    for part in chunked(sorted(days)):
        entries = ChangeEntry.objects.standing().filter(day__in=part).order_by("serial")
        for serial, *row in entries.values_list("serial", *CONTENT):
            found[row[0]][_key(row)] = (serial, row)
    return found


def _differing(
    standing: Mapping[str, tuple[int, Row]], stored: Mapping[str, Row]
) -> tuple[list[tuple[int, Row]], list[Row]]:
    """Return the entries that no longer hold, and the changes that have none."""
    gone = [entry for key, entry in standing.items() if key not in stored]
    return gone, [row for key, row in stored.items() if key not in standing]


def _entry(serial: int, now: datetime, row: Row, *, removes: int | None = None) -> ChangeEntry:
    """Return an entry; one that removes another tells whose change it was, not what it said."""
    content = dict(zip(CONTENT, row, strict=True))
    if removes is not None:
        kept = ("day", "provider", "provider_model_id", "model")
        content = {name: content[name] for name in kept} | {"kind": REMOVED}
    return ChangeEntry(serial=serial, recorded_at=now, removes=removes, **content)


def _mark_removed(removed: Mapping[int, int]) -> None:
    for part in chunked(sorted(removed)):
        entries = list(ChangeEntry.objects.filter(serial__in=part))
        for entry in entries:
            entry.removed_by = removed[entry.serial]
        ChangeEntry.objects.bulk_update(entries, ["removed_by"], batch_size=200)


def _first_serial(now: datetime) -> int:
    """Return a serial above all others, also above those of a database restored to before them.

    It is the time in microseconds: below 2**53 until the year 2255, as JavaScript needs.
    """
    last = ChangeEntry.objects.aggregate(last=Max("serial"))["last"] or 0
    return max(last + 1, int(now.timestamp() * MICROSECONDS))


def _key(row: Iterable[Any]) -> str:
    return json.dumps([str(v) if isinstance(v, date) else v for v in row], default=str)
