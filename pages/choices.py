"""Options of a small form above a table, with how many rows have each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a choice with the number of offers that have it."""

    value: str
    label: str | Promise
    count: int
    chosen: bool

    @property
    def text(self) -> str:
        return gettext("%(label)s (%(number)s)") % {"label": self.label, "number": self.count}


def options(names: Mapping[str, str | Promise], values: Sequence[str], chosen: str) -> list[Option]:
    """Return the values that offers have, in the order of their names; none if all are alike."""
    counts = Counter(values)
    if len(counts) < 2 and not chosen:
        return []
    return [
        Option(value, label, counts[value], value == chosen)
        for value, label in names.items()
        if counts[value] or value == chosen
    ]
