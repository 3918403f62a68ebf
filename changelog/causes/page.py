"""Reading days of the changelog by cause: in each day its sections, in each section its events."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page

from catalog.models import Maker
from changelog.causes.event_lines import EventLine, EventRows
from changelog.causes.rules import Cause, Event
from changelog.causes.stored import read_events
from changelog.causes.tell import Section, section_of
from changelog.forms import ChangelogQuery
from changelog.models import Change
from changelog.reading import (
    DAYS_PER_PAGE,
    days_of,
    of_part,
    offers_beside_another,
    part_of_day,
)


@dataclass(frozen=True, slots=True)
class PageSize:
    """How much is read: days, events of a section, lines of an event that opens.

    A day of a re-import brings thousands of changes: then a page has fewer days. A day that is
    shown alone has pages of its own, each with so many events of every section.
    """

    days: int = DAYS_PER_PAGE
    changes: int = 6000
    events: int = 8
    lines: int = 5


SEVERAL_DAYS, ONE_DAY = PageSize(), PageSize(events=100, lines=40)
MOST_LINES = 300  # of one day, in all events together that open, unless they are very many
WHOLE = PageSize(events=10**6, lines=10**6)


BySection = defaultdict[Section, list[Event]]


@dataclass(frozen=True, slots=True)
class DaySection:
    """The events of one kind of news on one day; `more` is how many are left out."""

    section: Section
    events: tuple[EventLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class EventDay:
    """One day, told by cause."""

    day: date
    sections: tuple[DaySection, ...]
    query: str

    @property
    def events(self) -> list[EventLine]:
        return [event for section in self.sections for event in section.events]


@dataclass(frozen=True, slots=True)
class EventPage:
    """Several days, newest first; `earlier` is the query string of the days before, or "".

    `several` holds the offers, by primary key, whose provider has another one of the same model.
    `part` is the page of a day that is shown alone.
    """

    days: tuple[EventDay, ...]
    earlier: str
    several: frozenset[int]
    part: Page[int] | None = None


def read_event_page(query: ChangelogQuery, size: PageSize | None = None) -> EventPage:
    """Read a page of days, in five queries for any number of changes."""
    size = size or (ONE_DAY if query.day else SEVERAL_DAYS)
    days, earlier = days_of(query, size.days, size.changes)
    told = read_events(query, days)
    by_section = {day: _by_section(told.get(day, [])) for day in days}
    longest = max((len(own) for day in by_section.values() for own in day.values()), default=0)
    part = part_of_day(query, longest, size.events) if size == ONE_DAY else None
    shown = {day: _shown(own, size.events, part) for day, own in by_section.items()}
    every = [event for own in shown.values() for event in own]
    lines = _lines_of(len(every), size) if part else size.lines
    rows = EventRows(query, _rows(every, lines), _makers(every), lines)
    read = tuple(
        EventDay(day, tuple(_sections(own, by_section[day], rows, part)), query.of_day(day).text)
        for day, own in shown.items()
        if own
    )
    return EventPage(read, earlier, offers_beside_another(rows.rows.values()), part)


def _lines_of(events: int, size: PageSize) -> int:
    """Return how many lines each of the events of one day opens to."""
    return max(SEVERAL_DAYS.lines, min(size.lines, MOST_LINES // max(events, 1)))


def _by_section(events: Iterable[Event]) -> BySection:
    by_section: BySection = defaultdict(list)
    for event in events:
        by_section[section_of(event)].append(event)
    return by_section


def _shown(by_section: BySection, most: int, part: Page[int] | None) -> list[Event]:
    """Return the first events of each section, or those on a page of the day."""
    if part:
        return [event for own in by_section.values() for event in own[of_part(part)]]
    # "and 1 more" would take the room of the line that it hides.
    return [
        event
        for own in by_section.values()
        for event in (own if len(own) <= most + 1 else own[:most])
    ]


def _rows(events: Iterable[Event], lines: int) -> Mapping[int, Change]:
    """Fetch the changes of the first lines of some events, by number."""
    numbers = {
        entry.number
        for event in events
        for line in event.lines[: lines + 2]
        for entry in line.entries
    }
    return Change.objects.for_reading().in_bulk(sorted(numbers))


def _makers(events: Iterable[Event]) -> Mapping[int, Maker]:
    keys = {event.first.maker for event in events if event.cause is Cause.MAKER_EDIT}
    return Maker.objects.in_bulk(sorted(key for key in keys if key)) if keys else {}


def _sections(
    shown: Sequence[Event], by_section: BySection, rows: EventRows, part: Page[int] | None
) -> Iterator[DaySection]:
    for section in Section:
        own = [event for event in shown if section_of(event) is section]
        if own:
            more = 0 if part else len(by_section[section]) - len(own)
            yield DaySection(section, tuple(rows.line_of(event) for event in own), more)
