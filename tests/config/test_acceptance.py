"""Accepting a refused payload once: this payload, past the guards that objected, and no other."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalog.feed.packing import pack
from catalog.ingest.pull_lock import PullInProgress, pull_lock
from catalog.models import Offering, Run, Snapshot
from catalog.refusals import RefusedPayload
from config.acceptance import NothingToAccept, accept_refused
from config.daily.rebuild import rebuild
from tests.config.test_refusals import (  # noqa: F401
    DAY,
    FEWER_AND_DEARER,
    MANY,
    NOW,
    TEN,
    THREE,
    models,
    say,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1, hours=3)


def live():
    return Offering.objects.live().count()


def accept(**when):
    return accept_refused(RefusedPayload.objects.get().sha256, now=when.get("now", LATER))


def command(*words):
    out = StringIO()
    call_command("accept", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def refused(say):  # noqa: F811
    """A catalogue of ten offers, and the payload of the next day with three."""
    say(TEN)
    say(THREE, 1)
    return RefusedPayload.objects.get()


def test_it_works(refused):
    run = accept()
    assert run.outcome == "applied", run.message
    assert (live(), run.source, run.day) == (3, refused.source, refused.day)
    snapshot = Snapshot.objects.latest("pk")
    assert (snapshot.sha256, snapshot.accepted) == (refused.sha256, ["shrink"])
    assert (snapshot.day, snapshot.fetched_at) == (refused.day, LATER)
    assert not RefusedPayload.objects.exists()


def test_past_every_guard_that_objected(say):  # noqa: F811
    say(MANY)
    say(FEWER_AND_DEARER, 1)
    assert accept().outcome == "applied"
    assert live() == 22


def test_the_next_payload_is_judged_as_ever(refused, say):  # noqa: F811
    accept()
    assert say(models(1), 2).outcome == "refused"
    assert live() == 3


def test_the_same_payload_from_the_feed_is_then_nothing_new(refused, say):  # noqa: F811
    accept()
    assert say(THREE, 2).outcome == "unchanged"


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_gives_the_same(refused):
    accept()
    before = list(Offering.objects.order_by("pk").values())
    rebuild()
    assert list(Offering.objects.order_by("pk").values()) == before


def test_twice_is_once(refused):
    accept()
    with pytest.raises(NothingToAccept, match="no longer on record"):
        accept_refused(refused.sha256, now=LATER)
    assert Run.objects.count() == 3


def test_what_was_replaced_meanwhile_is_not_applied(refused, say):  # noqa: F811
    say(models(2), 1)
    with pytest.raises(NothingToAccept):
        accept_refused(refused.sha256, now=LATER)
    assert live() == 10


def test_a_newer_day_is_not_overwritten(refused):
    Snapshot.objects.update(day=DAY + timedelta(days=2), confirmed_on=DAY + timedelta(days=2))
    run = accept(now=NOW + timedelta(days=2))
    assert run.outcome == "refused"
    assert "the data of 2026-05-14 is newer than this payload of 2026-05-13" in run.message
    assert live() == 10


def test_a_guard_that_did_not_object_yet_may_object_now(say):  # noqa: F811
    say(models(30))
    say(models(20, cost={"input": 5, "output": 9}), 1, allow=["price-changes"])
    refused = RefusedPayload.objects.get()
    RefusedPayload.objects.update(guards=["price-changes"])
    run = accept()
    assert run.outcome == "refused"
    assert live() == 30
    # It may be accepted again, now that the operator can see this.
    assert RefusedPayload.objects.get() == refused
    assert RefusedPayload.objects.get().guards == ["price-changes", "shrink"]
    assert accept().outcome == "applied"


@pytest.mark.parametrize("payload", [pack(b"{}"), b"(", b""], ids=["another", "broken", "none"])
def test_a_damaged_payload_is_not_applied(refused, payload):
    RefusedPayload.objects.update(payload=payload)
    run = accept()
    assert "not the one that was refused" in run.message
    assert live() == 10


@pytest.mark.django_db(transaction=True)
def test_not_while_a_pull_runs(refused):
    with pull_lock(), pytest.raises(PullInProgress):
        accept_refused(refused.sha256, now=LATER)
    assert RefusedPayload.objects.exists()


# The command


def test_the_command_tells_what_was_refused_and_applies_it(refused):
    said = command()
    assert said.startswith(f"{refused.sha256}  2026-05-13  ")
    assert "7 of 10 live offerings are gone from it" in said
    assert command(refused.sha256).startswith("applied 2026-05-13")
    assert live() == 3


def test_the_command_without_anything_to_accept(say):  # noqa: F811
    say(TEN)
    with pytest.raises(CommandError, match="no refused payload on record"):
        command()
    with pytest.raises(CommandError, match=r"no longer on record.*nothing was changed"):
        command("0" * 64)


def test_the_command_says_why_it_is_refused_again(refused):
    Snapshot.objects.update(day=DAY + timedelta(days=2), confirmed_on=DAY + timedelta(days=2))
    with pytest.raises(CommandError, match=r"newer than this payload.*catalogue as it was"):
        command(refused.sha256)


@pytest.mark.django_db(transaction=True)
def test_the_command_waits_for_nobody(refused):
    with pull_lock(), pytest.raises(CommandError, match="a pull is running"):
        command(refused.sha256)
