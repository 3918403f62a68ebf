"""What a plausible feed does not do is refused, unless an operator accepts it."""

from datetime import date
from pathlib import Path

import pytest

from catalog.models import (
    Snapshot,
)
from config.daily.pull import pull
from tests.config.daily.payloads import NOW, TEN, live, models
from tests.payloads import write

pytestmark = pytest.mark.django_db(transaction=True)


MANY = [f"llama-{n}b" for n in range(1, 1001)]


def test_growth_is_refused_until_an_operator_accepts_it(say) -> None:
    say(models(*MANY))
    junk = models(*MANY, *(f"junk-{n}" for n in range(501)))
    run = say(junk, 2)
    assert (run.outcome, "1,501 offerings in it, 1,000 before" in run.message) == ("refused", True)
    assert len(live()) == 1000
    assert say(junk, 2, allow=["growth"]).outcome == "applied"
    assert say(models(*MANY, *(f"junk-{n}" for n in range(502))), 3).outcome == "applied"


def test_too_many_offerings_are_refused_before_they_are_read(say, settings, monkeypatch) -> None:
    say(models(*TEN))
    settings.FEED_MAX_OFFERS = 10
    monkeypatch.setattr("catalog.ingest.snapshots.normalise", lambda *_: 1 / 0)
    run = say(models(*TEN, "llama-11b"), 2)
    assert (run.outcome, "11 offers in it, over the limit of 10" in run.message) == (
        "refused",
        True,
    )


def test_junk_that_one_day_accepted_does_not_refuse_the_next_honest_day(say) -> None:
    say(models(*TEN))
    assert say(models(*TEN, *(f"junk-{n}" for n in range(9))), 2).outcome == "applied"
    assert say(models(*TEN), 3).outcome == "applied"
    assert live() == set(TEN)


@pytest.mark.parametrize("guard, stated", [("price", "cost"), ("name", "name")])
def test_a_day_on_which_everything_changes_is_held(say, guard: str, stated: str) -> None:
    new = {"cost": {"input": 10, "output": 20}, "name": "Free Llama"}[stated]
    say(models(*MANY[:25]))
    changed = models(*MANY[:25], **{stated: new})
    run = say(changed, 2)
    assert (run.outcome, f"25 of 25 {guard}s differ (100%)" in run.message) == ("refused", True)
    assert say(changed, 2, allow=[f"{guard}-changes"]).outcome == "applied"
    # Accepted once: the next payload is compared with the accepted one.
    assert say(models(*MANY[:25]), 3).outcome == "refused"


@pytest.mark.parametrize(
    "day, outcome",
    [
        *((date(1, 1, 1), "refused"), (date(2019, 12, 31), "refused")),
        *((date(2020, 1, 1), "applied"), (date(2026, 6, 1), "applied")),
        *((date(2026, 6, 2), "refused"), (date(9999, 12, 31), "refused")),
    ],
)
def test_a_day_is_neither_long_past_nor_ahead(tmp_path: Path, day: date, outcome: str) -> None:
    file = write(tmp_path / "payload.json", models(*TEN))
    run = pull(file, day=day, now=NOW)
    assert run.outcome == outcome
    assert outcome == "applied" or "is not between 2020-01-01 and tomorrow" in run.message
    assert Snapshot.objects.count() == (outcome == "applied")
