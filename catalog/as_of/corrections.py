"""The corrections that the pages of a day show, by what they are about; read once per version."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from catalog.as_of.recorded import recorded
from catalog.domain.corrections import Target
from catalog.editorial import Correction
from catalog.http import DataVersion
from catalog.version_cache import per_version

Address = tuple[Target, str, str]  # target, provider ("" unless an offer), key


class ShownCorrections(NamedTuple):
    """What editors decided about one thing, in the order in which they recorded it.

    `in_force` replace the feed's value on the day of the page, `reviewed` keep it, and `later` are
    about days after a past day: what is known now, and did not hold then.
    """

    in_force: tuple[Correction, ...] = ()
    reviewed: tuple[Correction, ...] = ()
    later: tuple[Correction, ...] = ()

    @property
    def all(self) -> tuple[Correction, ...]:
        return (*self.in_force, *self.later, *self.reviewed)


NOTHING_CORRECTED = ShownCorrections()


@per_version()
def shown_corrections(data: DataVersion | None) -> Mapping[Address, ShownCorrections]:
    """Return the corrections for the pages of a version, today's or of a past day; two queries."""
    if data is None or not recorded(data).corrections:
        return {}
    day = data.state
    found: defaultdict[Address, tuple[list[Correction], ...]] = defaultdict(lambda: ([], [], []))
    for row in Correction.objects.order_by("pk"):
        place = _place(row, day)
        if place is not None:
            found[Target(row.target), row.provider, row.key][place].append(row)
    return {key: ShownCorrections(*map(tuple, several)) for key, several in found.items()}


def corrections_of(
    data: DataVersion | None, target: Target, key: str, provider: str = ""
) -> ShownCorrections:
    return shown_corrections(data).get((target, provider, key), NOTHING_CORRECTED)


def _place(row: Correction, day: date | None) -> int | None:
    """Return the index in ShownCorrections; None for what the pages of the day do not show."""
    is_open = row.ended_at is None
    if day is None:
        return (0 if row.overrides else 1) if is_open else None
    if row.override.in_force(day):
        return 0 if row.overrides else 1
    if row.first_day > day:
        return 2 if is_open and row.overrides else None
    return 1 if is_open and not row.overrides else None
