"""The daily update end to end: beat, broker and worker, with and without Redis, and killed."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest
from celery import Celery
from pytest_httpserver import HTTPServer
from redis import Redis
from werkzeug import Request, Response

from catalog.models import Offering, Run
from config.management.commands.serve import BEAT, IN_MEMORY
from config.tasks import daily_update
from stack.binaries import find_postgres, find_redis, run_as_user
from tests.services.postgres import accepts as postgres_accepts
from tests.services.postgres import initdb, open_folder
from tests.services.process import eventually, free_port, listening, running
from tests.services.site import manage
from tests.services.worker import celery_worker

WITHOUT_WAITING = "tests.services.settings_without_waiting"
PAYLOAD = {"llama": {"models": {"llama-4-scout": {"name": "Llama 4 Scout"}}}}

linux = pytest.mark.skipif(sys.platform != "linux", reason="finds a worker's child in /proc")


class Feed:
    """A feed that can be made to wait: `asked` tells that somebody is waiting for its answer."""

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("/api.json")
        self.asked, self.may_answer = threading.Event(), threading.Event()
        self.may_answer.set()
        server.expect_request("/api.json").respond_with_handler(self.answer)

    def answer(self, request: Request) -> Response:
        self.asked.set()
        self.may_answer.wait(30)
        return Response(json.dumps(PAYLOAD), content_type="application/json")

    def hold(self) -> None:
        self.asked.clear()
        self.may_answer.clear()


@pytest.fixture
def feed(httpserver: HTTPServer) -> Iterator[Feed]:
    feed = Feed(httpserver)
    yield feed
    feed.may_answer.set()


def outcomes() -> list[str]:
    return list(Run.objects.order_by("pk").values_list("outcome", flat=True))


def applied_once() -> bool:
    return outcomes().count("applied") == 1 and Offering.objects.count() == 1


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_without_a_broker_beat_does_the_work_itself(
    feed, database_url, transactional_db, tmp_path
) -> None:
    log = tmp_path / "beat.log"
    environment = {
        "DJANGO_SETTINGS_MODULE": WITHOUT_WAITING,
        "DATABASE_URL": database_url,
        "MODELS_DEV_URL": feed.url,
        "REDIS_URL": "",
    }
    with running([*BEAT, *IN_MEMORY], log=log, ready=log.exists, env=environment):
        assert eventually(lambda: outcomes()[1:2] == ["unchanged"]), log.read_text()
    assert applied_once()


def test_without_a_broker_an_unavailable_source_is_retried_later(
    database_url, transactional_db, tmp_path
) -> None:
    log = tmp_path / "beat.log"
    environment = {
        "DJANGO_SETTINGS_MODULE": WITHOUT_WAITING,
        "DATABASE_URL": database_url,
        "MODELS_DEV_URL": f"http://127.0.0.1:{free_port()}/api.json",
        "REDIS_URL": "",
    }
    with running([*BEAT, *IN_MEMORY], log=log, ready=log.exists, env=environment):
        assert eventually(lambda: outcomes()[:1] == ["failed"], seconds=60), log.read_text()
        assert eventually(lambda: len(outcomes()) > 1, seconds=60), log.read_text()
    assert "source unavailable" in log.read_text()


def test_beat_and_worker_run_it_through_redis(
    feed, redis_url, database_url, start_worker, tmp_path
) -> None:
    log = tmp_path / "beat.log"
    environment = {
        "DJANGO_SETTINGS_MODULE": WITHOUT_WAITING,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
    }
    with (
        start_worker(MODELS_DEV_URL=feed.url),
        running([*BEAT, *IN_MEMORY], log=log, ready=log.exists, env=environment),
    ):
        assert eventually(lambda: outcomes()[1:2] == ["unchanged"]), log.read_text()
    assert applied_once()


@contextmanager
def own_redis(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [find_redis(), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    with running(
        [*command, "--save", ""], log=folder / f"redis{port}.log", ready=lambda: listening(port)
    ) as server:
        yield server


def test_a_worker_survives_a_restart_of_the_broker(
    feed, database_url, transactional_db, tmp_path
) -> None:
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    with own_redis(tmp_path, port) as first:
        worker = celery_worker(
            tmp_path, redis_url=url, database_url=database_url, MODELS_DEV_URL=feed.url
        )
        with worker, Celery(broker=url, set_as_current=False) as broker:
            first.send_signal(signal.SIGKILL)
            first.wait()
            with own_redis(tmp_path, port):
                broker.send_task(daily_update.name)
                assert eventually(applied_once, seconds=60), (tmp_path / "celery.log").read_text()


@pytest.mark.parametrize("away", [True, False])
def test_only_an_unavailable_source_is_retried(
    httpserver, database_url, transactional_db, tmp_path, away
) -> None:
    address = f"http://127.0.0.1:{free_port()}/api.json"
    if not away:
        httpserver.expect_request("/api.json").respond_with_data("<html>", content_type="text/html")
        address = httpserver.url_for("/api.json")
    port, log = free_port(), tmp_path / "celery.log"
    url = f"redis://127.0.0.1:{port}/0"
    environment = {"DJANGO_SETTINGS_MODULE": WITHOUT_WAITING, "MODELS_DEV_URL": address}
    worker = celery_worker(tmp_path, redis_url=url, database_url=database_url, **environment)
    with own_redis(tmp_path, port), worker, Celery(broker=url, set_as_current=False) as broker:
        broker.send_task(daily_update.name)
        assert eventually(lambda: outcomes() == ["failed" if away else "refused"], seconds=60), (
            log.read_text()
        )
        done = "Retry in" if away else "succeeded in"
        assert eventually(lambda: done in log.read_text())
    assert ("Retry in" in log.read_text()) == away


@linux
def test_a_task_is_redelivered_when_its_process_dies(feed, broker, start_worker) -> None:
    feed.hold()
    with start_worker(MODELS_DEV_URL=feed.url) as worker:
        broker.send_task(daily_update.name)
        assert feed.asked.wait(30)
        for child in children(worker.pid):
            os.kill(child, signal.SIGKILL)
        feed.may_answer.set()
        assert eventually(applied_once)
    assert outcomes() == ["killed", "applied"]


@linux
def test_the_next_run_after_a_killed_worker_is_right(feed, broker, start_worker) -> None:
    feed.hold()
    with start_worker(MODELS_DEV_URL=feed.url) as worker:
        broker.send_task(daily_update.name)
        assert feed.asked.wait(30)
        for process in (worker.pid, *children(worker.pid)):
            os.kill(process, signal.SIGKILL)
    feed.may_answer.set()
    with start_worker(MODELS_DEV_URL=feed.url):
        broker.send_task(daily_update.name)
        assert eventually(applied_once)
    assert outcomes() == ["killed", "applied"]


@linux
def test_the_next_worker_takes_over_the_task_of_a_killed_one(
    feed, database_url, transactional_db, tmp_path
) -> None:
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    settings = {
        "DJANGO_SETTINGS_MODULE": "tests.services.settings_redelivering",
        "MODELS_DEV_URL": feed.url,
    }

    def worker() -> AbstractContextManager[subprocess.Popen[bytes]]:
        return celery_worker(tmp_path, redis_url=url, database_url=database_url, **settings)

    feed.hold()
    with own_redis(tmp_path, port), Redis.from_url(url) as redis:
        with worker() as one, Celery(broker=url, set_as_current=False) as broker:
            broker.send_task(daily_update.name)
            assert feed.asked.wait(30)
            for process in (one.pid, *children(one.pid)):
                os.kill(process, signal.SIGKILL)
        assert redis.hlen("unacked") == 1
        assert outcomes() == ["running"]
        feed.may_answer.set()
        with worker():
            assert eventually(applied_once, seconds=60), (tmp_path / "celery.log").read_text()
            assert eventually(lambda: not redis.exists("unacked", "celery"))
    assert outcomes() == ["killed", "applied"]


@pytest.fixture
def restartable() -> Iterator[tuple[str, Callable[[], None]]]:
    """A PostgreSQL with our tables: its address, and a function that restarts it."""
    with open_folder() as folder:
        binaries, data, port = find_postgres(folder), folder / "data", free_port()
        initdb(binaries, data)
        control = [binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log"]
        start = ["-o", f"-p {port} -k '' -c fsync=off"]
        run_as_user([*control, *start, "start"])
        try:
            url = f"postgres://ledger@127.0.0.1:{port}/postgres"
            assert postgres_accepts(url)
            manage("migrate", DATABASE_URL=url)
            yield url, lambda: run_as_user([*control, *start, "-m", "immediate", "restart"])
        finally:
            run_as_user([*control, "-m", "immediate", "stop"])


def test_the_run_after_a_restart_of_postgresql_is_right(
    feed, broker, redis_url, restartable, tmp_path
) -> None:
    url, restart = restartable

    def stored() -> list[tuple[str]]:
        with psycopg.connect(url) as connection:
            return connection.execute("SELECT outcome FROM catalog_run ORDER BY id").fetchall()

    feed.hold()
    with celery_worker(tmp_path, redis_url=redis_url, database_url=url, MODELS_DEV_URL=feed.url):
        broker.send_task(daily_update.name)
        assert feed.asked.wait(30)
        restart()
        feed.may_answer.set()
        assert eventually(lambda: "Retry in 30s" in (tmp_path / "celery.log").read_text())
        broker.send_task(daily_update.name)
        # The retry of the first may follow, which finds nothing new.
        assert eventually(lambda: stored()[:2] == [("killed",), ("applied",)]), stored()
