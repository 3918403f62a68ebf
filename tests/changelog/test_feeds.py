"""Feeds and the calendar by the rules of their formats: RFC 4287, JSON Feed 1.1, RFC 5545."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from catalog.models import Offering
from changelog.feeds import MAX_CHANGES
from config.daily.rebuild import rebuild
from tests.changelog.factories import DAYS, GPT, at

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


@pytest.fixture
def three_days(publish) -> None:
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"gpt-5": at(3)})
    publish(DAYS[1], openai={"gpt-5": at(1)}, acme={"gpt-5": at(3)})
    publish(
        DAYS[2],
        openai={"gpt-5": at(1), "gpt-4": GPT | {"name": "GPT 4 & <co>"}},
        acme={"gpt-5": at(4)},
    )


def atom(client: Client, query: str = "") -> ET.Element:
    response = client.get(f"/changelog/feed.atom{query}")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)


def texts(feed: ET.Element, name: str) -> list[str]:
    return [element.text for element in feed.iter(f"{ATOM}{name}")]


def test_atom_has_every_required_element(client, three_days):
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


def test_titles_newest_first(client, three_days):
    titles = texts(atom(client), "title")[1:]
    rise = "input price $3.00 → $4.00 (▲ 33%), output price $12.00 → $16.00 (▲ 33%)"
    assert titles[0] == f"GPT 5 on Acme: {rise}"
    assert titles[1] == "GPT 4 & <co> on Openai: added at $2.00 in, $8.00 out"
    cut = "input price $2.00 → $1.00 (▼ 50%), output price $8.00 → $4.00 (▼ 50%)"
    assert titles[2] == f"GPT 5 on Openai: {cut}"


def test_json_feed_has_every_required_key(client, three_days):
    response = client.get("/changelog/feed.json")
    assert response["Content-Type"] == "application/feed+json"
    feed = response.json()
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
def test_every_filter_has_feeds(client, three_days, query, entries):
    assert len(atom(client, query).findall(f"{ATOM}entry")) == entries
    assert len(client.get(f"/changelog/feed.json{query}").json()["items"]) == entries


def test_ids_are_equal_after_a_rebuild_and_in_both_formats(client, three_days):
    before = texts(atom(client), "id")
    rebuild()
    assert texts(atom(client), "id") == before
    items = client.get("/changelog/feed.json").json()["items"]
    assert [item["id"] for item in items] == before[1:]


@pytest.mark.parametrize(
    "address",
    ["/changelog/feed.atom", "/changelog/feed.json?provider=acme", "/lifecycle/retirements.ics"],
)
def test_unchanged_feeds_answer_304(client, three_days, publish, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})
    assert since.status_code == 304
    publish(DAYS[5], openai={"gpt-5": at(5)}, acme={"gpt-5": at(4)})
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
def test_pages_link_their_feeds_in_head_and_body(client, three_days, page, query):
    html = client.get(page).content.decode()
    head, body = html.split("</head>")
    for kind, feed in (("atom+xml", "feed.atom"), ("feed+json", "feed.json")):
        link = f'type="application/{kind}" title="Changelog" href="/changelog/{feed}{query}">'
        assert link in head
        assert f'href="/changelog/{feed}{query}"' in body


def test_takes_few_queries(client, three_days, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get("/changelog/feed.atom")


def test_an_empty_feed_is_valid(client):
    assert atom(client).find(f"{ATOM}updated") is not None


def test_announced_retirements_are_events(client, publish):
    publish(
        DAYS[0],
        openai={
            "gpt-5": GPT | {"deprecation_date": "2026-12-31"},
            "gpt-4": GPT | {"deprecation_date": "soon"},
        },
    )
    response = client.get("/lifecycle/retirements.ics")
    lines = response.content.decode().split("\r\n")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert lines.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "2026-12-31" in client.get("/lifecycle/").content.decode()
    assert Offering.objects.count() == 2


@pytest.mark.parametrize(
    ("prefix", "query", "title"),
    [
        ("", "", "Model Ledger changelog"),
        ("", "?model=openai/gpt-5&kind=prices", "Model Ledger changelog: openai/gpt-5, prices"),
        ("/zh-hant", "?model=openai/gpt-5&kind=prices", "openai/gpt-5、prices"),
    ],
)
def test_a_title_names_the_filters(client, publish, prefix, query, title):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    feed = client.get(f"{prefix}/changelog/feed.json{query}").json()
    assert title in feed["title"]


def test_several_changes_of_one_offer_are_joined_in_a_title(client, publish):
    publish(DAYS[0], acme={"gpt-5": at(2)})
    publish(DAYS[1], acme={"gpt-5": at(2, reasoning=True, attachment=True)})
    (item,) = client.get("/changelog/feed.json").json()["items"]
    reports = "now reports reasoning: yes, now reports attachments: yes"
    assert item["title"] == f"GPT 5 on Acme: {reports}"
    (item,) = client.get("/zh-hant/changelog/feed.json").json()["items"]
    assert "\uff0c" in item["title"]


def test_a_cut_that_others_follow_is_one_entry(client, publish):
    sellers = ("acme", "openai", "other")
    publish(DAYS[0], **{key: {"gpt-5": at(2)} for key in sellers})
    publish(DAYS[1], **{key: {"gpt-5": at(1)} for key in sellers})
    (item,) = client.get("/changelog/feed.json").json()["items"]
    assert item["title"].startswith("GPT 5 on Openai: input price $2.00 → $1.00")
    assert item["title"].endswith("and 2 more offers")
    assert item["content_html"].count("<li>") == 6


def test_two_events_of_one_provider_have_two_ids(client, publish):
    ids = {"gpt-5": "GPT 5", "gpt-4": "GPT 4"}
    publish(DAYS[0], acme={own: at(2, name=name) for own, name in ids.items()})
    publish(DAYS[1], acme={own: at(1, name=name) for own, name in ids.items()})
    items = client.get("/changelog/feed.json").json()["items"]
    assert len({item["id"] for item in items}) == len(items) == 2


def test_content_is_an_escaped_list_with_a_limit(client, publish):
    publish(DAYS[0], acme={"gpt-5": GPT})
    many = {f"m{n:02}": {"name": f"<M {n}>"} for n in range(MAX_CHANGES + 2)}
    publish(DAYS[1], acme={"gpt-5": GPT} | many)
    (item,) = client.get("/changelog/feed.json").json()["items"]
    html = item["content_html"]
    assert html.count("<li>") == MAX_CHANGES
    assert "<li>&lt;M 0&gt; on Acme: added</li>" in html
    assert "and 2 more" in html
