"""What did a provider change, and how do I hear of it next time?"""

from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from playwright.sync_api import expect

from tests.journeys.days import CHANGES, FIRST, GONE, LAST, NEW_ON_GROQ, Key, offers
from tests.journeys.visitor import Visitor

CHEAPER = ("groq", "llama-3.3-70b-versatile")
TITLES = "{http://www.w3.org/2005/Atom}title"


def test_the_changes_of_one_provider(visitor: Visitor) -> None:
    on_groq = {change.offer for change in CHANGES if change.offer[0] == "groq"}
    assert on_groq == {CHEAPER, NEW_ON_GROQ, GONE}
    of_others = {change.offer for change in CHANGES} - on_groq

    visitor.menu("Providers")
    visitor.follow("Groq")
    visitor.follow(visitor.say("Recent changes"))
    changes = visitor.section("Recent changes")
    expect(changes).to_be_in_viewport()
    visitor.follow(visitor.say("All changes"), changes)
    days = visitor.section("Daily changes")
    expect(days.get_by_label(visitor.say("Provider"), exact=True)).to_have_value("groq")
    told = days.inner_text()
    for offer in on_groq:
        assert name(offer) in told
    assert visitor.day(LAST) in told
    assert "$0.590 → $0.490" in told
    for offer in of_others - {NEW_ON_GROQ}:
        assert name(offer) not in told

    # A feed reader asks for the address that the visitor copies.
    feed = days.get_by_role("link", name="Atom", exact=True)
    address = urljoin(visitor.page.url, feed.get_attribute("href"))
    answer = visitor.page.request.get(address)
    text = answer.text()
    titles = [title.text or "" for title in ET.fromstring(text).iter(TITLES)]
    assert len(titles) == 1 + len(on_groq)
    assert all("Groq" in title for title in titles[1:])
    for offer in on_groq:
        assert name(offer) in text


def name(offer: Key) -> str:
    """Return the name that the data give an offer on any of its days."""
    found = {key: entry["name"] for day in (FIRST, LAST) for key, entry in offers(day)}
    return str(found[offer])
