"""What Sentry gets: the error and its place, and nothing that a visitor sent. A Sentry is played."""

import gzip
import json
import os
import subprocess
import sys
import threading

import brotli
import pytest
import requests
import sentry_sdk
from django.core.signals import got_request_exception
from django.db import OperationalError
from pytest_httpserver import HTTPServer

from catalog.feed.source import SourceUnavailable
from config import error_reports, tasks
from config.env import BadSetting
from config.error_reports import report_request, report_task, start_error_reports, without
from tests.services.process import eventually
from tests.services.site import site

SECRET = "a-password-of-the-site"
SENT = ("sent-by-a-visitor", "203.0.113.9", "sessionid", "Mozilla")


class Sentry:
    """Takes envelopes as a Sentry does."""

    def __init__(self, server: HTTPServer) -> None:
        self.dsn = f"http://key@127.0.0.1:{server.port}/1"
        self.server = server
        server.expect_request("/api/1/envelope/").respond_with_json({"id": "0" * 32})

    @property
    def text(self) -> str:
        """Everything that was sent, with headers."""
        return "\n".join(
            f"{request.headers}\n{self.body(request)}" for request, _answer in self.server.log
        )

    @staticmethod
    def body(request) -> str:
        data = request.get_data()
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}
        return unpack.get(request.headers.get("Content-Encoding"), bytes)(data).decode()

    @property
    def events(self) -> list[dict]:
        bodies = [self.body(request).splitlines() for request, _answer in self.server.log]
        return [json.loads(lines[2]) for lines in bodies]


@pytest.fixture
def played():
    with HTTPServer(host="127.0.0.1") as server:
        yield Sentry(server)


@pytest.fixture
def sentry(played):
    """A Sentry that this process reports to."""
    hook, run = sys.excepthook, threading.Thread.run
    start, init = threading.Thread.start, threading.Thread.__init__
    start_error_reports(played.dsn, [SECRET, ""])
    yield played
    sentry_sdk.get_client().close(timeout=5)
    sentry_sdk.get_global_scope().set_client(None)
    got_request_exception.disconnect(report_request)
    error_reports.signals.task_failure.disconnect(report_task)
    sys.excepthook = hook
    for name, method in (("run", run), ("start", start), ("__init__", init)):
        setattr(threading.Thread, name, method)


def sent(sentry: Sentry) -> dict:
    sentry_sdk.flush(timeout=10)
    (event,) = sentry.events
    return event


def failing(message: str):
    def fail(*_arguments, **_named):
        local = f"local {message}"
        raise RuntimeError(f"{local} {SECRET}")

    return fail


@pytest.mark.django_db
def test_an_error_of_a_view(sentry, client, monkeypatch):
    """A usage log that a view fails at: no byte of it leaves."""
    client.raise_request_exception = False
    monkeypatch.setattr("config.probes.PROBES", {"/healthz": failing("sent-by-a-visitor")})
    client.cookies["sessionid"] = "sent-by-a-visitor"
    answer = client.post(
        "/healthz?q=sent-by-a-visitor",
        {"text": "day,model,input sent-by-a-visitor"},
        headers={"user-agent": "Mozilla sent-by-a-visitor", "x-forwarded-for": "203.0.113.9"},
        REMOTE_ADDR="203.0.113.9",
    )
    assert answer.status_code == 500
    event = sent(sentry)
    assert set(event) <= error_reports.KEPT
    (value,) = event["exception"]["values"]
    assert (value["type"], value["value"]) == ("RuntimeError", "[removed]")
    assert value["stacktrace"]["frames"][-1]["function"] == "fail"
    assert event["tags"] == {"route": "probe", "request_id": answer["X-Request-ID"]}
    for word in (*SENT, SECRET):
        # The code around the error is sent, which has the words of this test.
        frames = [value["stacktrace"].pop("frames", None)]
        assert frames
        assert word not in json.dumps(event), word
        value["stacktrace"]["frames"] = frames[0]
    assert not any("vars" in frame for frame in value["stacktrace"]["frames"])


@pytest.mark.parametrize(
    "error",
    [SourceUnavailable("gone"), OperationalError("database is locked")],
    ids=["source", "database"],
)
@pytest.mark.django_db
def test_what_is_expected_is_not_sent(sentry, client, monkeypatch, error):
    def fail(_request):
        raise error

    client.raise_request_exception = False
    monkeypatch.setattr("config.probes.PROBES", {"/healthz": fail})
    client.get("/healthz")
    sentry_sdk.flush(timeout=10)
    assert sentry.events == []


@pytest.mark.django_db
def test_an_error_of_a_task_keeps_its_message_but_no_secret(sentry, monkeypatch):
    monkeypatch.setattr(tasks, "pull", failing("of the feed"))
    tasks.daily_update.apply(throw=False)
    event = sent(sentry)
    assert event["exception"]["values"][0]["value"] == "local of the feed [removed]"
    assert event["tags"]["task"] == "config.tasks.daily_update"
    assert SECRET not in sentry.text


@pytest.mark.django_db
def test_one_request_leaves_nothing_for_the_next(sentry, client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("config.probes.PROBES", {"/healthz": failing("once")})
    client.get("/healthz")
    monkeypatch.setattr(tasks, "pull", failing("twice"))
    tasks.daily_update.apply(throw=False)
    sentry_sdk.flush(timeout=10)
    first, second = sentry.events
    assert set(first["tags"]) == {"route", "request_id"}
    assert "route" not in second["tags"]


def test_secrets_are_removed_at_any_depth():
    event = {"a": [f"x{SECRET}y", {"b": (SECRET, 1, None)}], SECRET[:3]: "kept"}
    assert without(event, [SECRET]) == {
        "a": ["x[removed]y", {"b": ["[removed]", 1, None]}],
        "a-p": "kept",
    }


def test_an_address_that_is_none_is_refused():
    with pytest.raises(BadSetting, match="SENTRY_DSN is no address"):
        start_error_reports("https://example.org", [])


def test_without_the_package_the_setting_says_what_to_install(tmp_path):
    """Python that cannot import sentry_sdk, as after `bin/install requirements.txt`."""
    (tmp_path / "sentry_sdk.py").write_text("raise ImportError('as if it were not installed')")
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={
            **os.environ,
            "PYTHONPATH": str(tmp_path),
            "SENTRY_DSN": "https://key@example.org/1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert "bin/install requirements-sentry.txt" in done.stderr


def test_the_server_reports(played, tmp_path):
    """The real server on a database without tables: an error in each request to a page."""
    env = {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3", "SENTRY_DSN": played.dsn}
    with site(tmp_path, **env) as address:
        answer = requests.get(
            f"{address}/about/?q=sent-by-a-visitor",
            headers={"User-Agent": "Mozilla", "Cookie": "sessionid=sent-by-a-visitor"},
            timeout=30,
        )
        assert answer.status_code == 500
        assert eventually(lambda: len(played.server.log) > 0)
    event = played.events[0]
    assert event["exception"]["values"][-1]["type"] == "OperationalError"
    assert event["tags"]["request_id"] == answer.headers["X-Request-ID"]
    for word in SENT:
        assert word not in played.text, word
