"""A pull started in the admin: queued if there is a broker, else as a process."""

import base64
import json
import subprocess
import time
from contextlib import contextmanager
from threading import Event, Thread

import pytest
import requests
from django.db import connection
from django.test import Client
from django.utils import timezone
from redis import Redis

from catalog.ingest.pull_lock import pull_lock
from catalog.models import Offering, Run
from catalog.refusals import RefusedPayload
from config.daily.pull import pull
from staff.models import AuditEntry
from tests.services.process import eventually, free_port
from tests.services.site import environment, site

PULL = "/admin/pull/"
PROGRESS = "/admin/pull/progress/?after=0"
LIST = "/admin/catalog/run/"
SEED = {
    "acme": {
        "id": "acme",
        "name": "Acme",
        "models": {"acme-1": {"id": "acme-1", "name": "Acme 1", "cost": {"input": 1, "output": 2}}},
    }
}


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def feed(settings, tmp_path, monkeypatch, database_url):
    """A file to pull, and what the process of a pull needs to find this test's database."""
    file = tmp_path / "feed.json"
    file.write_text(json.dumps(SEED))
    settings.MODELS_DEV_URL, settings.VAR = str(file), tmp_path
    for name, value in environment({"DATABASE_URL": database_url}).items():
        monkeypatch.setenv(name, value)
    return file


def run_that_ended():
    """Wait for the run of a process that began just now."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if run := Run.objects.exclude(outcome="running").first():
            return run
        time.sleep(0.1)
    return None


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_a_process_pulls(admin_client, feed, tmp_path):
    assert admin_client.post(PULL)["Location"] == PROGRESS
    run = run_that_ended()
    assert (run.outcome, run.source) == ("applied", str(feed))
    assert Offering.objects.get().provider_model_id == "acme-1"
    # The process says so after the run has ended.
    assert eventually(lambda: "applied" in (tmp_path / "pull.log").read_text())


@pytest.mark.django_db
def test_the_request_does_not_wait_for_the_process(admin_client, settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path
    popen, started = subprocess.Popen, []

    def start_a_sleeper(command, **options):
        started.append((popen(["sleep", "60"], **options), command, options))
        return started[0][0]

    monkeypatch.setattr("config.views.subprocess.Popen", start_a_sleeper)
    assert admin_client.post(PULL)["Location"] == PROGRESS
    ((process, command, options),) = started
    assert process.poll() is None
    process.kill()
    assert command[1:] == ["manage.py", "pull", "--from", settings.MODELS_DEV_URL]
    assert options["start_new_session"]


@contextmanager
def one_pull_elsewhere():
    """Hold the guard as another process would: on a connection of its own."""
    held, over = Event(), Event()

    def hold():
        with pull_lock():
            held.set()
            over.wait()
        connection.close()

    thread = Thread(target=hold)
    thread.start()
    assert held.wait(10)
    try:
        yield
    finally:  # or a failed test would leave the lock to every later test
        over.set()
        thread.join()


@pytest.mark.django_db
def test_only_one_pull_runs(admin_client, monkeypatch):
    monkeypatch.setattr("config.views.start_process", lambda *_: pytest.fail("started a second"))
    with one_pull_elsewhere():
        assert "already running" in messages_of(admin_client.post(PULL, follow=True))[0]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head", "put"])
def test_only_post_starts_a_pull(admin_client, method):
    assert getattr(admin_client, method)(PULL).status_code == 405


@pytest.mark.django_db
def test_users_without_permission_start_none(client, django_user_model):
    assert client.post(PULL)["Location"].startswith("/admin/login/")
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    assert client.post(PULL).status_code == 403


@pytest.mark.django_db
def test_another_site_cannot_start_one(admin_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post(PULL).status_code == 403


def post_to(site, admin_client, path=PULL):
    """Press a button on a site in a process of its own; return the answer."""
    token = "t" * 32
    session = admin_client.cookies["sessionid"].value
    response = requests.post(
        f"{site}{path}",
        cookies={"sessionid": session, "csrftoken": token},
        headers={"X-CSRFToken": token},
        allow_redirects=False,
        timeout=30,
    )
    assert response.status_code == 302
    return response


@pytest.fixture
def site_with_broker(tmp_path, database_url):
    def start(redis_url):
        return site(tmp_path, DATABASE_URL=database_url, REDIS_URL=redis_url)

    return start


@pytest.mark.django_db(transaction=True)
def test_with_a_broker_the_task_is_queued(admin_client, site_with_broker, redis_url):
    own_database = f"{redis_url.rpartition('/')[0]}/5"
    with site_with_broker(own_database) as address, Redis.from_url(own_database) as redis:
        assert post_to(address, admin_client).headers["Location"] == PROGRESS
        (message,) = redis.lrange("celery", 0, -1)
        assert json.loads(message)["headers"]["task"] == "config.tasks.daily_update"
        redis.flushdb()


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_is_reported(admin_client, site_with_broker):
    with site_with_broker(f"redis://127.0.0.1:{free_port()}/0") as address:
        before = time.monotonic()
        response = post_to(address, admin_client)
        assert time.monotonic() - before < 20
    assert response.headers["Location"] == LIST
    admin_client.cookies["messages"] = response.cookies["messages"]
    assert "Can’t reach the message broker" in messages_of(admin_client.get(LIST))[0]


# Accepting a refused payload once


@pytest.fixture
def refused(feed):
    """A catalogue of six offers, and a payload of one that was refused."""
    now = timezone.now()
    six = {f"acme-{n}": {"name": f"Acme {n}", "cost": {"input": 1}} for n in range(1, 7)}
    feed.write_text(json.dumps({"acme": SEED["acme"] | {"models": six}}))
    pull(str(feed), day=now.date(), now=now)
    feed.write_text(json.dumps(SEED))
    assert pull(str(feed), day=now.date(), now=now).outcome == "refused"
    return RefusedPayload.objects.get()


def accept(refused):
    return f"/admin/accept/{refused.sha256}/"


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_a_process_accepts(admin_client, refused):
    newest = Run.objects.latest("pk")
    progress = f"/admin/pull/progress/?after={newest.pk}"
    assert admin_client.post(accept(refused))["Location"] == progress
    assert eventually(Run.objects.filter(pk__gt=newest.pk).exclude(outcome="running").exists)
    assert Run.objects.latest("pk").outcome == "applied"
    assert Offering.objects.live().count() == 1
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.note) == ("admin", "run", "accept once")
    assert entry.after == {"sha256": refused.sha256, "guards": ["shrink"]}


@pytest.mark.django_db(transaction=True)
def test_with_a_broker_the_acceptance_is_queued(admin_client, refused, site_with_broker, redis_url):
    own_database = f"{redis_url.rpartition('/')[0]}/5"
    with site_with_broker(own_database) as address, Redis.from_url(own_database) as redis:
        post_to(address, admin_client, accept(refused))
        (message,) = redis.lrange("celery", 0, -1)
        redis.flushdb()
    assert json.loads(message)["headers"]["task"] == "config.tasks.accept_payload"
    body = json.loads(base64.b64decode(json.loads(message)["body"]))
    assert body[0] == [refused.sha256]


@pytest.mark.django_db
def test_what_was_replaced_meanwhile_is_not_accepted(admin_client, refused, monkeypatch):
    monkeypatch.setattr("config.views.start_process", lambda *_: pytest.fail("started"))
    RefusedPayload.objects.all().delete()
    response = admin_client.post(accept(refused), follow=True)
    assert "A later update has replaced this payload" in messages_of(response)[0]


@pytest.mark.django_db
def test_nothing_is_accepted_while_a_pull_runs(admin_client, refused, monkeypatch):
    monkeypatch.setattr("config.views.start_process", lambda *_: pytest.fail("started"))
    with one_pull_elsewhere():
        response = admin_client.post(accept(refused), follow=True)
    assert "already running" in messages_of(response)[0]
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "put"])
def test_only_post_accepts(admin_client, refused, method):
    assert getattr(admin_client, method)(accept(refused)).status_code == 405
