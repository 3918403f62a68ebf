"""PostgreSQL that is stopped or hung: 503 at once with Retry-After, and back by itself."""

import os
import signal
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import requests
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpResponse

from config import database_faults, errors, log_lines
from config.circuit_breaker import CircuitBreaker
from config.database_faults import is_gone, passes_by_itself
from config.log_lines import OncePerMinute
from config.tasks import daily_update
from stack.binaries import find_postgres, run_as_user
from tests.payloads import offering, payload, write
from tests.services.postgres import OPTIONS, initdb, open_folder
from tests.services.process import eventually, free_port
from tests.services.site import manage, site

RECOVERED_SECONDS = 30  # 10 are promised, and measured by `make faults`


def operational(sqlstate, kind=OperationalError):
    """Return an error as Django raises it for one of the driver."""
    error, cause = kind("why"), psycopg.OperationalError("why")
    cause.sqlstate = sqlstate
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error, gone, passes",
    [
        (operational(None), True, True),
        (operational("08006"), True, True),
        (operational("57P01"), True, True),
        (operational("53300"), True, True),
        (operational("57014"), False, True),
        (operational("40P01"), False, True),
        (operational(None, InterfaceError), True, True),
        (operational(None, DatabaseError), False, False),
        (OperationalError("database is locked"), False, True),
        (OperationalError("no such table: x"), False, False),
        (ValueError("x"), False, False),
        (None, False, False),
    ],
)
def test_errors_that_pass_by_themselves(error, gone, passes):
    assert (is_gone(error), passes_by_itself(error)) == (gone, passes)


@pytest.fixture
def breaker(monkeypatch):
    made = CircuitBreaker(60)
    for module in (database_faults, errors):
        monkeypatch.setattr(module, "BREAKER", made)
    monkeypatch.setattr(log_lines, "LINES", OncePerMinute())
    return made


def test_the_requests_after_a_failure_are_refused_at_once(rf, breaker):
    asked = []

    def fail(request):
        asked.append(request.path)
        try:
            raise operational(None)
        except OperationalError:
            return errors.server_error(request)

    middleware = errors.unavailable_at_once(fail)
    answers = [middleware(rf.get(path)) for path in ("/faq/", "/models/", "/api/v1/offers")]
    assert [(a.status_code, a["Retry-After"]) for a in answers] == [(503, "10")] * 3
    assert asked == ["/faq/"]
    assert answers[2]["Content-Type"] == "application/problem+json"


def test_requests_pass_while_the_database_answers(rf, breaker):
    middleware = errors.unavailable_at_once(lambda request: HttpResponse("page"))
    assert middleware(rf.get("/faq/")).content == b"page"


def test_a_task_without_a_database_is_tried_again(breaker, monkeypatch):
    monkeypatch.setattr(
        "config.tasks.pull", lambda *_, **__: (_ for _ in ()).throw(operational(None))
    )
    monkeypatch.setattr("config.tasks.close_old_connections", lambda: None)
    tried = []

    def retry(**options):
        tried.append(options["countdown"])
        return RuntimeError("tried again")

    monkeypatch.setattr(daily_update, "retry", retry)
    with pytest.raises(RuntimeError, match="tried again"):
        daily_update()
    assert tried == [30]


def test_without_a_broker_the_next_hour_tries_again(breaker, monkeypatch, caplog):
    monkeypatch.setattr(
        "config.tasks.pull", lambda *_, **__: (_ for _ in ()).throw(operational(None))
    )
    monkeypatch.setattr("config.tasks.close_old_connections", lambda: None)
    daily_update.apply()
    assert [line.getMessage() for line in caplog.records] == ["database unavailable: why"]


# In the real server


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A PostgreSQL of these tests' own, with a day: its URL, its folder and its `pg_ctl`."""
    folder = tmp_path_factory.mktemp("faults")
    file = write(folder / "day.json", payload(acme={"m": offering("meta/llama-4-scout")}))
    with open_folder() as home:
        binaries, data, port = find_postgres(home), home / "data", free_port()
        initdb(binaries, data)
        control = [binaries / "pg_ctl", "-D", data, "-w", "-l", home / "log"]
        start = ["-o", f"-p {port} -k '' {' '.join(OPTIONS)}"]
        run_as_user([*control, *start, "start"])
        url = f"postgres://ledger@127.0.0.1:{port}/postgres"
        try:
            manage("migrate", DATABASE_URL=url)
            manage("pull", "--from", str(file), DATABASE_URL=url)
            yield url, home, [*control, *start]
        finally:
            run_as_user([*control, "-m", "immediate", "stop"])


def processes(home: Path) -> list[int]:
    """Return the server's process and those of its connections."""
    main = int((home / "data/postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
    return [main, *map(int, children)]


@contextmanager
def hung(home: Path):
    frozen = processes(home)
    for pid in frozen:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)


def ask(address, path="/about/"):
    """Return status, Retry-After and the seconds that it took."""
    began = time.monotonic()
    answer = requests.get(f"{address}{path}", timeout=30)
    return answer.status_code, answer.headers.get("Retry-After"), time.monotonic() - began


def test_a_hung_postgresql(server, tmp_path):
    url, home, _control = server
    with site(tmp_path, DATABASE_URL=url, STATEMENT_TIMEOUT="1", VERSION_SECONDS="1") as address:
        assert ask(address)[0] == 200
        with hung(home):
            kept = [ask(address) for _ in range(20)]
            assert {answer[:2] for answer in kept} == {(200, None)}
            answers = [ask(address, f"/models/?q={number}") for number in range(12)]
            assert {answer[:2] for answer in answers} == {(503, "10")}
            assert max(answer[2] for answer in answers) < 20
            assert ask(address, "/static/site.css")[0] == 200
            assert ask(address)[0] == 200
        assert eventually(lambda: ask(address, "/faq/")[0] == 200, RECOVERED_SECONDS)
    lines = [
        line for line in (tmp_path / "site.log").read_text().splitlines() if "WARN" not in line
    ]
    assert len([line for line in lines if "answered 503" in line]) in range(1, 6), lines
    assert "Traceback" not in "\n".join(lines)


def test_a_stopped_postgresql(server, tmp_path):
    url, _home, control = server
    with site(tmp_path, DATABASE_URL=url, VERSION_SECONDS="1") as address:
        assert ask(address)[0] == 200
        run_as_user([*control, "-m", "immediate", "stop"])
        try:
            answers = [ask(address, f"/models/?q={number}") for number in range(20)]
            assert {answer[:2] for answer in answers} == {(503, "10")}
            assert ask(address, "/api/v1/models")[0] == 503
            assert ask(address)[:2] == (200, None)
        finally:
            run_as_user([*control, "start"])
        assert eventually(lambda: ask(address, "/faq/")[0] == 200, RECOVERED_SECONDS)
    log = (tmp_path / "site.log").read_text()
    assert len(log.splitlines()) < 12, log
    assert "Traceback" not in log
