"""Corrections on public pages: both values, the reason and the source, today and on past days."""

from datetime import timedelta

import pytest
from django.utils.translation import gettext, override

from catalog.domain.corrections import Target, Verdict
from config.corrections import record_correction
from tests.config.test_corrections import (  # noqa: F401
    MODEL,
    NOW,
    SOURCE,
    after,
    correct,
    draft,
    feed,
    say,
)

pytestmark = pytest.mark.django_db
PAGE = f"/models/{MODEL}/"
OF_MODEL = {"target": Target.MODEL, "provider": "", "key": MODEL}


@pytest.fixture
def corrected(say):  # noqa: F811
    say(feed())
    say(feed(price=6), 1)
    correct(reason="<b>Lost</b> zeros.")
    correct("context", 32768, **OF_MODEL)
    record_correction(
        draft("released", None, verdict=Verdict.BOTH_RIGHT), by=None, now=NOW + timedelta(days=1)
    )


def html(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    "address, texts",
    [
        (PAGE, ["corrected", "Corrected on 2026-05-12: input price is $0.010; models.dev reports"]),
        (PAGE, ["$6.00", "&lt;b&gt;Lost&lt;/b&gt; zeros.", f'href="{SOURCE}"']),
        (PAGE, ["context window is 32,768; models.dev reports 16,384"]),
        (PAGE, ["Reviewed on 2026-05-13: release date. Both values are right."]),
        ("/zh-hant" + PAGE, ["已更正", "輸入價格"]),
        (
            f"/models/{MODEL}.md",
            ["## Corrections and announced facts", "input price is $0.010", SOURCE],
        ),
        ("/providers/acme/", ["corrected", "input price is $0.010"]),
        ("/changelog/", ["corrected input price $6.00 → $0.010", "context window of the model"]),
        ("/changelog/?kind=corrections", ["corrected input price"]),
        ("/changelog/feed.atom", ["corrected input price"]),
    ],
)
def test_works(client, corrected, address, texts):
    page = html(client, address)
    assert [text for text in texts if text not in page] == []


def test_a_past_day_shows_the_old_value_with_a_note(client, corrected):
    page = html(client, f"{PAGE}?on=2026-05-12")
    assert "$5.00" in page
    assert "Corrected later: from 2026-05-13 on, input price is $0.010." in page
    assert "models.dev reports" not in page


def test_a_past_day_on_which_it_held_shows_the_corrected_value(client, corrected, say):  # noqa: F811
    say(feed(price=7), 2)
    page = html(client, f"{PAGE}?on=2026-05-13")
    assert "input price is $0.010; models.dev reports $6.00" in page


def test_without_corrections_no_page_mentions_any(client, say):  # noqa: F811
    say(feed())
    for address in (PAGE, "/providers/acme/", f"/models/{MODEL}.md"):
        assert "orrect" not in html(client, address)


# The API


def offers(client, **parameters):
    items = client.get("/api/v1/offers", {"provider": "acme"} | parameters).json()["items"]
    return [(item["prices"]["input"], item["corrected"]) for item in items]


def test_the_api_tells_what_is_corrected(client, corrected):
    assert offers(client) == [("0.01", ["prices.input"])]
    assert offers(client, as_of="2026-05-12") == [("5", [])]
    model = client.get(f"/api/v1/models/{MODEL}").json()["item"]
    assert model["corrected"] == ["context"]


def test_what_was_known_before_is_the_feeds_value(client, say):  # noqa: F811
    say(feed())
    say(feed(price=6), 1)
    say(feed(price=7), 2)
    record_correction(draft(), by=None, now=NOW + timedelta(days=3))
    assert offers(client, as_of=str(after(2)), known_on=str(after(2))) == [("7", [])]
    assert offers(client, known_on=str(after(3))) == [("0.01", ["prices.input"])]
    for day, price in ((2, "7"), (3, "0.01")):
        answer = client.get(f"/api/v1/models/{MODEL}", {"known_on": str(after(day))}).json()
        prices = {offer["provider"]: offer["prices"] for offer in answer["item"]["offers"]}
        assert prices["acme"]["input"] == price
    history = {"provider": "acme", "id": "llama-3.2-1b-instruct"}
    for day, last in ((2, "7"), (3, "0.01")):
        parameters = history | {"known_on": str(after(day))}
        items = client.get("/api/v1/offers/history", parameters).json()["item"]
        assert [item["offer"]["prices"]["input"] for item in items] == ["5", "6", last]


@pytest.mark.parametrize("prefix, tag", [("", "corrected"), ("/zh-hant", "已更正")])
def test_the_chart_and_its_table_mark_a_corrected_stretch(client, say, prefix, tag):  # noqa: F811
    say(feed(price=0.4))
    say(feed(price=6), 1)
    address = f"{prefix}{PAGE}prices/"
    assert f">{tag}<" not in html(client, address)
    correct("prices.input", "0.009")
    correct("prices.output", "0.009")
    page = html(client, address)
    assert page.count(f'<span class="tag caution">{tag}</span>') == 2  # input and output
    assert 'class="line corrected"' in page
    with override("zh-hant" if prefix else "en"):
        assert gettext("Corrected by an editor") in page
        assert gettext("{line}, corrected").format(line="") in page
