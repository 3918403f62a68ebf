"""The status of the first start: written by one process, shown on every page, refreshed by htmx."""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from catalog.history_status import (
    HistoryStatus,
    Step,
    clear_status,
    read_status,
    write_status,
)
from tests.payloads import offering, payload, write

ADDRESS = "/history-status/"
HTMX = {"HTTP_HX_REQUEST": "true"}
LINE = 'id="history-status"'
DAYS = HistoryStatus(Step.DAYS, 3, 19)


@pytest.fixture(autouse=True)
def file(settings, tmp_path):
    settings.HISTORY_STATUS = tmp_path / "history_status.json"
    return settings.HISTORY_STATUS


def now() -> datetime:
    return timezone.now()


# The file


def test_what_is_written_is_read(file) -> None:
    for status in (HistoryStatus(Step.TODAY), DAYS, HistoryStatus(Step.DONE, 20)):
        write_status(status)
        assert read_status(now()) == status
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    clear_status()
    clear_status()
    assert read_status(now()) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'"days"',
        b'{"step": "x", "done": 1, "total": 1}',
        b'{"step": "days"}',
        b"\xff",
    ],
)
def test_a_file_that_cannot_be_read_is_none(file, content: bytes) -> None:
    file.write_bytes(content)
    assert read_status(now()) is None


def test_an_old_status_is_none(file) -> None:
    write_status(DAYS)
    assert read_status(now() + timedelta(minutes=9)) == DAYS
    assert read_status(now() + timedelta(minutes=11)) is None


def test_a_killed_process_leaves_a_status_that_ends(file) -> None:
    write_status(DAYS)
    hour_ago = datetime.now(UTC).timestamp() - 3600
    os.utime(file, (hour_ago, hour_ago))
    assert read_status(now()) is None


# The pages


@pytest.fixture
def loaded(db, tmp_path) -> None:
    content = payload(acme={"llama-4": offering("llama-4")})
    call_command("pull", "--from", write(tmp_path / "p.json", content), "--day", "2026-05-01")


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
def test_a_page_shows_the_line_only_while_there_is_something(client, loaded, prefix) -> None:
    address = f"{prefix}/faq/"
    assert LINE not in client.get(address).content.decode()
    write_status(DAYS)
    assert LINE in client.get(address).content.decode()
    clear_status()
    assert LINE not in client.get(address).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "status, says",
    [
        (HistoryStatus(Step.TODAY), "Loading today’s data from models.dev…"),
        (HistoryStatus(Step.RELEASES, 1), "Looking for past data: 1 file downloaded"),
        (HistoryStatus(Step.RELEASES, 7), "Looking for past data: 7 files downloaded"),
        (HistoryStatus(Step.DAYS), "Loading history…"),
        (DAYS, "Loading history: 3 of 19 days"),
        (HistoryStatus(Step.DONE, 20), "History loaded: 20 days."),
        (HistoryStatus(Step.OFFLINE), "Offline: showing the bundled data."),
        (HistoryStatus(Step.FAILED), "Couldn’t load the history."),
    ],
)
def test_the_line_of_each_step(client: Client, status: HistoryStatus, says: str) -> None:
    write_status(status)
    part = client.get(ADDRESS, **HTMX).content.decode()
    assert says in part
    assert "<html" not in part
    assert ("data-hx-trigger" in part) is not status.is_over


@pytest.mark.django_db
def test_no_page_is_shown_with_an_older_line(client, loaded) -> None:
    """The cached page and its ETag belong to one status."""
    write_status(DAYS)
    first = client.get("/faq/")
    write_status(HistoryStatus(Step.DAYS, 4, 19))
    again = client.get("/faq/", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, "4 of 19" in again.content.decode()) == (200, True)
    assert client.get("/faq/", HTTP_IF_NONE_MATCH=again["ETag"]).status_code == 304
    cache.clear()


@pytest.mark.django_db
def test_its_own_page_works_without_scripts(client, django_assert_num_queries) -> None:
    write_status(DAYS)
    with django_assert_num_queries(0):
        response = client.get(ADDRESS)
    assert "Loading history: 3 of 19 days" in response.content.decode()
    assert "HX-Request" in response["Vary"]
    assert "no-cache" in response["Cache-Control"]


@pytest.mark.django_db
def test_with_nothing_going_on(client) -> None:
    assert "No history is being loaded." in client.get(ADDRESS).content.decode()
    assert client.get(ADDRESS, **HTMX).content.strip() == b""


@pytest.mark.django_db
def test_the_address_takes_no_posts(client) -> None:
    assert client.post(ADDRESS).status_code == 405


def test_the_file_is_plain_json(file) -> None:
    write_status(DAYS)
    assert json.loads(file.read_text()) == {"step": "days", "done": 3, "total": 19}
