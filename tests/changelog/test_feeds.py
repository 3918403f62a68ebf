"""Feeds by the rules of their formats: RFC 4287, JSON Feed 1.1, RFC 5545."""

import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from catalog.models import Offering
from changelog.calendar import Event, calendar
from config.daily import rebuild
from tests.changelog.factories import DAYS, GPT, at

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


@pytest.fixture
def three_days(said) -> None:
    said(DAYS[0], openai={"gpt-5": at(2)}, acme={"gpt-5": at(3)})
    said(DAYS[1], openai={"gpt-5": at(1)}, acme={"gpt-5": at(3)})
    said(
        DAYS[2],
        openai={"gpt-5": at(1), "gpt-4": GPT | {"name": "GPT 4 & <co>"}},
        acme={"gpt-5": at(4)},
    )


def atom(client: Client, query: str = "") -> ET.Element:
    answer = client.get(f"/changelog/feed.atom{query}")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)


def texts(feed: ET.Element, name: str) -> list[str]:
    return [element.text for element in feed.iter(f"{ATOM}{name}")]


def test_atom_has_all_that_the_rfc_requires(client, three_days):
    feed = atom(client)
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert RFC3339.fullmatch(element.find(f"{ATOM}updated").text)
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    ids = texts(feed, "id")
    assert len(set(ids)) == len(ids) == 4
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in ids)
    self_link = feed.find(f"{ATOM}link[@rel='self']")
    assert self_link.get("href") == "http://testserver/changelog/feed.atom"


def test_the_newest_day_comes_first_and_reads(client, three_days):
    titles = texts(atom(client), "title")[1:]
    assert titles[0] == "Acme: 1 model changed its price"
    assert titles[1] == "GPT 4 & <co> at Openai: added at $2.00 in, $8.00 out"
    assert titles[2] == "Openai: 1 model changed its price"


def test_json_feed_has_all_that_its_version_requires(client, three_days):
    answer = client.get("/changelog/feed.json")
    assert answer["Content-Type"] == "application/feed+json"
    feed = answer.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    for item in feed["items"]:
        assert {
            "id",
            "url",
            "title",
            "content_html",
            "date_published",
            "date_modified",
        } <= item.keys()
        assert RFC3339.fullmatch(item["date_published"])
        assert RFC3339.fullmatch(item["date_modified"])
        assert client.get(item["url"]).status_code == 200


@pytest.mark.parametrize(
    "query, entries",
    [
        ("?model=openai/gpt-5", 2),
        ("?provider=acme", 1),
        ("?maker=openai", 3),
        ("?kind=prices&direction=down", 1),
        ("?kind=withdrawn", 0),
    ],
)
def test_any_filter_has_its_feeds(client, three_days, query, entries):
    assert len(atom(client, query).findall(f"{ATOM}entry")) == entries
    assert len(client.get(f"/changelog/feed.json{query}").json()["items"]) == entries


def test_ids_are_the_same_after_a_rebuild_and_in_both_formats(client, three_days):
    before = texts(atom(client), "id")
    rebuild()
    assert texts(atom(client), "id") == before
    items = client.get("/changelog/feed.json").json()["items"]
    assert [item["id"] for item in items] == before[1:]


@pytest.mark.parametrize(
    "address",
    ["/changelog/feed.atom", "/changelog/feed.json?provider=acme", "/lifecycle/retirements.ics"],
)
def test_what_has_not_changed_is_not_sent_again(client, three_days, said, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})
    assert since.status_code == 304
    said(DAYS[5], openai={"gpt-5": at(5)}, acme={"gpt-5": at(4)})
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "page, query",
    [
        ("/changelog/", ""),
        ("/changelog/?kind=prices&by=model&day=2026-05-02", "?kind=prices"),
        ("/models/openai/gpt-5/", "?model=openai/gpt-5"),
        ("/providers/openai/", "?provider=openai"),
        ("/makers/openai/", "?maker=openai"),
    ],
)
def test_a_page_names_its_feeds_to_programs_and_readers(client, three_days, page, query):
    html = client.get(page).content.decode()
    head, body = html.split("</head>")
    for kind, feed in (("atom+xml", "feed.atom"), ("feed+json", "feed.json")):
        link = f'type="application/{kind}" title="Changelog" href="/changelog/{feed}{query}">'
        assert link in head
        assert f'href="/changelog/{feed}{query}"' in body


def test_a_feed_takes_few_queries(client, three_days, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get("/changelog/feed.atom")


def test_an_empty_feed_is_a_feed(client):
    assert atom(client).find(f"{ATOM}updated") is not None


def test_announced_retirements_are_a_calendar(client, said):
    said(
        DAYS[0],
        openai={
            "gpt-5": GPT | {"deprecation_date": "2026-12-31"},
            "gpt-4": GPT | {"deprecation_date": "soon"},
        },
    )
    answer = client.get("/lifecycle/retirements.ics")
    lines = answer.content.decode().split("\r\n")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert lines.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "2026-12-31" in client.get("/lifecycle/").content.decode()
    assert Offering.objects.count() == 2


def test_a_long_line_of_a_calendar_is_folded_inside_no_character():
    event = Event("1@ledger", date(2026, 5, 1), "模型, 已停用; " * 20, "https://example.org/")
    written = calendar("Ledger", [event], made_at=datetime(2026, 5, 1, tzinfo=UTC))
    lines = written.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "SUMMARY:" + r"模型\, 已停用\; " * 20 in written.replace("\r\n ", "").split("\r\n")
