"""Any request to any public URL, and to the sign-in of the admin: no error of ours, in time."""

import re
import socket
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.payloads import offering, payload, write
from tests.services.site import manage, site

# One site serves all examples, in one worker.
pytestmark = pytest.mark.xdist_group("hostile requests")

# The budget is 2 s; a busy machine gets more, and a request that hangs takes 10 s and more.
MOST_SECONDS = 40  # on a busy machine
MODEL = "meta/llama-3-2-1b-instruct"
PUBLIC = [
    *("/", "/card.png", "/search/", "/faq/", "/about/", "/models/", "/models/models.csv"),
    *(f"/models/{MODEL}{tail}" for tail in ("/", ".md", "/card.png", "/calculator/", "/scores/")),
    *(f"/models/{MODEL}/prices/", "/compare/", f"/compare/{MODEL}/", f"/compare/{MODEL}/card.png"),
    *(f"/compare/{MODEL}.csv", f"/compare/{MODEL}.md"),
    *("/providers/", "/providers/acme/", "/makers/", "/makers/meta/", "/makers/meta/llama/"),
    *("/capabilities/", "/capabilities/tool-calling/", "/sitemap.xml", "/sitemap-models.xml"),
    *("/robots.txt", "/llms.txt", "/calculator/", "/calculator/result.csv", "/calculator/log/"),
    *("/explore/", "/methodology/", "/rankings/coding/", "/changelog/", "/changelog/feed.atom"),
    *("/changelog/changelog.csv", "/changelog/changelog.md"),
    *("/changelog/feed.json", "/lifecycle/", "/lifecycle/retirements.ics"),
    *(f"/api/v1/{name}" for name in ("offers", "offers/history", "changes", "cost", "check")),
    *(f"/models/{MODEL}/prices/{file}" for file in ("chart.png", "prices.csv")),
    *("/price-index/", "/price-index/price-index.csv", "/price-index/feed.atom"),
    *("/data-quality/", "/data-quality/findings.csv", "/data-quality/report/"),
    *("/history-status/", "/api/", "/api/v1/models", f"/api/v1/models/{MODEL}", "/api/v1/facets"),
    "/bundles/",
    *(f"/api/v1/bundles/{file}" for file in ("minisign.pub", "latest/offers.csv")),
    *("/api/v1/bundles/2026-05-12/offers.csv", f"/api/v1/bundles/2026-05-12/{'0' * 16}/a.csv"),
    *("/api/v1/providers", "/api/v1/makers", "/api/v1/capabilities", "/api/v1/lifecycle"),
    *("/api/v1/corrections", "/api/v1/index", "/api/v1/offers/history/field"),
    f"/api/v1/models/{MODEL}/history",
    *("/api/v1/as-of/2026-05-12/offers", "/api/v1/as-of/yesterday/models"),
    *("/api/v1/usage", "/api/v1/snapshots", "/api/v1/snapshots/2026-05-12", "/api/v1/openapi.json"),
]
OTHERS = [
    "/admin/login/",
    "/admin/pull/",
    "/admin/correct/",
    "/nothing/",
    "/providers/%00/",
    "/%ff/",
    "/%ED%A0%80/",
]


def names(resolver: URLResolver) -> set[str]:
    found = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found.add(pattern.name)
        elif pattern.namespace != "admin":
            found |= names(pattern)
    return found


def test_every_public_url_is_here() -> None:
    asked = {resolve(address).url_name for address in PUBLIC}
    of_admin = {
        *("reject-day", "start-pull", "correct", "end-correction"),
        *("identity-queue", "decide-identity", "undo-identity", "shipped-rules"),
        *("dashboard", "start-rebuild", "rescore", "compare-snapshots"),
    }
    of_admin |= {"decline-report", "accepted-reports", "pull-progress", "accept-once"}
    assert names(get_resolver()) - asked == of_admin


# What is sent

CHARSETS = ["utf-8", "utf-16", "utf-7", "rot13", "undefined", "nobody-knows", "idna", "a" * 300]
KINDS = [
    *("text/html", "application/x-www-form-urlencoded", "application/json", "", "\xff", ";;=;"),
    *("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x"),
    *("multipart/form-data; boundary*=utf-8''%00", "text/html; charset*=utf-8''%00", "a/b/c"),
]
PARAMETERS = [
    *("q", "page", "sort", "maker", "provider", "min_context", "input", "output", "on", "days"),
    *("x", "y", "models", "day", "before", "ids", "as_of", "known_on", "limit", "cursor", "format"),
    *("text", "needs", "compare", "map-from", "map-to", "username", "password", "next", "price"),
]
VALUES = [
    *("", "0", "-1", "1e999", "9" * 400, "NaN", "2026-05-12", "9999-12-31", "0001-01-01", MODEL),
    *(
        "\0",
        "\ud800",
        "'\"<>",
        "../..",
        "{{7*7}}",
        "%2F",
        "\N{FULLWIDTH LATIN SMALL LETTER F}",
        "\u202e",
        "a" * 3000,
        "on",
    ),
]
LOGS = [
    *("day,model,input\n2026-05-12,m,1", '{"day": "2026-05-12", "model": "\\ud800", "input": 1}'),
    *('[{"model": {"a": "\\udfff"}}]', "[" * 3000, "\0", '{"a":' * 3000, "day;model\n;;;\n"),
]
HOSTS = ["", "LOCALHOST", "localhost.", "[::1", "a b", "evil.example", "127.0.0.1:99999", "\xe9"]
TOKEN = "t" * 32

text = st.one_of(st.sampled_from(VALUES), st.text(max_size=20))
pairs = st.lists(st.tuples(st.sampled_from(PARAMETERS), text), max_size=6)
ours = "".join(chr(code) for code in (*range(32, 127), *range(160, 256)))
header_value = st.one_of(
    st.sampled_from(["*", "*/*", "", '"a"', "=;="]), st.text(ours, max_size=40)
)


def encoded(chosen: list[tuple[str, str]]) -> bytes:
    return "&".join(f"{n}={quote(v, safe='', errors='surrogatepass')}" for n, v in chosen).encode()


def part(name: str, value: str) -> bytes:
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
    return head.encode() + value.encode("utf-8", "replace") + b"\r\n"


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """A form with a valid token, so that its view is reached; or anything."""
    fields = [("csrfmiddlewaretoken", TOKEN), *draw(pairs), ("text", draw(st.sampled_from(LOGS)))]
    return draw(
        st.sampled_from(
            [
                b"",
                encoded(fields),
                b"".join(part(*field) for field in fields) + b"--x--\r\n",
                b"--x\r\nContent-Disposition: form-data; name=" + b"y" * 5000,
                b'{"records": [{"model": "\\ud800", "day": "2026-05-12", "input": 1}]}',
                b"[" * 5000,
                draw(st.binary(max_size=200)),
            ]
        )
    )


@st.composite
def hostile(draw: st.DrawFn) -> bytes:
    """One request as bytes; what no HTTP server accepts is left to ours to refuse."""
    method = draw(st.sampled_from(["GET", "GET", "HEAD", "POST", "POST", "PUT", "OPTIONS", "X"]))
    address = draw(st.sampled_from(["", "", "/zh-hant"])) + draw(st.sampled_from(PUBLIC + OTHERS))
    query, body = encoded(draw(pairs)), draw(bodies())
    kind = draw(st.sampled_from(KINDS))
    if draw(st.booleans()):
        kind += f"; charset={draw(st.sampled_from(CHARSETS))}"
    length = draw(st.sampled_from([str(len(body))] * 6 + ["-1", "abc", "9" * 30]))
    headers = {
        "Host": draw(st.sampled_from(["localhost"] * 8 + HOSTS)),
        "Content-Type": kind,
        "Content-Length": length,
        "Cookie": draw(
            st.sampled_from([f"csrftoken={TOKEN}", 'sessionid="\\000"', "", "a=b; ;=c"])
        ),
        "Connection": "close",
    }
    others = ["Accept", "HX-Request", "HX-Target", "If-None-Match", "If-Modified-Since", "Origin"]
    for name in draw(st.lists(st.sampled_from([*others, "Accept-Encoding", "Range"]), max_size=3)):
        headers[name] = draw(header_value)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    target = f"{address}?{query.decode()}" if query else address
    return f"{method} {target} HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + body


# The site

# The API asks for parameters, and the search leads to the list.
REACHED = re.compile(rb"HTTP/1.1 (200|302|400) ")


@pytest.fixture(scope="module")
def served(tmp_path_factory, request) -> tuple[str, Path]:
    """A site with a small catalogue on this run's database; its address and its log."""
    folder = tmp_path_factory.mktemp("hostile")
    url = f"sqlite:///{folder / 'ledger.sqlite3'}"
    if connection.vendor == "postgresql":
        server = request.getfixturevalue("postgres_url")
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute("CREATE DATABASE hostile")
        url = f"{server.rpartition('/')[0]}/hostile"
    offers = {"m": offering("m"), MODEL: offering(MODEL, family="llama")}
    file = write(folder / "feed.json", payload(acme=offers))
    manage("migrate", DATABASE_URL=url)
    manage("pull", "--from", file, "--day", "2026-05-12", DATABASE_URL=url)
    with site(folder, DATABASE_URL=url, API_REQUESTS_PER_MINUTE="1000000") as address:
        yield address, folder / "site.log"


def send(address: str, request: bytes) -> bytes:
    """Send bytes; return the head of the answer, b"" for none."""
    where = (urlsplit(address).hostname, urlsplit(address).port)
    with socket.create_connection(where, timeout=60) as client:
        try:
            client.sendall(request)
            return client.recv(4096)
        except OSError:  # refused while it was sent
            return b""


@pytest.mark.database
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(hostile())
def test_no_request_is_an_error_of_ours(served, request: bytes) -> None:
    address, log = served
    began, before = time.monotonic(), log.stat().st_size
    head = send(address, request)
    assert time.monotonic() - began < MOST_SECONDS
    status = re.match(rb"HTTP/1.1 (\d)\d\d ", head)
    assert status is None or status[1] != b"5", (head, request)
    with log.open("rb") as lines:
        lines.seek(before)
        assert b"Traceback" not in lines.read(), request


@pytest.mark.database
def test_the_requests_reach_the_views(served) -> None:
    """Or the property above would hold of a site that refuses everything."""
    address, _log = served
    get = "GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    heads = {path: send(address, get.format(path).encode()) for path in PUBLIC}
    missed = {path for path, head in heads.items() if not REACHED.match(head)}
    # One takes only POST, an unsigned site has no key, and no bundle has this digest.
    unsigned = "/api/v1/bundles/minisign.pub"
    gone = f"/api/v1/bundles/2026-05-12/{'0' * 16}/a.csv"
    assert missed == {"/api/v1/usage", unsigned, gone}
    form = encoded([("csrfmiddlewaretoken", TOKEN), ("text", LOGS[0])])
    lines = f"Host: localhost\r\nCookie: csrftoken={TOKEN}\r\nContent-Length: {len(form)}\r\n"
    kind = "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    head = send(address, f"POST /calculator/log/ HTTP/1.1\r\n{lines}{kind}".encode() + form)
    assert head.startswith(b"HTTP/1.1 200 ")
