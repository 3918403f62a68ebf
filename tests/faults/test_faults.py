"""Each row of the table of faults in docs/operations.md, on the real stack: `make faults`."""

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from celery import Celery
from werkzeug import Request, Response

from tests.faults.stack import RunningStack
from tests.services.process import eventually

pytestmark = pytest.mark.timeout(300)

MOST_LINES = 10  # of a log, of one cause, in a minute
ROWS = re.compile(r"^\| ([^|]+) \| `(test_\w+)` \|", re.MULTILINE)
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
    assert eventually(lambda: has_worker(stack), seconds=60)


def test_the_broker_is_hung(stack):
    with pages_are_served(stack), stack.hung("broker"):
        time.sleep(5)
    assert eventually(lambda: has_worker(stack), seconds=60)


def has_worker(stack: RunningStack) -> bool:
    return "1 answering" in stack.manage("status").stdout


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
    assert eventually(lambda: outcomes(stack)[-2:] == ["killed", "refused"])


def outcomes(stack: RunningStack) -> list[str]:
    return stack.manage("shell", "-c", SHOW_RUNS).stdout.split()


SHOW_RUNS = """if True:
    from catalog.models import Run
    print(*Run.objects.order_by("pk").values_list("outcome", flat=True))
"""


def test_every_row_of_the_table_is_tested():
    rows = [name for _fault, name in ROWS.findall(OPERATIONS.read_text())]
    tests = [name for name in globals() if name.startswith("test_")]
    assert sorted(rows) == sorted(set(tests) - {"test_every_row_of_the_table_is_tested"})
