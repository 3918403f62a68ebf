"""Each answer is counted once, under bounded labels."""

import time

import pytest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from catalog.newest_version import HOLDER
from config.body_buffer import BufferedHandler
from config.kept_pages.front import asked_of_scope, known_answer
from config.kept_pages.hot import scope_of
from config.metrics.counting import QUEUED_AT, REGISTRY, counted_requests
from tests.factories import make_model, make_version

LABELS = {"route": "none", "method": "GET", "status": "2xx", "source": "rendered"}


def counted(**labels: str) -> float:
    return REGISTRY.get_sample_value("ledger_requests_total", LABELS | labels) or 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path, labels",
    [
        ("/about/", {"route": "about"}),
        ("/zh-hant/about/", {"route": "about"}),
        ("/models/meta/nothing/", {"route": "model", "status": "4xx"}),
        ("/nothing/at/all/", {"status": "4xx"}),
        ("/healthz", {"route": "probe"}),
        ("/static/nothing.css", {"route": "static", "status": "4xx"}),
        ("/admin/", {"route": "dashboard", "status": "3xx"}),
        ("/api/v1/openapi.json", {"route": "api:openapi"}),
    ],
)
def test_the_route_is_the_name_of_the_url(client, path, labels):
    make_version()
    before = counted(**labels)
    client.get(path)
    assert counted(**labels) == before + 1


@pytest.mark.django_db
def test_a_method_that_nobody_knows_makes_no_label_of_its_own(client):
    labels = {"method": "other", "status": "4xx"}
    before = counted(**labels)
    client.generic("BREW", "/about/")
    assert counted(**labels) == before + 1


@pytest.mark.django_db
def test_a_kept_page_counts_under_its_route(client):
    make_version()
    client.get("/faq/")
    kept, rendered = (counted(route="faq", source=source) for source in ("kept", "rendered"))
    etag = client.get("/faq/")["ETag"]
    assert counted(route="faq", source="kept") == kept + 1
    unmodified = {"route": "faq", "source": "kept", "status": "3xx"}
    before = counted(**unmodified)
    assert client.get("/faq/", headers={"if-none-match": etag}).status_code == 304
    assert counted(**unmodified) == before + 1
    assert counted(route="faq", source="rendered") == rendered


@pytest.mark.django_db(transaction=True)
def test_the_server_counts_what_it_answers_by_itself(client, settings, monkeypatch):
    monkeypatch.setattr(HOLDER, "_stamp", lambda **_: 0)
    settings.VERSION_SECONDS = 60
    make_model(input_price="1", output_price="2")
    make_version()
    HOLDER.ask()
    scope = scope_of("http", "localhost", "/makers/")
    before = counted(route="makers"), counted(route="makers", method="HEAD", source="kept")
    BufferedHandler(1).respond(scope, bytearray(), None)
    asked, conditions = asked_of_scope(scope)
    assert known_answer(asked, conditions, "HEAD") is not None
    # The site itself made the page; a visitor got it.
    after = counted(route="makers"), counted(route="makers", method="HEAD", source="kept")
    assert after == (before[0], before[1] + 1)


def test_a_request_that_cannot_be_read_is_counted():
    before = counted(status="4xx")
    scope = scope_of("http", "localhost", "/") | {"query_string": b"\xff"}
    assert BufferedHandler(1).respond(scope, bytearray(), None)[0] == 400
    assert counted(status="4xx") == before + 1


def test_the_time_includes_the_wait_for_a_thread():
    def seconds() -> float:
        return REGISTRY.get_sample_value("ledger_request_seconds_sum", {"route": "none"}) or 0

    request = RequestFactory().get("/")
    request.scope = {QUEUED_AT: time.perf_counter() - 60}
    before = seconds()
    counted_requests(lambda _request: HttpResponse())(request)
    assert 60 <= seconds() - before < 120


@override_settings(DEBUG_PROPAGATE_EXCEPTIONS=False)
@pytest.mark.django_db
def test_an_error_of_ours_is_counted(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("config.probes.PROBES", {"/healthz": lambda _request: 1 / 0})
    before = counted(route="probe", status="5xx")
    assert client.get("/healthz").status_code == 500
    assert counted(route="probe", status="5xx") == before + 1
