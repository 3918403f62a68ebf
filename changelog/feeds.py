"""The changelog as feeds: one entry for each event, which is all that one cause changed on a day.

Ids are derived from the filters, the day and the event's first change, so they are the same on
every host and after every rebuild. A later payload of the day updates its entries.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext

from catalog.models import Snapshot
from catalog.templatetags.display import comma
from changelog.causes.event_lines import EventLine
from changelog.causes.page import PageSize, read_event_page
from changelog.forms import ChangelogQuery
from changelog.models import Change
from changelog.wording import full_text

MAX_ENTRIES = 100
MAX_CHANGES = 30  # of an entry
OF_A_FEED = PageSize(days=60, changes=3000, events=MAX_ENTRIES, lines=MAX_CHANGES)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One event; `more` is how many of its changes are left out."""

    id: str
    title: str
    day: date
    updated: datetime
    query: str
    changes: tuple[Change, ...]
    more: int

    @property
    def texts(self) -> list[str]:
        return [full_text(change) for change in self.changes]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of the changes that pass the filters; `home` and `address` are absolute URLs."""

    query: ChangelogQuery
    title: str
    home: str
    address: str
    language: str
    entries: tuple[FeedEntry, ...]
    note: str = ""  # the age of the data: no entry may mean no change, or no news of any

    @property
    def id(self) -> str:
        return _urn("feed", self.query.feed_text)

    @property
    def updated(self) -> datetime:
        newest = (entry.updated for entry in self.entries)
        return max(newest, default=datetime(2025, 1, 1, tzinfo=UTC))

    def url_of(self, entry: FeedEntry) -> str:
        return self.home.partition("?")[0] + entry.query


def feed_title(query: ChangelogQuery) -> str:
    """Return a feed's title, which names its filters."""
    filters = [query.model, query.maker, query.provider, query.kind, query.capability]
    names = comma().join(name for name in filters if name)
    if not names:
        return gettext("Model Ledger changelog")
    return gettext("Model Ledger changelog: {what}").format(what=names)


def read_entries(query: ChangelogQuery) -> Iterator[FeedEntry]:
    """Yield the newest events of the changes that pass the filters, in seven queries."""
    page = read_event_page(query, OF_A_FEED)
    fetched = _fetch_times({day.day for day in page.days})
    events = ((day, event) for day in page.days for event in day.events)
    for day, event in islice(events, MAX_ENTRIES):
        changes = event.told.rows
        yield FeedEntry(
            id=_urn("entry", query.feed_text, f"{day.day:%Y-%m-%d}", *_name(event)),
            title=event.headline,
            day=day.day,
            updated=fetched.get(day.day, datetime.combine(day.day, time.min, UTC)),
            query=query.filters.but(day=day.day).text,
            changes=changes[:MAX_CHANGES],
            more=max(len(event.told.event.entries) - MAX_CHANGES, 0),
        )


def _name(event: EventLine) -> tuple[str, ...]:
    """Return what tells an event from the others of its day, whatever else the day brings."""
    told = event.told
    offer = told.first.offering.provider_model_id if told.first.offering else ""
    return (
        *(str(told.event.cause), told.first.provider.key, offer),
        *(told.first.kind, told.first.field, str(told.first.tier)),
    )


def _fetch_times(days: set[date]) -> dict[date, datetime]:
    """Return when the last payload of each day was fetched."""
    snapshots = Snapshot.objects.in_use().filter(day__in=days).in_order()
    return dict(snapshots.values_list("day", "fetched_at"))


def _urn(*parts: str) -> str:
    # Feed readers know entries by these ids: another text here would show all of them as new.
    return uuid5(NAMESPACE_URL, " ".join(("model-ledger changelog", *parts))).urn
