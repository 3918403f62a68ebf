"""Feeds in their formats, from plain values: what each element or key holds."""

import json
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest
from django.utils.html import escape

from catalog.models import Offering, Provider
from changelog.feed_formats import atom, content_html, json_feed
from changelog.feeds import Feed, FeedEntry
from changelog.forms import ChangelogQuery
from changelog.models import Change

ATOM = "{http://www.w3.org/2005/Atom}"
HOME = "https://ledger.example/changelog/"


def entry(*, more: int = 0, name: str = "GPT 5") -> FeedEntry:
    acme = Provider(key="acme", name="Acme")
    change = Change(kind="withdrawal", provider=acme)
    change.offering = Offering(pk=1, name=name)
    return FeedEntry(
        id="urn:uuid:1",
        title="Acme: 1 model withdrawn",
        day=date(2026, 5, 2),
        updated=datetime(2026, 5, 2, 6, 30, tzinfo=UTC),
        query="?provider=acme&day=2026-05-02",
        changes=(change,),
        more=more,
    )


def feed(*entries: FeedEntry) -> Feed:
    query = ChangelogQuery(provider="acme")
    return Feed(query, "Title", f"{HOME}?provider=acme", f"{HOME}feed", "en", entries)


def test_atom_entry():
    (element,) = ET.fromstring(atom(feed(entry()))).findall(f"{ATOM}entry")
    texts = {child.tag.removeprefix(ATOM): child.text for child in element}
    assert texts["id"] == "urn:uuid:1"
    assert texts["title"] == "Acme: 1 model withdrawn"
    assert texts["published"] == "2026-05-02T00:00:00+00:00"
    assert texts["updated"] == "2026-05-02T06:30:00+00:00"
    link = element.find(f"{ATOM}link").get("href")
    assert link == f"{HOME}?provider=acme&day=2026-05-02"
    assert "<li>GPT 5 on Acme: withdrawn</li>" in texts["summary"]


def test_json_feed_item():
    document = json.loads(json.dumps(json_feed(feed(entry()))))
    (item,) = document["items"]
    assert item == {
        "id": "urn:uuid:1",
        "url": f"{HOME}?provider=acme&day=2026-05-02",
        "title": "Acme: 1 model withdrawn",
        "content_html": content_html(entry()),
        "date_published": "2026-05-02T00:00:00Z",
        "date_modified": "2026-05-02T06:30:00Z",
        "tags": ["withdrawal"],
    }


def test_a_feed_is_as_new_as_its_newest_entry():
    assert feed(entry()).updated == entry().updated
    assert feed().updated == datetime(2025, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(("more", "text"), [(0, ""), (1, "and 1 more"), (1234, "and 1,234 more")])
def test_content_counts_what_is_left_out(more, text):
    html = content_html(entry(more=more))
    assert text in html
    assert ("<p>" in html) is bool(more)


def test_content_is_escaped():
    name = "<b>GPT</b> & co"
    assert escape(name) in content_html(entry(name=name))
