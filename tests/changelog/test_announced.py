"""Announced prices and successors that lie ahead, on the lifecycle page and in the calendar."""

from datetime import date

import pytest

from changelog.announced import announced_successors, prices_ahead
from tests.catalog.test_editorial import announce
from tests.factories import make_model, make_offering, make_version, recommend

pytestmark = pytest.mark.django_db
OF_MODEL = {"target": "model", "provider": "", "key": "meta/m"}
START, LAST = date(2026, 12, 31), date(2027, 1, 31)


@pytest.fixture(autouse=True)
def offering():
    make_version()
    offering = make_offering(make_model("meta/m"), "acme", "m", input_price="1", output_price="2")
    recommend(offering)
    return offering


@pytest.fixture
def data(client):
    def data():
        return client.get("/lifecycle/").wsgi_request.catalogue_data

    return data


def ahead(data):
    return [(one.day, one.ends, one.offering.name) for one in prices_ahead(data)]


def test_works(client, data):
    announce("price", value={"input": "2"}, first_day=START)
    assert ahead(data()) == [(START, False, "M")]
    page = client.get("/lifecycle/").content.decode()
    assert "Announced price from 2026-12-31 on: input $2.00." in page
    calendar = client.get("/lifecycle/retirements.ics").content.decode().replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20261231" in calendar
    assert ": Announced price from 2026-12-31 on: input $2.00." in calendar


def test_a_promotion_has_the_day_after_its_last_too(data):
    announce("promotion", value={"input": "0.5"}, first_day=START, last_day=LAST)
    assert ahead(data()) == [(START, False, "M"), (date(2027, 2, 1), True, "M")]


@pytest.mark.parametrize(
    "stated",
    [
        {"cancelled_on": date(2026, 6, 1)},
        {"first_day": date(2026, 1, 1)},
        {"key": "gone"},
        {"kind": "retirement", "value": None},
    ],
    ids=["cancelled", "begun", "withdrawn", "another fact"],
)
def test_what_does_not_lie_ahead(data, stated):
    announce(**{"kind": "price", "value": {"input": "2"}, "first_day": START} | stated)
    assert ahead(data()) == []


def test_an_announced_successor_is_listed(client, data):
    successor = make_model("meta/n")
    announce("successor", value="meta/n", **OF_MODEL)
    [found] = announced_successors(data())
    assert (found.model.path, found.successor) == ("meta/m", successor)
    page = client.get("/lifecycle/").content.decode()
    assert "Announced successors" in page
    assert "/models/meta/n/" in page


def test_an_unknown_successor_is_left_out(data):
    announce("successor", value="meta/n", **OF_MODEL)
    assert announced_successors(data()) == []


@pytest.mark.parametrize(
    "prefix, text", [("", "Announced price changes"), ("/zh-hant", "已公告的價格變動")]
)
def test_both_languages(client, prefix, text):
    announce("price", value={"input": "2"}, first_day=START)
    assert text in client.get(f"{prefix}/lifecycle/").content.decode()
