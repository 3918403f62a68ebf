"""What supervisors and load balancers ask."""

import pytest
import requests
from django.db import OperationalError
from django.test import override_settings

from config import probes
from config.health import Check
from tests.factories import make_version
from tests.services.process import free_port
from tests.services.site import site

INSIDE = {"headers": {"host": "10.1.2.3:8000"}}  # in no ALLOWED_HOSTS


@override_settings(SECURE_SSL_REDIRECT=True)
@pytest.mark.parametrize("method", ["get", "head"])
def test_healthz_asks_nothing(client, method):
    # No `db` fixture: pytest-django forbids queries.
    answer = getattr(client, method)("/healthz", **INSIDE)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_probes_are_only_read(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.django_db
@override_settings(SECURE_SSL_REDIRECT=True)
def test_ready(client, django_assert_num_queries):
    version = make_version()
    with django_assert_num_queries(5):
        answer = client.get("/readyz", **INSIDE)
    assert answer.status_code == 200
    assert answer.json() | {"data": ""} == {
        "ready": True,
        "database": "ok",
        "cache": "ok",
        "data": "",
        "pending_snapshots": "0",
    }
    assert answer.json()["data"].startswith(f"{version.day}, ")


@pytest.mark.django_db
def test_not_ready_without_data(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["data"]) == (503, "none yet")


def test_not_ready_without_a_database(client, monkeypatch):
    gone = Check("database", "connection to 10.9.8.7 refused", ok=False)
    monkeypatch.setattr(probes, "check_database", lambda: gone)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "fails")
    assert "10.9.8.7" not in answer.content.decode()


@pytest.mark.django_db
def test_not_ready_when_the_database_goes_meanwhile(client, monkeypatch):
    def fail(now: object) -> None:
        raise OperationalError

    monkeypatch.setattr(probes, "newest_data", fail)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "fails")


@pytest.mark.django_db
def test_ready_without_a_cache(client, settings):
    make_version()
    settings.CACHE_URL = f"redis://127.0.0.1:{free_port()}/0"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["cache"]) == (200, "fails")


def test_the_server_answers_at_any_host_while_the_database_is_gone(tmp_path):
    gone = f"postgres://nobody@127.0.0.1:{free_port()}/nothing"
    with site(tmp_path, DATABASE_URL=gone, HTTPS="1") as address:
        health = requests.get(f"{address}/healthz", headers={"Host": "x.y"}, allow_redirects=False)
        ready = requests.get(f"{address}/readyz", headers={"Host": "x.y"}, allow_redirects=False)
    assert (health.status_code, ready.status_code) == (200, 503)
