"""Backing out an accepted day: the catalogue without it, also after a rebuild and another pull."""

from datetime import UTC, date, datetime
from threading import Thread
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from catalog.models import Offering, Run, Snapshot
from config.daily.pull import pull
from config.daily.rebuild import rebuild
from config.rejection import NothingToReject, accept_day, reject_day
from tests.payloads import as_bytes, offering, payload, write

pytestmark = pytest.mark.django_db(transaction=True)

MAY = [date(2026, 5, day) for day in range(1, 32)]
NOW = datetime(2026, 5, 31, 6, 15, tzinfo=UTC)
HONEST, JUNK = ["llama-1b", "llama-2b"], ["llama-1b", "llama-2b", "junk-1", "junk-2"]


def models(*names: str, **stated: Any) -> dict[str, Any]:
    return payload(acme={name: offering(name, **stated) for name in names})


@pytest.fixture
def say(tmp_path):
    def say(content: Any, day: int) -> Run:
        file = write(tmp_path / "payload.json", content)
        return pull(file, day=MAY[day - 1], now=NOW)

    return say


def live() -> list[str]:
    rows = Offering.objects.live().order_by("provider_model_id")
    return list(rows.values_list("provider_model_id", flat=True))


def test_a_rejected_day_is_as_if_it_had_not_been(say) -> None:
    say(models(*HONEST), 1)
    say(models(*JUNK, cost={"input": 9, "output": 9}), 2)
    counts = reject_day(MAY[1], now=NOW, reason="junk")
    assert (counts.offerings, live()) == (2, HONEST)
    assert not Offering.objects.filter(provider_model_id="junk-1").exists()
    assert Offering.objects.get(provider_model_id="llama-1b").revisions.count() == 1
    assert Snapshot.objects.get(day=MAY[1]).reason_text == "junk"


def test_a_rejection_survives_rebuilds(say) -> None:
    say(models(*HONEST), 1)
    say(models(*JUNK), 2)
    reject_day(MAY[1], now=NOW)
    for retry in (False, True):
        rebuild(retry=retry)
        assert live() == HONEST
    assert Snapshot.objects.get(day=MAY[1]).reason_text == "rejected by an operator"


@pytest.mark.parametrize("day", [2, 3])
def test_a_rejected_payload_is_refused_when_it_comes_again(say, day: int) -> None:
    say(models(*HONEST), 1)
    say(models(*JUNK), 2)
    reject_day(MAY[1], now=NOW)
    other_bytes = as_bytes(models(*JUNK)).replace(b": ", b":  ")
    for content in (models(*JUNK), other_bytes):
        run = say(content, day)
        assert run.outcome == "refused"
        assert "rejected by an operator; to accept it: manage.py reject 2026-05-02" in run.message
    assert say(models(*HONEST, "llama-3b"), day).outcome == "applied"
    assert live() == [*HONEST, "llama-3b"]


def test_a_rejection_can_be_taken_back(say) -> None:
    say(models(*HONEST), 1)
    say(models(*JUNK), 2)
    reject_day(MAY[1], now=NOW)
    accept_day(MAY[1])
    assert live() == sorted(JUNK)
    assert Snapshot.objects.get(day=MAY[1]).reason_text == ""


def test_a_day_in_the_middle_is_backed_out(say) -> None:
    say(models(*HONEST), 1)
    say(models(*JUNK), 2)
    say(models(*HONEST, "llama-3b"), 3)
    reject_day(MAY[1], now=NOW)
    assert live() == [*HONEST, "llama-3b"]
    assert Offering.objects.count() == 3


def test_nothing_to_reject(say) -> None:
    say(models(*HONEST), 1)
    with pytest.raises(NothingToReject, match="2026-05-01 is the only day on record"):
        reject_day(MAY[0], now=NOW)
    with pytest.raises(NothingToReject, match="no snapshot of 2026-05-02 is in use"):
        reject_day(MAY[1], now=NOW)
    with pytest.raises(NothingToReject, match="no snapshot of 2026-05-01 is rejected"):
        accept_day(MAY[0])
    assert live() == HONEST


@pytest.mark.parametrize("undo", [False, True])
def test_visitors_and_editors_go_on_meanwhile(say, undo: bool) -> None:
    say(models(*HONEST), 1)
    say(models(*JUNK), 2)
    if undo:
        reject_day(MAY[1], now=NOW)
    before, seen = live(), []

    def visit() -> None:
        """Read the catalogue and open a session, as another process does."""
        seen.append(live())
        Session.objects.create(pk=f"visit-{len(seen)}", session_data="", expire_date=NOW)
        connection.close()

    def visit_meanwhile(_snapshot: Snapshot) -> None:
        visitor = Thread(target=visit)
        visitor.start()
        visitor.join()

    if undo:
        accept_day(MAY[1], progress=visit_meanwhile)
    else:
        reject_day(MAY[1], now=NOW, progress=visit_meanwhile)
    assert seen
    assert all(offers == before for offers in seen)
    assert Session.objects.count() == len(seen)
    assert live() == (sorted(JUNK) if undo else HONEST)


def test_a_rejection_that_fails_changes_nothing(say) -> None:
    say(models(*HONEST), 1)
    say(models(*JUNK), 2)

    def fail(_snapshot: Snapshot) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        reject_day(MAY[1], now=NOW, progress=fail)
    assert live() == sorted(JUNK)
    assert not Snapshot.objects.exclude(rejected_at=None).exists()


def test_the_command(say, capsys) -> None:
    say(models(*HONEST), 1)
    say(models(*JUNK), 2)
    call_command("reject", "2026-05-02", "--reason", "junk")
    assert "2026-05-02 rejected: 2 offerings, 2 models" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no snapshot of 2026-05-02 is in use; nothing was"):
        call_command("reject", "2026-05-02")
    call_command("reject", "2026-05-02", "--undo")
    assert live() == sorted(JUNK)


# In the admin


@pytest.fixture
def started(monkeypatch) -> list[list[str]]:
    """The commands that the admin's button starts, instead of starting them."""
    commands: list[list[str]] = []
    monkeypatch.setattr("config.views.start_process", lambda *words: commands.append(list(words)))
    return commands


def test_the_admin_rejects_a_snapshots_day(say, admin_client, started) -> None:
    say(models(*HONEST), 1)
    snapshot = say(models(*JUNK), 2).snapshot
    page = admin_client.get(reverse("admin:catalog_snapshot_change", args=[snapshot.pk]))
    address = reverse("reject-day", args=[snapshot.pk])
    assert f'action="{address}"' in page.content.decode()
    answer = admin_client.post(address, {"reason": "junk"})
    assert answer.status_code == 302
    assert started == [["reject", "2026-05-02", "--reason=junk"]]


def test_the_admin_takes_a_rejection_back(say, admin_client, started) -> None:
    say(models(*HONEST), 1)
    snapshot = say(models(*JUNK), 2).snapshot
    reject_day(MAY[1], now=NOW)
    admin_client.post(reverse("reject-day", args=[snapshot.pk]), {"undo": "1"})
    assert started == [["reject", "2026-05-02", "--undo"]]


def test_only_those_who_may_start_pulls_reject(say, client, started) -> None:
    snapshot = say(models(*HONEST), 1).snapshot
    assert client.post(reverse("reject-day", args=[snapshot.pk])).status_code == 302
    assert started == []
