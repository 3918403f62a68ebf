"""The changes of some days as events, one for each cause. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import groupby

from changelog.causes.blips import Blip, find_blips
from changelog.causes.entries import Entry, Line, lines_of
from changelog.causes.moves import take_moves
from changelog.causes.rules import DETAILS, PRICES, Cause, Event, events_of


class Section(StrEnum):
    PRICES = "prices"
    MODELS = "models"
    FACTS = "facts"
    CORRECTIONS = "corrections"


# In the order in which a day tells them.
SECTIONS: dict[Section, tuple[Cause, ...]] = {
    Section.PRICES: (Cause.PRICE, Cause.PRICE_LIST),
    Section.MODELS: (
        *(Cause.MODEL_ADDED, Cause.PROVIDER_ADDED, Cause.OFFERS_ADDED, Cause.MODEL_GONE),
        *(Cause.PROVIDER_GONE, Cause.OFFERS_GONE, Cause.PROVIDER_RENAMED),
    ),
    Section.FACTS: (
        *(Cause.MODEL_EDIT, Cause.OFFER, Cause.FIELD_EDIT, Cause.MAKER_EDIT, Cause.BULK_EDIT),
    ),
    # What an editor of the feed mended: no offer is another for it.
    Section.CORRECTIONS: (
        Cause.CORRECTION,
        Cause.BLIP,
        Cause.ID_RENAMED,
        Cause.MATCHING,
        Cause.DETAILS,
    ),
}
EDITED: dict[Cause, Callable[[Event], Hashable]] = {
    Cause.MODEL_EDIT: lambda event: event.first.model,
    Cause.MAKER_EDIT: lambda event: event.first.maker,
}
ORDER = [cause for causes in SECTIONS.values() for cause in causes]


def tell(
    entries: Iterable[Entry], wanted: Callable[[Entry], bool] = lambda _entry: True
) -> dict[date, list[Event]]:
    """Return the events by day; `entries` are in order of number, which is that of time.

    A blip is told on the day on which the value came back. `wanted` selects entries after blips
    are found: a filter by direction must not make half a blip look like a cut.
    """
    several = list(entries)
    blips = find_blips(several)
    in_blip = {entry.number for blip in blips for entry in (blip.away, blip.back)}
    rest = (one for one in several if one.number not in in_blip and wanted(one))
    days = {day: _events_of_day(own) for day, own in groupby(rest, lambda one: one.day)}
    for day, event in _blip_events(blip for blip in blips if wanted(blip.back)):
        days.setdefault(day, []).append(event)
    return {day: sorted(days[day], key=_importance) for day in sorted(days, reverse=True)}


def _events_of_day(entries: Iterable[Entry]) -> list[Event]:
    told = take_moves(lines_of(entries))
    return [*told.events, *_merged(events_of(told.left))]


def _merged(events: Iterable[Event]) -> list[Event]:
    """Put the shared edits of one model, or of one maker's models, into one event."""
    groups: dict[Hashable, list[Event]] = defaultdict(list)
    for place, event in enumerate(events):
        owner = EDITED.get(event.cause)
        groups[(event.cause, owner(event)) if owner else place].append(event)
    return [
        Event(own[0].cause, tuple(line for event in own for line in event.lines))
        for own in groups.values()
    ]


def section_of(event: Event) -> Section:
    """Return the section that tells an event.

    Dates, names and doubtful prices alone, which no rule follows, are corrections.
    """
    kinds = {entry.kind for entry in event.entries}
    if kinds <= DETAILS or (event.cause is Cause.OFFER and kinds == PRICES):
        return Section.CORRECTIONS
    return next(section for section, causes in SECTIONS.items() if event.cause in causes)


def _blip_events(blips: Iterable[Blip]) -> Iterator[tuple[date, Event]]:
    """Fold the blips of one provider over the same days into one event."""
    groups: defaultdict[Hashable, list[Blip]] = defaultdict(list)
    for blip in blips:
        groups[blip.away.provider, blip.away.day, blip.back.day].append(blip)
    for group in groups.values():
        lines = tuple(Line((blip.away, blip.back)) for blip in group)
        yield group[0].back.day, Event(Cause.BLIP, lines)


def _importance(event: Event) -> tuple[int, bool, bool, int, int]:
    """Sort by it: by cause, makers' own, base prices before tiers, most offers, then by number."""
    size = event.size
    is_minor = event.cause is Cause.PRICE and not any(line.weight for line in event.lines)
    return ORDER.index(event.cause), is_minor, not size.own, -size.offers, event.first.number
