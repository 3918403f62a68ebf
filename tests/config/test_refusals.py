"""The payload that was refused last: kept whole, replaced, and forgotten."""

from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.models import Run, Snapshot
from catalog.refusals import RefusedPayload
from changelog.refusal_report import report_from_json
from config import refusals
from config.daily.pull import pull
from config.daily.rebuild import rebuild
from tests.payloads import as_bytes, offering, payload, write

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)
NOW = datetime(2026, 5, 12, 12, tzinfo=UTC)


def models(number, **fields):
    return payload(acme={f"m-{n}": offering(f"m-{n}", **fields) for n in range(number)})


TEN, THREE = models(10), models(3)
# Fewer and at other prices: of 21 offers 20 at least must be there for the price to be judged.
MANY = models(30)
FEWER_AND_DEARER = models(22, cost={"input": 5, "output": 9})


@pytest.fixture
def say(tmp_path):
    """A function that pulls a payload some days after the first."""

    def say(content, day=0, **options):
        file = write(tmp_path / "feed.json", content)
        when = NOW + timedelta(days=day)
        return pull(file, day=DAY + timedelta(days=day), now=when, **options)

    return say


def test_it_works(say):
    newest = say(TEN).snapshot
    run = say(THREE, 1)
    assert run.outcome == "refused"
    kept = RefusedPayload.objects.get()
    assert Run.objects.get(pk=run.pk).refused == kept
    assert (kept.body, kept.size) == (as_bytes(THREE), len(as_bytes(THREE)))
    assert (kept.day, kept.refused_at) == (DAY + timedelta(days=1), NOW + timedelta(days=1))
    assert (kept.guards, kept.compared_with) == (["shrink"], newest)
    assert report_from_json(kept.report).counts == {"withdrawal": 7}


def test_every_guard_that_objects_is_named(say):
    say(MANY)
    say(FEWER_AND_DEARER, 1)
    kept = RefusedPayload.objects.get()
    assert kept.guards == ["price-changes", "shrink"]
    assert len(kept.objections) == 2


def test_what_the_pull_was_told_to_accept_stays_accepted(say):
    say(MANY)
    say(FEWER_AND_DEARER, 1, allow=["shrink"])
    kept = RefusedPayload.objects.get()
    assert (kept.guards, len(kept.objections)) == (["price-changes", "shrink"], 1)


@pytest.mark.parametrize(
    "content", [b"<html>", b"{}", as_bytes(TEN)[:-9]], ids=["HTML", "nothing", "cut short"]
)
def test_what_cannot_be_read_is_not_kept(say, content):
    say(TEN)
    assert say(content, 1).outcome == "refused"
    assert not RefusedPayload.objects.exists()


def test_nor_is_what_is_over_the_limit(say, settings):
    say(TEN)
    settings.FEED_MAX_OFFERS = 20
    assert say(models(21), 1).outcome == "refused"
    assert not RefusedPayload.objects.exists()


def test_another_takes_its_place(say):
    say(TEN)
    first, second = say(THREE, 1), say(models(2), 1)
    kept = RefusedPayload.objects.get()
    assert kept.body == as_bytes(models(2))
    assert [Run.objects.get(pk=run.pk).refused for run in (first, second)] == [None, kept]


def test_the_same_again_is_kept_once_and_compared_once(say, monkeypatch):
    say(TEN)
    first = say(THREE, 1)
    monkeypatch.setattr(refusals, "refusal_report", lambda *_: pytest.fail("compared again"))
    second = say(THREE, 2)
    kept = RefusedPayload.objects.get()
    assert set(kept.runs.all()) == {first, second}
    assert kept.day == DAY + timedelta(days=2)
    assert kept.refused_at == NOW + timedelta(days=1)


@pytest.mark.parametrize("content", [TEN, models(11)], ids=["as before", "a new one"])
def test_it_is_forgotten_when_the_feed_is_right_again(say, content):
    say(TEN)
    run = say(THREE, 1)
    assert say(content, 1).outcome != "refused"
    assert not RefusedPayload.objects.exists()
    assert Run.objects.get(pk=run.pk).refused is None


def test_a_pull_of_an_earlier_day_leaves_it(say):
    say(TEN)
    say(THREE, 2)
    say(models(11), 1)
    assert RefusedPayload.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_keeps_it(say):
    say(TEN)
    run = say(THREE, 1)
    kept = RefusedPayload.objects.get()
    rebuild()
    assert RefusedPayload.objects.get() == kept
    assert Run.objects.get(pk=run.pk).refused == kept
    assert Snapshot.objects.count() == 1
