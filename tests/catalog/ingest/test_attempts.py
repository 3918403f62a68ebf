"""Attempts to apply a snapshot: counted before they begin, and what becomes of one that fails."""

from datetime import UTC, date, datetime

import pytest
from django.db import InterfaceError, OperationalError

from catalog.display.translation import gettext_noop as _
from catalog.feed.payload import PayloadRefused
from catalog.ingest.attempts import attempt, retry_set_aside, set_aside_killers
from catalog.ingest.snapshots import take_snapshot
from catalog.models import Snapshot
from tests.payloads import fetched

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 12, 6, 15, tzinfo=UTC)


@pytest.fixture
def snapshot() -> Snapshot:
    return take_snapshot(fetched({}), day=date(2026, 5, 12), source="test", now=NOW)


def stored() -> tuple[int, bool, str]:
    row = Snapshot.objects.get()
    return row.unfinished_attempts, row.set_aside_at is not None, row.reason_text


def test_an_attempt_that_ends_leaves_no_trace(snapshot: Snapshot) -> None:
    with attempt([snapshot], NOW):
        assert stored() == (1, False, "")
    assert stored() == (0, False, "")


def test_an_error_sets_the_snapshot_aside(snapshot: Snapshot) -> None:
    with pytest.raises(ZeroDivisionError), attempt([snapshot], NOW):
        raise ZeroDivisionError("a mistake of ours")
    assert stored() == (0, True, "ZeroDivisionError: a mistake of ours")


def test_a_refusal_is_the_reason(snapshot: Snapshot) -> None:
    with pytest.raises(PayloadRefused), attempt([snapshot], NOW):
        raise PayloadRefused(_("zero providers in it"))
    assert stored() == (0, True, "zero providers in it")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_an_error_of_the_database_does_not_count(
    snapshot: Snapshot, error: type[Exception]
) -> None:
    with pytest.raises(error), attempt([snapshot], NOW):
        raise error
    assert stored() == (0, False, "")


@pytest.mark.parametrize("attempts, aside", [(0, False), (1, False), (2, True), (3, True)])
def test_two_attempts_without_an_end_are_enough(
    snapshot: Snapshot, attempts: int, aside: bool
) -> None:
    Snapshot.objects.update(unfinished_attempts=attempts)
    set_aside_killers(NOW)
    found, is_aside, reason = stored()
    assert (found, is_aside) == (attempts, aside)
    assert reason.startswith(f"{attempts} attempts to apply it were killed") == aside


def test_what_was_applied_is_never_a_killer(snapshot: Snapshot) -> None:
    Snapshot.objects.update(unfinished_attempts=2, applied_at=NOW)
    set_aside_killers(NOW)
    assert stored()[1] is False


def test_a_retry_forgets_the_attempts_but_not_a_rejection(snapshot: Snapshot) -> None:
    Snapshot.objects.update(unfinished_attempts=2, rejected_at=NOW)
    set_aside_killers(NOW)
    Snapshot.objects.update(set_aside_at=NOW)
    retry_set_aside()
    assert stored()[:2] == (0, False)
    assert not Snapshot.objects.in_use().exists()
