"""Who gets the metrics, over several processes; what is documented; what alerts ask for."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests
import yaml
from prometheus_client.parser import text_string_to_metric_families

from config.metrics.view import shared_numbers
from tests.services.process import eventually, free_port, listening, running
from tests.services.site import GRANIAN, environment

ROOT = Path(__file__).parents[3]
TOKEN = "a-token-for-tests-only"
NAME = re.compile(r"\bledger_\w+")
ROW = re.compile(r"^\| `(ledger_\w+)", re.MULTILINE)


@pytest.fixture
def token(settings, tmp_path):
    settings.METRICS_TOKEN, settings.METRICS_DIR = TOKEN, tmp_path
    shared_numbers.cache_clear()
    yield {"authorization": f"Bearer {TOKEN}"}
    shared_numbers.cache_clear()


@pytest.mark.django_db
def test_without_a_token_in_the_settings_there_is_no_such_page(client):
    answer = client.get("/metrics", headers={"authorization": "Bearer "})
    assert answer.status_code == 404


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer ", "Bearer no", f"Basic {TOKEN}", "é"])
def test_the_token_is_needed(client, token, sent):
    answer = client.get("/metrics", headers={"authorization": sent})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert b"ledger_" not in answer.content


@pytest.mark.django_db
def test_who_has_the_token_gets_them(client, token):
    answer = client.get("/metrics", headers=token)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert "no-store" in answer["Cache-Control"]
    assert "ledger_requests_total{" in answer.content.decode()


def test_they_are_only_read(client, token):
    assert client.post("/metrics", headers=token).status_code == 405


@pytest.mark.django_db
def test_every_metric_is_documented(client, token, settings, redis_url):
    settings.REDIS_URL = redis_url
    client.get("/about/")
    text = client.get("/metrics", headers=token).content.decode()
    named = set(ROW.findall((ROOT / "docs/operations.md").read_text()))
    # These need data.
    named -= {"ledger_data_age_seconds", "ledger_last_pull_seconds"}
    assert {re.sub("_total$|_info$", "", name) for name in named} == {
        re.sub("_info$", "", family.name) for family in text_string_to_metric_families(text)
    }


def test_alerts_ask_for_metrics_that_exist():
    named = set(ROW.findall((ROOT / "docs/operations.md").read_text()))
    rules = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text())
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    assert len({alert["alert"] for alert in alerts}) == len(alerts) >= 8
    for alert in alerts:
        asked = {re.sub("_bucket$", "", name) for name in NAME.findall(alert["expr"])}
        assert asked <= named, alert["alert"]
        assert alert["annotations"]["summary"]


@pytest.fixture(scope="module")
def served(bundled_database, tmp_path_factory):
    """Two web workers of the real server; yield its address and process."""
    folder, port = tmp_path_factory.mktemp("metrics"), free_port()
    env = {
        "DATABASE_URL": f"sqlite:///{bundled_database}",
        "METRICS_TOKEN": TOKEN,
        "METRICS_DIR": str(folder / "metrics"),
    }
    options = ["--workers=2", "--respawn-failed-workers", "--workers-kill-timeout=1"]
    with running(
        [*GRANIAN, *options, f"--port={port}", "config.asgi:application"],
        log=folder / "site.log",
        ready=lambda: listening(port),
        env=environment(env),
    ) as server:
        yield f"http://127.0.0.1:{port}", server.pid


def counted(address: str) -> float:
    """Return how many answers to the About page all processes have counted."""
    text = requests.get(
        f"{address}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30
    ).text
    return sum(
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "ledger_requests_total" and sample.labels["route"] == "about"
    )


def workers(server: int) -> list[int]:
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return [pid for pid in map(int, children) if "resource_tracker" not in command_of(pid)]


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_all_processes_of_a_server_are_counted_also_those_that_died(served):
    address, server = served
    before = counted(address)
    for _again in range(40):
        assert requests.get(f"{address}/about/", timeout=30).status_code == 200
    # Each process writes every two seconds.
    assert eventually(lambda: counted(address) == before + 40)
    killed = workers(server)[0]
    os.kill(killed, signal.SIGKILL)
    assert eventually(lambda: killed not in workers(server) and len(workers(server)) == 2)
    assert eventually(lambda: is_counted(address, before + 40))


def is_counted(address: str, number: float) -> bool:
    try:
        return counted(address) == number
    except requests.ConnectionError:  # the dead process's socket
        return False


def test_a_token_that_is_too_short_is_refused_at_the_start():
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, "METRICS_TOKEN": "short", "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    assert "METRICS_TOKEN: say 16" in done.stderr
    assert "short" not in done.stderr
