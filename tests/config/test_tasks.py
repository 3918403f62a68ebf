"""The daily update as a task."""

import pytest
from pytest_httpserver import HTTPServer

from catalog.ingest.pull_lock import pull_lock
from catalog.models import Offering, Run
from catalog.refusals import RefusedPayload
from config.tasks import accept_payload, daily_update
from tests.config.test_refusals import TEN, THREE, say  # noqa: F401
from tests.services.process import eventually

PAYLOAD = {
    "llama": {
        "id": "llama",
        "name": "Llama",
        "models": {"llama-4-scout": {"id": "llama-4-scout", "name": "Llama 4 Scout"}},
    }
}


@pytest.fixture
def feed(httpserver: HTTPServer, settings) -> str:
    httpserver.expect_request("/api.json").respond_with_json(PAYLOAD)
    settings.MODELS_DEV_URL = httpserver.url_for("/api.json")
    return settings.MODELS_DEV_URL


@pytest.mark.django_db(transaction=True)
def test_the_task_is_idempotent(feed) -> None:
    daily_update.delay()
    daily_update.delay()
    assert Offering.objects.count() == 1
    assert [run.outcome for run in Run.objects.order_by("id")] == ["applied", "unchanged"]


def test_the_feed_is_applied_in_the_worker(feed, broker, start_worker) -> None:
    with start_worker(MODELS_DEV_URL=feed):
        broker.send_task(daily_update.name)
        assert eventually(Run.objects.filter(outcome="applied").exists)
    assert Offering.objects.get().provider_model_id == "llama-4-scout"


@pytest.mark.django_db(transaction=True)
def test_a_refused_payload_is_a_warning(feed, httpserver, caplog) -> None:
    httpserver.clear()
    httpserver.expect_request("/api.json").respond_with_json([])
    daily_update()
    (line,) = [line for line in caplog.records if line.name == "config.tasks"]
    assert (line.levelname, line.getMessage()[:12]) == ("WARNING", "refused http")


def test_a_worker_says_that_the_source_is_unavailable(broker, start_worker, tmp_path) -> None:
    log = tmp_path / "celery.log"
    with start_worker(MODELS_DEV_URL="http://127.0.0.1:9/nobody-listens"):
        broker.send_task(daily_update.name, headers={"request_id": "0123456789abcdef"})
        assert eventually(lambda: "source unavailable" in log.read_text())
    (line,) = [line for line in log.read_text().splitlines() if "source unavailable" in line]
    assert "WARNING" in line
    assert "[0123456789abcdef] " in line


@pytest.mark.django_db(transaction=True)
def test_does_nothing_while_another_pull_runs(feed, caplog) -> None:
    with pull_lock():
        daily_update()
    assert "another pull is running" in caplog.text
    assert not Run.objects.exists()


# Accepting a refused payload


@pytest.fixture
def refused(transactional_db, say):  # noqa: F811
    say(TEN)
    say(THREE, 1)
    return RefusedPayload.objects.get().sha256


@pytest.mark.django_db(transaction=True)
def test_a_payload_is_accepted_once(refused, caplog) -> None:
    accept_payload.delay(refused)
    accept_payload.delay(refused)
    assert Offering.objects.live().count() == 3
    assert Run.objects.count() == 3
    assert "no longer on record" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_nothing_is_accepted_while_another_pull_runs(refused, caplog) -> None:
    with pull_lock():
        accept_payload(refused)
    assert "nothing was accepted" in caplog.text
    assert Offering.objects.live().count() == 10


def test_a_worker_accepts(refused, broker, start_worker) -> None:
    with start_worker():
        broker.send_task(accept_payload.name, args=[refused])
        assert eventually(lambda: Offering.objects.live().count() == 3)
