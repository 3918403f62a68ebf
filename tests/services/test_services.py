"""Each service that the suite brings up is the real thing, and goes when it should."""

import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import requests
from django.contrib.auth.models import Group, User
from playwright.sync_api import Browser, BrowserContext, Error, Page
from pytest_socket import SocketConnectBlockedError
from redis import Redis

from tests.services.chromium import no_browser_errors
from tests.services.postgres import open_folder
from tests.services.process import ServiceFailed, eventually, listening, running
from tests.services.tasks import die_once, make_group


def test_postgresql_is_real(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        version = connection.execute("SELECT version()").fetchone()
    assert version[0].startswith("PostgreSQL 1")


def test_redis_is_real(redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis:
        assert redis.info("server")["redis_version"]


def test_a_task_runs_in_the_worker(celery_worker_process, broker) -> None:
    broker.send_task(make_group.name, ["made elsewhere"])
    assert eventually(Group.objects.filter(name="made elsewhere").exists)


def test_a_task_whose_process_was_killed_runs_again(celery_worker_process, broker) -> None:
    broker.send_task(die_once.name, ["it"])
    assert eventually(Group.objects.filter(name="it came back").exists)


def test_a_killed_worker_leaves_its_tasks_to_the_next(
    celery_worker_process, broker, start_worker
) -> None:
    celery_worker_process.send_signal(signal.SIGKILL)
    assert celery_worker_process.wait(timeout=30) == -signal.SIGKILL
    broker.send_task(make_group.name, ["made by the next"])
    with start_worker():
        assert eventually(Group.objects.filter(name="made by the next").exists)


def test_the_site_sees_what_a_test_commits(live_site: str) -> None:
    User.objects.create_superuser("ada", password="lovelace")
    with requests.Session() as visitor:
        token = visitor.get(f"{live_site}/admin/login/").cookies["csrftoken"]
        form = {"username": "ada", "password": "lovelace", "csrfmiddlewaretoken": token}
        answer = visitor.post(f"{live_site}/admin/login/?next=/admin/", data=form)
    assert answer.url == f"{live_site}/admin/"


def test_chromium_opens_the_site(page: Page) -> None:
    page.goto("/models/")
    assert page.get_by_role("heading", level=1).is_visible()


def test_the_bundled_payload_is_on_its_site(bundled_page: Page) -> None:
    bundled_page.goto("/models/")
    assert bundled_page.get_by_role("row").count() > 50


@pytest.mark.parametrize(
    "address, script, error",
    [
        ("/no-such-page/", "", "404"),
        ("/models/", "setTimeout(() => { throw new Error('uncaught') })", "uncaught"),
    ],
)
def test_a_browser_error_fails_the_test(
    browser: Browser, bundled_site: str, address: str, script: str, error: str
) -> None:
    with pytest.raises(AssertionError, match=error):
        visit(browser.new_context(base_url=bundled_site), address, script)


def visit(context: BrowserContext, address: str, script: str) -> None:
    with no_browser_errors(context):
        page = context.new_page()
        page.goto(address)
        page.evaluate(script)
        page.evaluate("new Promise(done => setTimeout(done, 20))")  # after the script's own timer


def test_chromium_reaches_nothing_else(bundled_page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        bundled_page.goto("https://models.dev/")


@pytest.mark.parametrize("host", ["models.dev", "192.0.2.1"])
def test_sockets_reach_nothing_else(host: str) -> None:
    with socket.socket() as client, pytest.raises(SocketConnectBlockedError, match=host):
        client.connect((host, 443))


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
from tests.services.{module} import started
with started(Path(sys.argv[1])) as url:
    print(url, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of a parent's death")
@pytest.mark.parametrize("module", ["redis", "postgres"])
def test_servers_die_with_killed_tests(module) -> None:
    script = START_AND_WAIT.format(module=module)
    with (
        open_folder() as folder,
        subprocess.Popen([sys.executable, "-c", script, folder], stdout=subprocess.PIPE) as tests,
    ):
        port = urlsplit(tests.stdout.readline().decode()).port
        assert listening(port)
        tests.kill()
        assert eventually(lambda: not listening(port), seconds=10)
