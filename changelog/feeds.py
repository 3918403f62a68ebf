"""The changelog as feeds: an entry for what changed at one provider on one day.

Ids rest on what is asked, the day and the provider, so they are the same on every host and after
every rebuild. A later payload of the day updates its entries.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from catalog.models import Provider, Snapshot
from changelog.diff import Kind
from changelog.forms import ChangelogQuery
from changelog.models import Change, ChangeQuerySet
from changelog.wording import burst, sentence

ENTRIES = 60
LINES = 30


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """What changed at one provider on one day; `more` is how many changes are not told."""

    id: str
    title: str
    day: date
    updated: datetime
    query: str
    provider: Provider
    changes: tuple[Change, ...]
    more: int

    @property
    def html(self) -> SafeString:
        lines = format_html_join("", "<li>{}</li>", ((sentence(one),) for one in self.changes))
        if not self.more:
            return format_html("<ul>{}</ul>", lines)
        rest = ngettext("and {number} more", "and {number} more", self.more)
        return format_html("<ul>{}</ul><p>{}</p>", lines, rest.format(number=f"{self.more:,}"))


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of what is asked for; addresses are absolute."""

    asked: ChangelogQuery
    title: str
    home: str
    address: str
    language: str
    entries: tuple[FeedEntry, ...]

    @property
    def id(self) -> str:
        return _urn("feed", self.asked.feed_text)

    @property
    def updated(self) -> datetime:
        newest = (entry.updated for entry in self.entries)
        return max(newest, default=datetime(2025, 1, 1, tzinfo=UTC))

    def address_of(self, entry: FeedEntry) -> str:
        return self.home.partition("?")[0] + entry.query


def feed_title(asked: ChangelogQuery) -> str:
    """Return what a feed is called: by what it is about."""
    about = [asked.model, asked.maker, asked.provider, asked.kind, asked.capability]
    named = ", ".join(name for name in about if name)
    if not named:
        return gettext("Model Ledger: changelog")
    return gettext("Model Ledger: changes of {what}").format(what=named)


def entries(asked: ChangelogQuery) -> Iterator[FeedEntry]:
    """Yield the newest entries of what is asked for, in five queries."""
    found = asked.changes(Change.objects.all())
    chosen = _newest_pairs(found)
    these = Q(pk=None)
    for day, pk in chosen:
        these |= Q(day=day, provider=pk)
    # Said twice, so that the index of days is used.
    these &= Q(day__in={day for day, _pk in chosen})
    counts = _counts(found.filter(these))
    updated = _fetched({day for day, _pk in chosen})
    rows = _first_rows(found.filter(these))
    for (day, pk), of_entry in groupby(rows, key=lambda row: (row.day, row.provider_id)):
        told = tuple(of_entry)
        more = sum(changes for _kind, _offerings, changes in counts[day, pk]) - len(told)
        provider = told[0].provider
        yield FeedEntry(
            id=_urn("entry", asked.feed_text, f"{day:%Y-%m-%d}", provider.key),
            title=_title(provider, told, counts[day, pk]),
            day=day,
            updated=updated.get(day, datetime.combine(day, time.min, UTC)),
            query=asked.anywhen.but(day=day, provider=provider.key).text,
            provider=provider,
            changes=told,
            more=more,
        )


def _newest_pairs(found: ChangeQuerySet) -> list[tuple[date, int]]:
    """Return the days and providers of the newest entries; the days first, for there are few."""
    days = found.order_by("-day").values_list("day", flat=True).distinct()[:ENTRIES]
    pairs = found.filter(day__in=list(days)).values_list("day", "provider", "provider__key")
    newest = pairs.order_by("-day", "provider__key").distinct()[:ENTRIES]
    return [(day, provider) for day, provider, _key in newest]


Count_ = tuple[str, int, int]  # kind, offerings, changes


def _counts(found: ChangeQuerySet) -> dict[tuple[date, int], list[Count_]]:
    counts: dict[tuple[date, int], list[Count_]] = {}
    rows = found.values_list("day", "provider", "kind").annotate(
        Count("offering", distinct=True), Count("pk")
    )
    for day, provider, kind, offerings, changes in rows.order_by("day", "provider", "kind"):
        counts.setdefault((day, provider), []).append((kind, offerings, changes))
    return counts


def _first_rows(found: ChangeQuerySet) -> ChangeQuerySet:
    place = Window(RowNumber(), partition_by=[F("day"), F("provider")], order_by="number")
    first = found.annotate(place=place).filter(place__lte=LINES).for_reading()
    return first.order_by("-day", "provider__key", "number")


def _title(provider: Provider, told: Sequence[Change], counts: Sequence[Count_]) -> str:
    if len(told) == 1:
        return sentence(told[0])
    bursts = [
        burst(Kind(kind), offerings or changes, of_a_model=False)
        for kind, offerings, changes in counts
    ]
    return gettext("{provider}: {what}").format(provider=provider.name, what=", ".join(bursts))


def _fetched(days: set[date]) -> dict[date, datetime]:
    """Return when the last payload of each day came."""
    rows = (
        Snapshot.objects.in_use().filter(day__in=days).in_order().values_list("day", "fetched_at")
    )
    return dict(rows)


def _urn(*parts: str) -> str:
    return uuid5(NAMESPACE_URL, " ".join(("model-ledger changelog", *parts))).urn


def atom(feed: Feed) -> str:
    """Write the feed as Atom (RFC 4287)."""
    written = Atom1Feed(
        title=feed.title,
        link=feed.home,
        description=None,
        language=feed.language,
        author_name="Model Ledger",
        feed_url=feed.address,
        feed_guid=feed.id,
    )
    for entry in feed.entries:
        written.add_item(
            title=entry.title,
            link=feed.address_of(entry),
            description=str(entry.html),
            unique_id=entry.id,
            pubdate=datetime.combine(entry.day, time.min, UTC),
            updateddate=entry.updated,
        )
    return written.writeString("utf-8")


def json_feed(feed: Feed) -> dict[str, Any]:
    """Return the feed as JSON Feed 1.1."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "language": feed.language,
        "authors": [{"name": "Model Ledger"}],
        "items": [
            {
                "id": entry.id,
                "url": feed.address_of(entry),
                "title": entry.title,
                "content_html": str(entry.html),
                "date_published": f"{entry.day:%Y-%m-%d}T00:00:00Z",
                "date_modified": entry.updated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "tags": sorted({change.kind for change in entry.changes}),
            }
            for entry in feed.entries
        ],
    }
