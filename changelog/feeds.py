"""The changelog as feeds: one entry for all changes at one provider on one day.

Ids are derived from the filters, the day and the provider, so they are the same on every host and
after every rebuild. A later payload of the day updates its entries.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext

from catalog.models import Provider, Snapshot
from catalog.templatetags.display import comma
from changelog.diff import Kind
from changelog.forms import ChangelogQuery
from changelog.models import Change, ChangeQuerySet
from changelog.summaries import summary
from changelog.wording import full_text, joined_text

MAX_ENTRIES = 60
MAX_CHANGES = 30  # of an entry


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """The changes at one provider on one day; `more` is how many are left out."""

    id: str
    title: str
    day: date
    updated: datetime
    query: str
    provider: Provider
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


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many offerings had changes of a kind, and how many changes there are."""

    kind: Kind
    offerings: int
    changes: int


Key = tuple[date, int]  # day and provider of an entry


def read_entries(query: ChangelogQuery) -> Iterator[FeedEntry]:
    """Yield the newest entries of the changes that pass the filters, in five queries."""
    changes = query.apply(Change.objects.all())
    keys = _newest_keys(changes)
    days = {day for day, _provider in keys}
    chosen = Q(pk=None)
    for day, pk in keys:
        chosen |= Q(day=day, provider=pk)
    # The days are given again, as the database finds no index in a long OR.
    chosen &= Q(day__in=days)
    counts = _counts(changes.filter(chosen))
    fetched = _fetch_times(days)
    rows = _first_rows(changes.filter(chosen))
    for (day, pk), of_entry in groupby(rows, key=lambda row: (row.day, row.provider_id)):
        shown = tuple(of_entry)
        provider = shown[0].provider
        yield FeedEntry(
            id=_urn("entry", query.feed_text, f"{day:%Y-%m-%d}", provider.key),
            title=_title(provider, shown, counts[day, pk]),
            day=day,
            updated=fetched.get(day, datetime.combine(day, time.min, UTC)),
            query=query.filters.but(day=day, provider=provider.key).text,
            provider=provider,
            changes=shown,
            more=sum(count.changes for count in counts[day, pk]) - len(shown),
        )


def _newest_keys(changes: ChangeQuerySet) -> list[Key]:
    """Return day and provider of the newest entries.

    The days come first, in a query of their own: there are few, and an index has them in order.
    """
    days = changes.order_by("-day").values_list("day", flat=True).distinct()[:MAX_ENTRIES]
    pairs = changes.filter(day__in=list(days)).values_list("day", "provider", "provider__key")
    newest = pairs.order_by("-day", "provider__key").distinct()[:MAX_ENTRIES]
    return [(day, provider) for day, provider, _key in newest]


def _counts(changes: ChangeQuerySet) -> dict[Key, list[KindCount]]:
    counts: dict[Key, list[KindCount]] = {}
    rows = changes.values_list("day", "provider", "kind").annotate(
        Count("offering", distinct=True), Count("pk")
    )
    for day, provider, kind, *numbers in rows.order_by("day", "provider", "kind"):
        counts.setdefault((day, provider), []).append(KindCount(Kind(kind), *numbers))
    return counts


def _first_rows(changes: ChangeQuerySet) -> ChangeQuerySet:
    place = Window(RowNumber(), partition_by=[F("day"), F("provider")], order_by="number")
    first = changes.annotate(place=place).filter(place__lte=MAX_CHANGES).for_reading()
    return first.order_by("-day", "provider__key", "number")


def _title(provider: Provider, shown: Sequence[Change], counts: Sequence[KindCount]) -> str:
    """Return the only change as text, or the numbers of several by kind."""
    if len(shown) == 1:
        return full_text(shown[0])
    summaries = (
        summary(count.kind, count.offerings or count.changes, of_a_model=False) for count in counts
    )
    what = joined_text(summaries)
    return gettext("{provider}: {what}").format(provider=provider.name, what=what)


def _fetch_times(days: set[date]) -> dict[date, datetime]:
    """Return when the last payload of each day was fetched."""
    snapshots = Snapshot.objects.in_use().filter(day__in=days).in_order()
    return dict(snapshots.values_list("day", "fetched_at"))


def _urn(*parts: str) -> str:
    # Feed readers know entries by these ids: another text here would show all of them as new.
    return uuid5(NAMESPACE_URL, " ".join(("model-ledger changelog", *parts))).urn
