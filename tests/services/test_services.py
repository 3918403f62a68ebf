"""Each service that the suite brings up is the real thing, and goes when it should."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from celery import Celery
from django.contrib.auth.models import Group
from playwright.sync_api import Page
from redis import Redis

from tests.services.process import ServiceFailed, free_port, listening, running
from tests.services.tasks import die_once, make_group


def eventually(true: Callable[[], object], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(true())


def test_postgresql_is_real(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        version = connection.execute("SELECT version()").fetchone()
    assert version[0].startswith("PostgreSQL 1")


def test_redis_is_real(redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis:
        assert redis.info("server")["redis_version"]


@pytest.fixture
def through_redis(redis_url: str) -> Celery:
    """A client of the worker's broker, beside the site's own, which runs tasks in place."""
    with Celery(broker=redis_url, set_as_current=False) as client:
        yield client


def test_a_task_runs_in_the_worker(celery_worker_process, through_redis) -> None:
    through_redis.send_task(make_group.name, ["made elsewhere"])
    assert eventually(Group.objects.filter(name="made elsewhere").exists)


def test_a_task_whose_process_was_killed_runs_again(
    celery_worker_process, through_redis, redis_url, settings
) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": redis_url,
            "KEY_PREFIX": "ledger",
        }
    }
    from django.core.cache import cache

    through_redis.send_task(die_once.name, ["victim"])
    assert eventually(lambda: cache.get("victim") == "done")


def test_a_killed_worker_is_gone(celery_worker_process) -> None:
    celery_worker_process.send_signal(signal.SIGKILL)
    assert celery_worker_process.wait(timeout=5) == -signal.SIGKILL


def test_the_server_sees_what_a_test_commits(live_site: str) -> None:
    assert live_site


def test_chromium_opens_the_site(page: Page) -> None:
    page.goto("/admin/login/")
    assert "Model Ledger" in page.title()


def test_chromium_reaches_nothing_else(page: Page) -> None:
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("https://models.dev/")


def test_sockets_reach_nothing_else() -> None:
    with pytest.raises(Exception, match="models.dev"):
        socket.create_connection(("models.dev", 443), timeout=1)
    with pytest.raises(Exception, match="192.0.2.1"):
        socket.create_connection(("192.0.2.1", 443), timeout=1)


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    failing = [sys.executable, "-c", "raise SystemExit('no such disk')"]
    with (
        pytest.raises(ServiceFailed, match="no such disk"),
        running(failing, log=tmp_path / "log", ready=lambda: False),
    ):
        pass


START_AND_WAIT = """
import sys, time
from pathlib import Path
from tests.services.{name} import {name}
with {call} as url:
    print(url, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a child of its parent's death"
)
@pytest.mark.parametrize(
    "name, call", [("redis", "redis(Path(sys.argv[1]))"), ("postgres", "postgres()")]
)
def test_servers_die_with_killed_tests(name, call, tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.delenv("TEST_REDIS_URL", raising=False)
    script = START_AND_WAIT.format(name=name, call=call)
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as tests:
        port = int(tests.stdout.readline().rpartition(":")[2].partition("/")[0])
        assert listening(port)
        tests.kill()
    assert eventually(lambda: not listening(port), seconds=5)
