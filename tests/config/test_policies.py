"""Every answer has the headers that protect it: a scan of all URLs, files, errors and probes."""

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import override_settings

from config.body_buffer import BufferedHandler
from config.kept_pages.hot import scope_of
from config.policies import PERMISSIONS_POLICY
from tests.config.test_hostile_requests import OTHERS, PUBLIC
from tests.factories import make_model, make_version

ROOT = Path(__file__).parents[2]
REQUIRED = {
    "Content-Security-Policy": r"(?=.*default-src 'self')(?=.*frame-ancestors 'none')"
    r"(?=.*object-src 'none')(?=.*base-uri 'none')(?=.*form-action 'self')",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": re.escape(PERMISSIONS_POLICY),
    "X-Request-ID": r"[0-9a-f]{16}",
}
ADDRESSES = [
    *PUBLIC,
    *("/zh-hant/", "/zh-hant/about/", "/zh-hant/models/", "/zh-hant/nothing/", "/zh-hant"),
    *OTHERS,
    *("/healthz", "/readyz", "/metrics", "/static/site.css", "/static/nothing.css", "/models"),
    *("/admin/", "/admin/catalog/run/"),
]


def missing(answer) -> dict[str, str]:
    """Return the required headers that an answer lacks or has with another value."""
    found = {name: answer.get(name, "") for name in REQUIRED}
    return {
        name: value
        for name, value in found.items()
        if not re.fullmatch(f"{REQUIRED[name]}.*", value)
    }


@pytest.mark.django_db
@override_settings(METRICS_TOKEN="a-token-for-tests")
def test_no_answer_lacks_a_header(client):
    """One test, since each address alone would make the catalogue again."""
    client.raise_request_exception = False
    make_model(input_price="1", output_price="2")
    make_version()
    lacking = {}
    for address in ADDRESSES:
        for method in ("GET", "POST") if address in PUBLIC else ("GET", "HEAD", "POST", "TRACE"):
            answer = client.generic(method, address)
            list(answer)  # an open file would be a warning
            if lack := missing(answer):
                lacking[method, address] = lack
            if answer.get("Content-Type", "").startswith("text/html"):
                assert answer["Cross-Origin-Resource-Policy"] == "same-origin", address
            assert "unsafe" not in answer["Content-Security-Policy"]
    assert lacking == {}


@pytest.mark.django_db
def test_kept_pages_have_them_too(client):
    make_version()
    first = client.get("/faq/")
    kept = client.get("/faq/")
    unmodified = client.get("/faq/", headers={"if-none-match": first["ETag"]})
    assert unmodified.status_code == 304
    assert [missing(answer) for answer in (first, kept, unmodified)] == [{}, {}, {}]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address, policy",
    [
        ("/faq/", "same-origin"),
        ("/zh-hant/nothing/", "same-origin"),
        ("/card.png", "cross-origin"),
        ("/api/v1/facets", "cross-origin"),
        ("/changelog/feed.atom", "cross-origin"),
    ],
)
def test_other_sites_embed_files_and_no_pages(client, address, policy):
    make_version()
    assert client.get(address)["Cross-Origin-Resource-Policy"] == policy


def test_an_error_of_ours_has_them(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("config.probes.PROBES", {"/healthz": lambda _request: 1 / 0})
    answer = client.get("/healthz")
    assert (answer.status_code, missing(answer)) == (500, {})


@pytest.mark.django_db
def test_a_request_that_cannot_be_read_gets_plain_text():
    scope = scope_of("http", "localhost", "/") | {"query_string": b"\xff"}
    status, headers, _body = BufferedHandler(1).respond(scope, bytearray(), None)
    assert status == 400
    assert (b"Content-Type", b"text/plain") in headers
    assert (b"X-Content-Type-Options", b"nosniff") in headers


def test_the_settings_of_a_deployment_raise_no_warning():
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level=WARNING"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": "postgres://ledger:secret@127.0.0.1:1/ledger",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "ledger.example",
            "HTTPS": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
