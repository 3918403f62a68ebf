"""Conditional answers, and what is said of the data's age."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from catalog.http import csv_response
from tests.factories import DAY, make_model, make_version

pytestmark = pytest.mark.django_db


def etag_of(client, **headers):
    return client.get("/models/", headers=headers)["ETag"]


def test_the_same_page_again_is_not_sent_again(client):
    make_version()
    again = client.get("/models/", headers={"If-None-Match": etag_of(client)})
    assert again.status_code == 304


def test_new_data_is_sent(client):
    make_version()
    before = etag_of(client)
    make_version(DAY + timedelta(days=1))
    assert client.get("/models/", headers={"If-None-Match": before}).status_code == 200


def test_a_page_and_its_part_differ(client):
    make_version()
    assert etag_of(client) != etag_of(client, hx_request="true")


def test_languages_differ(client):
    make_version()
    assert etag_of(client) != client.get("/zh-hant/models/")["ETag"]


@pytest.mark.parametrize(
    "address, headers, kept",
    [
        ("/faq/", {}, True),
        ("/faq/?", {}, True),
        ("/faq/?&&", {}, False),
        ("/faq/?x", {}, False),
        ("/faq/", {"host": "localhost:80"}, True),
        ("/faq/", {"host": "localhost:81"}, False),
        ("/compare/meta/llama-3-2-1b-instruct/", {}, False),
        ("/compare/meta/llama-3-2-1b-instruct/card.png", {}, False),
    ],
)
def test_nobody_fills_the_cache_by_asking(client, monkeypatch, address, headers, kept):
    make_version()
    make_model()
    keys = []
    monkeypatch.setattr(cache, "set", lambda key, *_value: keys.append(key))
    assert client.get(address, headers=headers).status_code == 200
    assert len(keys) == kept


def test_an_empty_catalogue_is_no_reason_for_a_304(client):
    assert "ETag" not in client.get("/models/")
    assert b"still empty" in client.get("/").content


@pytest.mark.parametrize("hours, stale", [(35, False), (37, True), (24 * 9, True)])
def test_data_over_36_hours_old_is_said_to_be(client, hours, stale):
    make_version()
    with time_machine.travel(f"{DAY}T00:00:00Z", tick=False) as clock:
        clock.shift(timedelta(hours=hours))
        assert (b"The newest data is" in client.get("/").content) is stale


def test_a_page_that_grows_stale_is_sent_again(client):
    make_version()
    with time_machine.travel(f"{DAY}T12:00:00Z"):
        fresh = etag_of(client)
    with time_machine.travel(f"{DAY + timedelta(days=3)}T12:00:00Z"):
        assert etag_of(client) != fresh


def test_only_reading_is_allowed(client):
    assert client.post("/models/").status_code == 405
    assert client.head("/models/").status_code == 200


def test_no_page_needs_what_the_policy_forbids(client):
    make_version()
    make_model(input_price="1", output_price="2")
    for address in ("/", "/models/", "/models/meta/llama-3-2-1b-instruct/"):
        html = client.get(address).content.decode()
        assert " style=" not in html
        assert "<style" not in html
        assert "onclick" not in html


def test_a_csv_response_is_a_file_to_download():
    response = csv_response([("a", "b"), (1, None), ("=1+1", "é")], "rows.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="rows.csv"'
    assert response.content.decode("utf-8-sig").splitlines() == ["a,b", "1,", "'=1+1,é"]
