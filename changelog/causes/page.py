"""Reading days of the changelog by cause: in each day its sections, in each section its events."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.models import Maker
from changelog.causes.event_lines import EventLine, EventRows
from changelog.causes.rules import Cause, Event
from changelog.causes.stored import read_events
from changelog.causes.tell import Section, section_of
from changelog.forms import ChangelogQuery
from changelog.models import Change
from changelog.reading import DAYS_PER_PAGE, days_of, offers_beside_another


@dataclass(frozen=True, slots=True)
class PageSize:
    """How much is read: days, events of a section, lines of an event that opens.

    A day of a re-import brings thousands of changes: then a page has fewer days.
    """

    days: int = DAYS_PER_PAGE
    changes: int = 6000
    events: int = 8
    lines: int = 5


SEVERAL_DAYS, ONE_DAY = PageSize(), PageSize(events=500, lines=40)
WHOLE = PageSize(events=10**6, lines=10**6)


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
    """

    days: tuple[EventDay, ...]
    earlier: str
    several: frozenset[int]


def read_event_page(query: ChangelogQuery, size: PageSize | None = None) -> EventPage:
    """Read a page of days, in five queries for any number of changes."""
    size = size or (ONE_DAY if query.day else SEVERAL_DAYS)
    days, earlier = days_of(query, size.days, size.changes)
    told = read_events(query, days)
    shown = {day: _shown(told.get(day, []), size.events) for day in days}
    every = [event for own in shown.values() for event in own]
    rows = EventRows(query, _rows(every, size.lines), _makers(every), size.lines)
    read = tuple(
        EventDay(day, tuple(_sections(own, told[day], rows)), query.of_day(day).text)
        for day, own in shown.items()
        if own
    )
    return EventPage(read, earlier, offers_beside_another(rows.rows.values()))


def _shown(events: Sequence[Event], most: int) -> list[Event]:
    """Return the first events of each section."""
    by_section: defaultdict[Section, list[Event]] = defaultdict(list)
    for event in events:
        by_section[section_of(event)].append(event)
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
    shown: Sequence[Event], events: Sequence[Event], rows: EventRows
) -> Iterator[DaySection]:
    for section in Section:
        own = [event for event in shown if section_of(event) is section]
        if own:
            total = sum(section_of(event) is section for event in events)
            yield DaySection(section, tuple(rows.line_of(event) for event in own), total - len(own))
