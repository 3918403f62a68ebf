"""What happened to a model's offers, as marks on the axis of its chart."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from catalog.name_order import by_name
from catalog.templatetags.display import comma
from changelog.history.chart import place_of
from changelog.intervals import Interval

NAMED = 5  # offers in one sentence
ARRIVED, WITHDRAWN, RELEASED = "arrived", "withdrawn", "released"
# Unlike shapes, so that colour is not the only difference.
MARKS = {ARRIVED: "▲", WITHDRAWN: "▼", RELEASED: "◆"}


@dataclass(frozen=True, slots=True)
class ChartEvent:
    """What happened on a day: its place in the chart in percent, and the sentence."""

    day: date
    kind: str
    x: float
    text: str

    @property
    def mark(self) -> str:
        return MARKS[self.kind]

    @property
    def down(self) -> int:
        """How many pixels below the plot the mark stands: two of one day must not overlap."""
        return 28 if self.kind == WITHDRAWN else 16


@dataclass(frozen=True, slots=True)
class Presence(Interval):
    """The days on which an offer was on sale; `label` names it."""

    label: str

    @property
    def value(self) -> str:
        return self.label


def chart_events(
    presence: Iterable[Presence], released: str, first: date, last: date
) -> list[ChartEvent]:
    """Return the arrivals and withdrawals between two days, and the release, in order of day.

    What is there on the first day did not arrive on it. `released` may be a part of a date, or "".
    """
    named: defaultdict[tuple[date, str], list[str]] = defaultdict(list)
    for one in presence:
        if first < one.start <= last:
            named[one.start, ARRIVED].append(one.label)
        if one.end and first < one.end <= last:
            named[one.end, WITHDRAWN].append(one.label)
    events = [
        ChartEvent(day, kind, place_of(day, first, last), _sentence(day, kind, labels))
        for (day, kind), labels in named.items()
    ]
    day = _whole_date(released)
    if day and first <= day <= last:
        text = gettext("{day}: model released").format(day=day)
        events.append(ChartEvent(day, RELEASED, place_of(day, first, last), text))
    return sorted(events, key=lambda event: (event.day, event.kind))


def _sentence(day: date, kind: str, labels: list[str]) -> str:
    names = comma().join(sorted(labels, key=by_name)[:NAMED])
    if len(labels) > NAMED:
        names += comma() + "…"
    number = len(labels)
    if kind == ARRIVED:
        text = ngettext(
            "{day}: {number} offer added: {names}", "{day}: {number} offers added: {names}", number
        )
    else:
        text = ngettext(
            "{day}: {number} offer withdrawn: {names}",
            "{day}: {number} offers withdrawn: {names}",
            number,
        )
    return text.format(day=day, number=number, names=names)


def _whole_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
