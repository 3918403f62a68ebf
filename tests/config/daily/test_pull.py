"""Pulls end to end: stored, applied and published, or refused."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalog.models import (
    CanonicalModel,
    CatalogueVersion,
    Run,
    Snapshot,
)
from config.daily import derive
from config.daily.pull import pull
from config.daily.rebuild import rebuild
from scoring.models import Score
from tests.config.daily.payloads import MAY, NOW, TEN, live, models, tables
from tests.payloads import as_bytes, offering, one, payload, write

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_payload_is_stored_applied_and_published(say) -> None:
    run = say(models(*TEN))
    assert run.outcome == "applied"
    assert run.message.startswith("applied 2026-05-01: 10 offerings of 1 providers, 10 models; 10 ")
    assert run.counts["arrived"] == 10
    assert (run.snapshot.day, run.snapshot.applied_at is not None) == (MAY[0], True)
    assert live() == set(TEN)
    assert Score.objects.exists()
    assert CatalogueVersion.objects.get().snapshot == run.snapshot


@pytest.mark.parametrize("day", [1, 2])
def test_an_unchanged_payload_is_confirmed(say, day: int) -> None:
    first = say(models(*TEN)).snapshot
    before, version = tables(), CatalogueVersion.objects.get()
    run = say(models(*TEN), day)
    assert (run.outcome, run.message) == (
        *("unchanged", "nothing new: the payload of 2026-05-01 again"),
    )
    assert tables() == before
    assert CatalogueVersion.objects.get() == version
    assert Snapshot.objects.get() == first
    assert Snapshot.objects.get().confirmed_on == MAY[day - 1]


# Refused, and the catalogue as it was

REFUSED: dict[str, tuple[Any, str]] = {
    "HTML": (b"<!doctype html><h1>Not found</h1>", "HTML or XML, not JSON"),
    "not JSON": (b"upstream connect error", "not JSON"),
    "cut short": (as_bytes(models(*TEN))[:-20], "cut short"),
    "nothing": (b"", "not JSON"),
    "a list": (b"[]", "wrong shape: list"),
    "an error": (b'{"error": {"code": 500}}', "wrong shape: no provider in it"),
    "zero providers": (b"{}", "zero providers"),
    "keys that disagree": (b'{"a": {"models": {}}, "a": {"models": {"x": 1}}}', "'a' stands twice"),
    "half is gone": (models(*TEN[:5]), "5 of 10 live offerings are gone from it (50%)"),
    "more than a fifth": (models(*TEN[:7]), "3 of 10 live offerings are gone"),
    "all unreadable": (models(*TEN, cost={"input": -1}), "10 of 10 live offerings are gone"),
    "no offers": (payload(acme={}), "10 of 10 live offerings are gone"),
}


@pytest.mark.parametrize("content, why", REFUSED.values(), ids=REFUSED)
def test_a_refused_payload_changes_nothing(say, content: Any, why: str) -> None:
    say(models(*TEN))
    before = tables()
    run = say(content, 2)
    assert run.outcome == "refused"
    assert why in run.message
    assert run.message.count("\n") == 0
    assert tables() == before
    assert (Snapshot.objects.count(), CatalogueVersion.objects.count()) == (1, 1)
    assert run.ended_at is not None


@pytest.mark.parametrize("content", [payload(acme={}), models("m", cost={"input": -1})])
def test_a_first_pull_without_a_readable_offer_publishes_nothing(say, content) -> None:
    run = say(content, allow=["shrink"])
    assert (run.outcome, run.message.rpartition(": ")[2]) == ("refused", "no readable offer in it")
    assert not Snapshot.objects.exists()
    assert not CatalogueVersion.objects.exists()


@pytest.mark.parametrize("day", [date(2026, 6, 2), date.max, date.min])
def test_a_day_that_cannot_be_is_refused(tmp_path: Path, day: date) -> None:
    run = pull(write(tmp_path / "a.json", models(*TEN)), day=day, now=NOW)
    assert (run.outcome, run.snapshot) == ("refused", None)
    assert f"the day {day} is not between" in run.message


def test_tomorrow_is_accepted(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", models(*TEN))
    assert pull(file, day=date(2026, 6, 1), now=NOW).outcome == "applied"


def test_an_escaped_id_joins_the_model_that_it_stands_for(say) -> None:
    ids = ("meta/llama-9-1b", "meta%2Fllama-9-1b")
    say(payload(acme={ids[0]: offering(ids[0])}, openrouter={ids[1]: offering(ids[1])}))
    assert CanonicalModel.objects.get().path == "meta/llama-9-1b"
    assert live() == set(ids)


def test_one_offering_with_two_values_of_a_key_is_skipped(say) -> None:
    body = as_bytes(models("llama-1b")).replace(
        b'"llama-1b": {', b'"x": {"id": 1, "id": 2}, "llama-1b": {'
    )
    run = say(body)
    assert (run.outcome, live()) == ("applied", {"llama-1b"})
    assert [line["reason"] for line in run.skipped] == ["id stands twice and the two disagree"]


def test_allow_shrink(say) -> None:
    say(models(*TEN))
    assert say(models(*TEN[:2]), 2, allow=["shrink"]).outcome == "applied"
    assert live() == set(TEN[:2])


def test_a_loss_of_a_fifth_is_applied(say) -> None:
    say(models(*TEN))
    assert say(models(*TEN[:8]), 2).counts["withdrawn"] == 2


def test_unreadable_offerings_are_reported_and_the_rest_is_applied(say) -> None:
    run = say(one(cost={"input": -1}, release_date="soon") | {"bad": 5})
    assert (run.outcome, run.counts["skipped"]) == ("applied", 2)
    assert live() == {"sound"}
    assert [(line["provider"], line["provider_model_id"]) for line in run.skipped] == [
        ("acme", "m"),
        ("bad", ""),
    ]
    assert run.message.endswith("2 skipped")


def test_an_internal_error_is_recorded_and_nothing_is_applied(say, monkeypatch) -> None:
    say(models(*TEN))
    before = tables()
    monkeypatch.setattr(derive, "rescore_all", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        say(models(*TEN, "llama-11b"), 2)
    assert tables() == before
    assert Run.objects.latest("pk").message == "ZeroDivisionError: division by zero"
    monkeypatch.undo()
    say(models(*TEN, "llama-11b"), 2)
    assert "llama-11b" in live()
    assert CatalogueVersion.objects.count() == 2


# One payload a day on record


def test_a_payload_that_reads_the_same_is_confirmed(say) -> None:
    first = say(models(*TEN)).snapshot
    blank = as_bytes(models(*TEN)).replace(b": ", b":  ")
    other_order = as_bytes(models(*reversed(TEN)))
    assert [say(blank).outcome, say(other_order, 2).outcome] == ["unchanged", "unchanged"]
    assert Snapshot.objects.get() == first
    assert (CatalogueVersion.objects.count(), Snapshot.objects.get().confirmed_on) == (1, MAY[1])


def test_what_is_superseded_within_a_day_is_deleted(say) -> None:
    for hour in range(1, 5):
        say(models(*TEN, cost={"input": hour, "output": 9}), 1 + hour // 4)
    assert list(Snapshot.objects.in_order().values_list("day", flat=True)) == MAY[:2]
    assert Run.objects.filter(outcome="applied").count() == 4
    before = tables()
    rebuild()
    assert tables() == before


def test_what_a_page_stands_on_is_kept(say) -> None:
    for names in (TEN, [*TEN, "llama-11b"], TEN):
        say(models(*names))
    # The first showed nothing that is not in the last; the second had llama-11b.
    assert Snapshot.objects.count() == 2
    before = tables()
    rebuild()
    assert tables() == before
    assert CanonicalModel.objects.get(slug="llama-11b").withdrawn_on == MAY[0]
