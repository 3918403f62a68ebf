"""What a killed pull left, and what cannot be applied."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import OperationalError

from catalog.ingest.snapshots import take_snapshot
from catalog.models import (
    Offering,
    Revision,
    Run,
    Snapshot,
)
from config.daily.rebuild import rebuild
from tests.config.daily.payloads import MAY, NOW, TEN, live, models
from tests.payloads import fetched

pytestmark = pytest.mark.django_db(transaction=True)


# What a kill leaves behind


def test_a_pending_snapshot_is_applied_first(say) -> None:
    say(models("llama-1b"))
    late = fetched(models("llama-1b", "llama-2b"))
    take_snapshot(late, day=MAY[1], source="killed", now=NOW)
    run = say(models("llama-1b", "llama-2b", "llama-3b"), 3)
    assert run.message.startswith(
        "applied 2026-05-02, which an interrupted update had stored; then: applied 2026-05-03: 3"
    )
    assert run.message_text == run.message
    firsts = dict(Offering.objects.values_list("provider_model_id", "first_seen"))
    assert firsts == {"llama-1b": MAY[0], "llama-2b": MAY[1], "llama-3b": MAY[2]}
    assert not Snapshot.objects.pending().exists()


def test_a_pending_snapshot_of_an_earlier_day_is_inserted(say) -> None:
    say(models("llama-1b"))
    say(models("llama-1b", reasoning=True), 9)
    take_snapshot(fetched(models("llama-1b", attachment=True)), day=MAY[4], source="x", now=NOW)
    run = say(models("llama-1b", reasoning=True), 9)
    assert "applied 2026-05-05, which" in Run.objects.get(pk=run.pk).message
    assert [row.valid_from.day for row in Revision.objects.order_by("valid_from")] == [1, 5, 9]


def test_a_killed_run_is_marked(say) -> None:
    killed = Run.objects.create(source="x", day=MAY[0], started_at=NOW)
    say(models("llama-1b"))
    killed.refresh_from_db()
    assert (killed.outcome, killed.ended_at) == ("killed", NOW)


# What cannot be applied


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that makes deriving fail, until it is given None."""

    def fail_with(error: Exception | None) -> None:
        def record(_day: date) -> None:
            if error:
                raise error

        monkeypatch.setattr("config.daily.derive.record_day", record)

    return fail_with


def test_a_snapshot_that_cannot_be_applied_does_not_block_later_ones(say, broken) -> None:
    say(models("llama-1b"))
    broken(ZeroDivisionError("a mistake of ours"))
    with pytest.raises(ZeroDivisionError):
        say(models("llama-1b", "llama-2b"), 2)
    assert Run.objects.last().message == "ZeroDivisionError: a mistake of ours"
    assert live() == {"llama-1b"}
    broken(None)
    assert say(models("llama-1b", "llama-3b"), 3).outcome == "applied"
    assert live() == {"llama-1b", "llama-3b"}


def test_a_payload_set_aside_is_retried_and_stored_once(say, broken) -> None:
    broken(ZeroDivisionError())
    for _hour in range(2):
        with pytest.raises(ZeroDivisionError):
            say(models("llama-1b"))
    broken(None)
    assert say(models("llama-1b")).outcome == "applied"
    assert Snapshot.objects.in_use().count() == Snapshot.objects.count() == 1


def test_a_database_error_leaves_the_snapshot_pending(say, broken) -> None:
    broken(OperationalError("the server is going away"))
    with pytest.raises(OperationalError):
        say(models("llama-1b"))
    broken(None)
    assert Snapshot.objects.pending().count() == 1
    say(models("llama-1b", "llama-2b"), 2)
    assert Offering.objects.get(provider_model_id="llama-1b").first_seen == MAY[0]


def test_a_rebuild_includes_snapshots_set_aside_if_told_to(say, broken) -> None:
    say(models("llama-1b"))
    broken(ZeroDivisionError("a mistake of ours"))
    with pytest.raises(ZeroDivisionError):
        say(models("llama-1b", "llama-2b"), 2)
    aside = Snapshot.objects.exclude(set_aside_at=None).get()
    assert aside.reason_text == "ZeroDivisionError: a mistake of ours"
    with pytest.raises(ZeroDivisionError):
        rebuild(retry=True)
    broken(None)
    rebuild()
    assert live() == {"llama-1b"}
    rebuild(retry=True)
    assert live() == {"llama-1b", "llama-2b"}
    assert not Snapshot.objects.exclude(set_aside_at=None).exists()


def kill(day: int, content: Any, attempts: int = 1) -> Snapshot:
    """Leave what a pull leaves that was killed while it applied this payload."""
    left = take_snapshot(fetched(content), day=MAY[day - 1], source="killed", now=NOW)
    Snapshot.objects.filter(pk=left.pk).update(unfinished_attempts=attempts)
    return left


def test_an_attempt_is_counted_before_it_begins(say, monkeypatch) -> None:
    counted = []

    def look(_day: date) -> None:
        counted.extend(Snapshot.objects.values_list("unfinished_attempts", flat=True))

    monkeypatch.setattr("config.daily.derive.record_day", look)
    say(models("llama-1b"))
    assert counted == [1]
    assert Snapshot.objects.get().unfinished_attempts == 0


def test_a_payload_that_killed_its_pull_once_is_tried_again(say) -> None:
    say(models("llama-1b"))
    kill(2, models("llama-1b", "llama-2b"))
    say(models("llama-1b", "llama-2b", "llama-3b"), 3)
    assert Offering.objects.get(provider_model_id="llama-2b").first_seen == MAY[1]
    assert not Snapshot.objects.exclude(unfinished_attempts=0).exists()


def test_a_payload_that_killed_two_pulls_is_set_aside(say) -> None:
    say(models("llama-1b"))
    killer = kill(2, models("llama-1b", "llama-2b"), attempts=2)
    assert say(models("llama-1b", "llama-3b"), 3).outcome == "applied"
    assert live() == {"llama-1b", "llama-3b"}
    killer.refresh_from_db()
    assert killer.reason_text.startswith("2 attempts to apply it were killed; to try again: ")
    # The feed may still have it; reading it again would kill the next pull, too.
    again = say(models("llama-1b", "llama-2b"), 4)
    assert (again.outcome, "2 attempts to apply it were killed" in again.message) == (
        *("refused", True),
    )
    rebuild(retry=True)
    assert Offering.objects.get(provider_model_id="llama-2b").first_seen == MAY[1]


def test_the_guards_check_what_is_pending(say) -> None:
    say(models(*TEN))
    pending = take_snapshot(fetched(models(*TEN[:2])), day=MAY[1], source="killed", now=NOW)
    assert say(models(*TEN, "llama-11b"), 3).outcome == "applied"
    assert live() == {*TEN, "llama-11b"}
    pending.refresh_from_db()
    assert "8 of 10 live offerings are gone from it" in pending.reason_text
    rebuild()
    assert live() == {*TEN, "llama-11b"}


def test_what_an_operator_accepted_stays_accepted_after_a_kill(say) -> None:
    say(models(*TEN))
    take_snapshot(
        fetched(models(*TEN[:2])), day=MAY[1], source="killed", now=NOW, accepted=["shrink"]
    )
    say(models(*TEN[:2], "llama-11b"), 3)
    assert live() == {*TEN[:2], "llama-11b"}
