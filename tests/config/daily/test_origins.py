"""Pulls over HTTP: conditional requests, and a source that does not answer."""

from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer
from tenacity import wait_none
from werkzeug import Request, Response

from catalog.feed import source
from catalog.feed.source import SourceUnavailable
from catalog.models import (
    Run,
    Snapshot,
)
from config.daily.pull import pull
from tests.config.daily.payloads import MAY, NOW, TEN, live, models
from tests.payloads import as_bytes

pytestmark = pytest.mark.django_db(transaction=True)


class Upstream:
    """A server that says what it is told to, and remembers how it was asked."""

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("/api.json")
        self.body, self.etag, self.status = as_bytes(models(*TEN)), '"v1"', 200
        self.asked_with: list[str | None] = []
        server.expect_request("/api.json").respond_with_handler(self.answer)

    def answer(self, request: Request) -> Response:
        asked = request.headers.get("If-None-Match")
        self.asked_with.append(asked)
        if asked == self.etag:
            return Response(status=304)
        headers = {"ETag": self.etag, "Date": "Thu, 01 Jan 1970 00:00:00 GMT"}
        return Response(self.body, self.status, headers, content_type="application/json")

    def pulled(self, day: int = 1) -> str:
        return pull(self.url, day=MAY[day - 1], now=NOW).outcome


@pytest.fixture
def upstream(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Upstream]:
    monkeypatch.setattr(source, "wait_exponential_jitter", lambda **_: wait_none())
    return Upstream(httpserver)


def test_a_second_request_of_a_day_is_conditional(upstream: Upstream) -> None:
    assert [upstream.pulled(), upstream.pulled()] == ["applied", "unchanged"]
    assert upstream.asked_with == [None, '"v1"']
    assert Run.objects.latest("pk").message == "nothing new: not modified since 2026-05-01"


def test_an_etag_that_never_changes_hides_nothing_longer_than_a_day(upstream: Upstream) -> None:
    upstream.pulled(1)
    upstream.body = as_bytes(models(*TEN, "llama-11b"))
    assert upstream.pulled(1) == "unchanged"
    assert upstream.pulled(2) == "applied"
    assert upstream.pulled(2) == "unchanged"
    assert upstream.asked_with == [None, '"v1"', None, '"v1"']


def test_an_unchanged_payload_counts_as_the_first_request_of_a_day(upstream: Upstream) -> None:
    for day in (1, 2, 2):
        upstream.pulled(day)
    assert upstream.asked_with == [None, None, '"v1"']
    assert Snapshot.objects.get().confirmed_on == MAY[1]


def test_another_sources_validators_are_not_used(upstream: Upstream, say) -> None:
    upstream.pulled()
    say(models(*TEN, "llama-11b"))
    upstream.pulled()
    assert upstream.asked_with == [None, None]


def test_a_shrunk_payload_is_refused_every_time(upstream: Upstream) -> None:
    upstream.pulled()
    upstream.body, upstream.etag = as_bytes(models(*TEN[:5])), '"v2"'
    assert [upstream.pulled(2), upstream.pulled(2)] == ["refused", "refused"]
    assert live() == set(TEN)


def test_an_unavailable_source_is_recorded(upstream: Upstream) -> None:
    upstream.status = 503
    with pytest.raises(SourceUnavailable):
        upstream.pulled()
    run = Run.objects.get()
    assert (run.outcome, run.message.endswith("answered 503")) == ("failed", True)
