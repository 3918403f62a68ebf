"""Feeds in their formats: Atom (RFC 4287) and JSON Feed 1.1."""

from datetime import UTC, datetime, time
from typing import Any

from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed

from changelog.feeds import Feed, FeedEntry

PUBLISHER = "Model Ledger"


def content_html(entry: FeedEntry) -> str:
    return render_to_string("changelog/feed_entry.html", {"entry": entry}).strip()


def atom(feed: Feed) -> str:
    """Return the feed as an Atom document."""
    document = Atom1Feed(
        title=feed.title,
        link=feed.home,
        description=None,
        subtitle=feed.note or None,
        language=feed.language,
        author_name=PUBLISHER,
        feed_url=feed.address,
        feed_guid=feed.id,
    )
    for entry in feed.entries:
        document.add_item(
            title=entry.title,
            link=feed.url_of(entry),
            description=content_html(entry),
            unique_id=entry.id,
            pubdate=datetime.combine(entry.day, time.min, UTC),
            updateddate=entry.updated,
        )
    return document.writeString("utf-8")


def json_feed(feed: Feed) -> dict[str, Any]:
    """Return the feed as a JSON Feed object."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.note,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "language": feed.language,
        "authors": [{"name": PUBLISHER}],
        "items": [
            {
                "id": entry.id,
                "url": feed.url_of(entry),
                "title": entry.title,
                "content_html": content_html(entry),
                "date_published": f"{entry.day:%Y-%m-%d}T00:00:00Z",
                "date_modified": entry.updated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "tags": sorted({change.kind for change in entry.changes}),
            }
            for entry in feed.entries
        ],
    }
