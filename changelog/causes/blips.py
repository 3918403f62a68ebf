"""Values that come back within days: one blip, not two changes. Pure.

A feed loses a price, a flag or a whole provider for a day and has it again on the next. Told as
two changes it would be a rise and a cut that nobody made.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from changelog.causes.entries import Entry
from changelog.diff import Kind

BLIP_DAYS = timedelta(days=3)  # a feed that broke on a Friday is mended on a Monday
PRESENCE = frozenset({Kind.ARRIVAL, Kind.RETURN, Kind.WITHDRAWAL})

Key = tuple[int, int | None, str, int | None]


@dataclass(frozen=True, slots=True)
class Blip:
    """A value that changed and the change back."""

    away: Entry
    back: Entry

    @property
    def days(self) -> int:
        """How many days the other value stood."""
        return (self.back.day - self.away.day).days


def find_blips(entries: Iterable[Entry]) -> list[Blip]:
    """Return the blips among entries in order of time; no entry is in two of them.

    An offer that goes with its whole provider soon after it came is none, and no correction is.
    """
    by_value: defaultdict[Key, list[Entry]] = defaultdict(list)
    closed = set()
    for entry in entries:
        if entry.kind is Kind.CORRECTION:
            continue
        by_value[_value(entry)].append(entry)
        if entry.kind is Kind.WITHDRAWAL and entry.offering is None:
            closed.add((entry.provider, entry.day))
    blips = [blip for path in by_value.values() for blip in _of_one_value(path)]
    return [
        blip
        for blip in blips
        if blip.back.kind is not Kind.WITHDRAWAL
        or (blip.back.provider, blip.back.day) not in closed
    ]


def _value(entry: Entry) -> Key:
    """Return what changed: whether an offer is there at all, or one of its fields."""
    field = "" if entry.kind in PRESENCE else entry.field
    return entry.provider, entry.offering, field, entry.tier


def _of_one_value(path: list[Entry]) -> Iterator[Blip]:
    place = 0
    while place + 1 < len(path):
        blip = Blip(path[place], path[place + 1])
        if is_blip(blip):
            yield blip
        # The change back may begin nothing else: 1, 2, 1, 2 is a blip and a change.
        place += 2 if is_blip(blip) else 1


def is_blip(blip: Blip) -> bool:
    """Return whether the second change undoes the first within the days of a blip."""
    if not blip.away.day < blip.back.day <= blip.away.day + BLIP_DAYS:
        return False
    if blip.away.kind in PRESENCE:
        return (blip.away.kind is Kind.WITHDRAWAL) != (blip.back.kind is Kind.WITHDRAWAL)
    return bool(blip.away.old == blip.back.new)
