"""Each row of the table of faults in docs/operations.md, on the real stack: `make faults`."""

import os
import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
import requests
from celery import Celery
from werkzeug import Request, Response

from tests.faults.payloads import new_payload
from tests.faults.stack import KEPT, RunningStack
from tests.services.process import eventually

pytestmark = pytest.mark.timeout(300, func_only=True)  # not of the stack's start

MOST_LINES = 10  # of a log, of one cause, in a minute
ROWS = re.compile(r"^\| ([^|]+) \| `(test_\w+)` \|", re.MULTILINE)
STALE = "Data last updated"
OPERATIONS = Path(__file__).parents[2] / "docs/operations.md"


@contextmanager
def little_is_logged(stack: RunningStack) -> Iterator[None]:
    """Fail if one line comes more often than it may in a minute; each fault takes less."""
    with stack.counted_log("web") as web, stack.counted_log("worker") as worker:
        yield
    for counted in (web, worker):
        assert not counted or counted.most_common(1)[0][1] <= MOST_LINES, counted.most_common(3)


@contextmanager
def pages_are_served(stack: RunningStack, *new_pages: int) -> Iterator[None]:
    """Visitors get each kept page, and pages asked for the first time with these statuses only.

    They ask the web workers themselves: nginx would hide what fails behind it.
    """
    with little_is_logged(stack), stack.visited(stack.direct) as answers:
        yield
        during = len(answers.new)
        assert stack.recovers()
    assert len(answers.kept) > 8
    assert set(answers.kept) == {200}
    assert answers.new_statuses <= {200, *new_pages}, answers.new_statuses
    assert during
    for answer in answers.new:
        if answer.status_code == 503:
            assert answer.headers["Retry-After"]


def test_a_web_worker_is_killed(stack):
    before = stack.children("web")
    with little_is_logged(stack), stack.visited(stack.address) as answers:
        os.kill(before[0], signal.SIGKILL)
        assert eventually(lambda: before[0] not in stack.children("web"), seconds=10)
        assert eventually(lambda: len(stack.children("web")) == len(before), seconds=10)
    assert set(answers.kept) == {200}
    # A request that the worker was at is lost.
    assert answers.new_statuses <= {200, 502}
    assert stack.recovers()


def test_all_web_workers_are_killed(stack):
    with stack.visited(stack.address) as answers:
        os.killpg(stack.pid("web"), signal.SIGKILL)
        time.sleep(1)
        assert eventually(stack.serves, seconds=60)
    assert set(answers.kept) == {200}
    assert answers.new_statuses <= {200, 502, 504}


def test_the_cache_is_dead(stack):
    with pages_are_served(stack), stack.dead("cache"):
        time.sleep(8)


def test_the_cache_is_hung(stack):
    with pages_are_served(stack), stack.hung("cache"):
        time.sleep(8)


def test_the_cache_is_full(stack):
    with stack.redis("cache") as client, pages_are_served(stack):
        client.config_set("maxmemory-policy", "noeviction")
        client.config_set("maxmemory", "1mb")
        time.sleep(5)
        client.config_set("maxmemory", "256mb")
        client.config_set("maxmemory-policy", "allkeys-lru")


def test_the_broker_is_dead(stack):
    with pages_are_served(stack), stack.dead("broker"):
        time.sleep(5)
    assert eventually(stack.has_worker, seconds=60)


def test_the_broker_is_hung(stack):
    with pages_are_served(stack), stack.hung("broker"):
        time.sleep(5)
    assert eventually(stack.has_worker, seconds=60)


def test_postgresql_is_stopped(stack):
    with pages_are_served(stack, 503), stack.dead("postgres", signal.SIGINT):  # its quick shutdown
        time.sleep(20)


def test_postgresql_is_hung(stack):
    with pages_are_served(stack, 503), stack.hung("postgres"):
        time.sleep(15)


def test_beat_is_killed(stack):
    before = stack.pid("beat")
    os.killpg(before, signal.SIGKILL)
    assert eventually(lambda: stack.pid("beat") != before, seconds=10)
    assert "beat ended with -9" in (stack.folder / "stack.log").read_text()


def test_nginx_is_killed(stack):
    before = stack.pid("nginx")
    os.killpg(before, signal.SIGKILL)
    assert eventually(lambda: stack.pid("nginx") != before, seconds=10)
    assert eventually(lambda: is_up(stack.address), seconds=10)


def is_up(address: str) -> bool:
    try:
        return requests.get(f"{address}/healthz", timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


def send_pull(stack: RunningStack) -> None:
    with Celery(broker=stack.environment["REDIS_URL"], set_as_current=False) as client:
        client.send_task("config.tasks.daily_update")


def test_the_source_is_unavailable(stack, feed):
    feed.clear()
    feed.expect_request("/api.json").respond_with_data("gone", status=503)
    with pages_are_served(stack):
        send_pull(stack)
        # A request is tried several times before that.
        assert eventually(lambda: "source unavailable" in stack.log("worker"), seconds=120)


def test_the_source_lies(stack, feed):
    feed.clear()
    feed.expect_request("/api.json").respond_with_json([])
    with pages_are_served(stack):
        send_pull(stack)
        assert eventually(lambda: "list where providers are expected" in stack.log("worker"))
        time.sleep(1)
    said = stack.manage("status")
    assert said.returncode == 1
    assert "PROBLEM  last refusal" in said.stdout


def test_a_worker_is_killed_in_a_pull(stack, feed):
    """The task is given to its successor, which records the killed run and pulls again."""
    feed.clear()
    asked: list[float] = []

    def drip(request: Request) -> Response:
        asked.append(time.monotonic())
        if len(asked) == 1:
            time.sleep(20)
        return Response("[]", content_type="application/json")

    feed.expect_request("/api.json").respond_with_handler(drip)
    with pages_are_served(stack):
        send_pull(stack)
        assert eventually(lambda: asked)
        (pool,) = stack.children("worker")
        os.kill(pool, signal.SIGKILL)
        assert eventually(lambda: len(asked) > 1, seconds=60)
    assert eventually(lambda: stack.outcomes()[-2:] == ["killed", "refused"], seconds=60)


def test_the_worker_is_killed(stack):
    before = stack.pid("worker")
    with pages_are_served(stack):
        os.killpg(before, signal.SIGKILL)
        assert eventually(lambda: stack.pid("worker") != before, seconds=10)
    assert eventually(stack.has_worker, seconds=60)


def test_postgresql_is_killed(stack):
    before = stack.pid("postgres")
    with pages_are_served(stack, 503):
        for pid in (before, *stack.children("postgres")):
            os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: stack.pid("postgres") != before)


def test_the_disk_is_full(stack, feed):
    """No pull is stored in part, and the one that failed is made up when there is room again."""
    if not (stack.folder / "postgres").is_mount():
        pytest.skip("no disk of its own for the database: mounting needs root")
    feed.clear()
    feed.expect_request("/api.json").respond_with_data(
        new_payload(), content_type="application/json"
    )
    applied = stack.outcomes().count("applied")
    with pages_are_served(stack, 503):
        logged = len(stack.log("worker"))
        with stack.full_disk():
            send_pull(stack)
            assert eventually(lambda: "database unavailable" in stack.log("worker")[logged:], 60)
            assert "No space left" in stack.log("postgres")
    # The task is tried again after 30 s.
    assert eventually(lambda: stack.outcomes().count("applied") == applied + 1, seconds=120)
    assert stack.metric("ledger_pending_snapshots") == 0


def test_there_are_two_beats(stack, feed):
    """Two schedulers, each with a worker: every pull comes twice, and is applied once."""
    feed.clear()
    payload, asked = new_payload(), threading.Event()

    def slow(_request: Request) -> Response:
        asked.set()
        time.sleep(1)
        return Response(payload, content_type="application/json")

    feed.expect_request("/api.json").respond_with_handler(slow)
    before = stack.outcomes()
    beat = ("celery", "--app=tests.faults.often", "--quiet", "beat", "--pidfile=")
    schedule = ("--scheduler=celery.beat:Scheduler",)
    worker = ("celery", "--app=config", "--quiet", "worker", "--concurrency=1", "--hostname=second")
    with (
        pages_are_served(stack),
        stack.another(*worker),
        stack.another(*beat, *schedule),
        stack.another(*beat, *schedule),
    ):
        assert eventually(asked.is_set, seconds=90)
        assert eventually(lambda: len(stack.outcomes()) >= len(before) + 4, seconds=90)
        stack.redis("broker").delete("celery")  # what they sent in excess
    after = stack.outcomes()[len(before) :]
    assert after.count("applied") == 1, stack.messages()[len(before) :]
    assert set(after) <= {"applied", "unchanged", "running", "killed"}, stack.messages()


@pytest.mark.parametrize("path", ["/", "/calculator/log/"])
def test_clients_are_slow(stack, path):
    """Hundreds of connections that send a byte now and then, at nginx and at the web workers."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n".encode()
    with ExitStack() as clients:
        sockets = [
            clients.enter_context(socket.create_connection(("127.0.0.1", stack.ports[name])))
            for name in ["nginx"] * 100 + ["web"] * 50
        ]
        with little_is_logged(stack), stack.visited(stack.address) as answers:
            for position in range(40):
                byte = head[position : position + 1]
                for client in sockets:
                    with suppress(OSError):  # given up by the server
                        client.sendall(byte)
                time.sleep(0.1)
        assert set(answers.kept) == {200}
        assert answers.new_statuses == {200}


def test_the_source_hangs(stack, feed):
    over = threading.Event()

    def hang(_request: Request) -> Response:
        over.wait(60)
        return Response("[]", content_type="application/json")

    release_source_during_a_pull(stack, feed, hang, over)


def test_the_source_drips(stack, feed):
    over = threading.Event()

    def drip(_request: Request) -> Response:
        def bytes_now_and_then() -> Iterator[bytes]:
            while not over.is_set():
                yield b" "
                time.sleep(0.2)
            yield b"[]"

        return Response(bytes_now_and_then(), content_type="application/json")

    release_source_during_a_pull(stack, feed, drip, over)


def release_source_during_a_pull(stack, feed, answer, over) -> None:
    """Have a pull wait for a source for some seconds; it ends when the source does.

    That a pull gives up after a while by itself: tests/catalog/feed/test_source.py.
    """
    feed.clear()
    asked = threading.Event()

    def handler(request: Request) -> Response:
        asked.set()
        return answer(request)

    feed.expect_request("/api.json").respond_with_handler(handler)
    ended = len(stack.outcomes())
    try:
        with pages_are_served(stack):
            send_pull(stack)
            assert eventually(asked.is_set, seconds=60)
            time.sleep(5)
            assert "running" in stack.outcomes()[ended:]
    finally:
        over.set()
    assert eventually(lambda: "refused" in stack.outcomes()[ended:], seconds=60)


def test_the_source_redirects_in_circles(stack, feed):
    feed.clear()
    for here, there in (("/api.json", "/b"), ("/b", "/api.json")):
        feed.expect_request(here).respond_with_data(status=302, headers={"Location": there})
    logged = len(stack.log("worker"))
    with pages_are_served(stack):
        send_pull(stack)
        redirects = "redirects more than 3 times"
        assert eventually(lambda: redirects in stack.log("worker")[logged:], seconds=60)


def test_the_source_is_gone_for_a_week(stack):
    """The clock cannot be moved, so the data is: a week back, and then to where it was."""
    move = "UPDATE catalog_{} SET {} = {} {} 7"
    # A snapshot is confirmed on its day or later, at each moment.
    columns = (("catalogueversion", "day"), ("snapshot", "day"), ("snapshot", "confirmed_on"))

    def moved(sign: str) -> None:
        with psycopg.connect(stack.environment["DATABASE_URL"]) as connection:
            for table, column in columns if sign == "-" else reversed(columns):
                connection.execute(move.format(table, column, column, sign))

    moved("-")
    try:
        for base in (stack.direct, stack.address):
            assert eventually(lambda base=base: STALE in home(base), seconds=60)
        assert stack.metric("ledger_data_age_seconds") > 7 * 24 * 3600
        said = stack.manage("status")
        assert said.returncode == 1
        assert re.search(r"PROBLEM  data .* [78] days old, stale", said.stdout)  # 8 after midnight
        assert all(requests.get(stack.direct + path, timeout=30).ok for path in KEPT)
    finally:
        moved("+")
    assert eventually(lambda: STALE not in home(stack.address), seconds=60)


def home(base: str) -> str:
    return " ".join(requests.get(f"{base}/", timeout=30).text.split())


def test_every_row_of_the_table_is_tested():
    rows = [name for _fault, name in ROWS.findall(OPERATIONS.read_text())]
    tests = [name for name in globals() if name.startswith("test_")]
    assert sorted(rows) == sorted(set(tests) - {"test_every_row_of_the_table_is_tested"})
