"""Snapshots: stored byte for byte, recognised, confirmed."""

from datetime import UTC, date, datetime
from time import process_time
from typing import Any

import pytest

from catalog.feed.payload import PayloadRefused
from catalog.feed.source import Fetched
from catalog.ingest.apply import apply_payload
from catalog.ingest.snapshots import (
    confirm,
    newest_snapshot,
    read_new_payload,
    refuse_if_nothing_to_publish,
    refuse_implausible_day,
    same_snapshot,
    snapshot_before,
    take_snapshot,
)
from catalog.models import Snapshot
from tests.payloads import as_bytes, fetched, offering, payload, read

pytestmark = pytest.mark.django_db

MAY = [date(2026, 5, day) for day in range(1, 32)]


def take(content: Any = None, *, day: date = MAY[0], **validators: str) -> Snapshot:
    body = fetched(content or {}).body
    now = datetime(2026, 5, 12, 6, 15, tzinfo=UTC)
    return take_snapshot(Fetched(body, **validators), day=day, source="test", now=now)


def test_stores_the_payload_byte_for_byte() -> None:
    content = payload(acme={"m": offering()})
    take(content, etag='"v1"')
    [kept] = Snapshot.objects.all()
    assert kept.body == fetched(content).body
    assert (kept.size, kept.etag, kept.applied_at) == (len(kept.body), '"v1"', None)
    assert (kept.day, kept.confirmed_on) == (MAY[0], MAY[0])


def test_newest_is_the_last_of_the_latest_day() -> None:
    _, second = take("b", day=MAY[4]), take("c", day=MAY[4])
    take("a", day=MAY[1])
    assert newest_snapshot() == second


def test_before_is_of_an_earlier_day() -> None:
    first, later = take("b", day=MAY[4]), take("c", day=MAY[4])
    earliest = take("a", day=MAY[1])
    assert snapshot_before(later) == snapshot_before(first) == earliest
    assert snapshot_before(earliest) is None


SAME = [("a", MAY[0], True), ("a", MAY[5], True), ("b", MAY[5], False), ("a", MAY[9], False)]


@pytest.mark.parametrize("content, day, found", SAME)
def test_same_snapshot_of_an_unchanged_payload(content: str, day: date, found: bool) -> None:
    first = take("a")
    take("b", day=MAY[9])
    assert same_snapshot(fetched(content).body, day) == (first if found else None)


def test_a_later_snapshot_is_not_the_same() -> None:
    take("a", day=MAY[5])
    assert same_snapshot(fetched("a").body, MAY[4]) is None


@pytest.mark.parametrize("day, news", [(MAY[5], True), (MAY[2], False), (MAY[1], False)])
def test_confirm_keeps_the_latest_day(day: date, news: bool) -> None:
    snapshot = take("a")
    confirm(snapshot, MAY[2])
    assert confirm(snapshot, day) is news
    snapshot.refresh_from_db()
    assert snapshot.confirmed_on == max(day, MAY[2])


@pytest.mark.parametrize(
    "fetched, kept",
    [
        (None, ("old", "then")),
        (Fetched(b""), ("old", "then")),
        (Fetched(b"", "new", ""), ("new", "")),
        (Fetched(b"", "", "now"), ("", "now")),
    ],
)
def test_new_validators_replace_the_old(fetched: Fetched | None, kept: tuple[str, str]) -> None:
    snapshot = take("a", etag="old", last_modified="then")
    confirm(snapshot, MAY[1], fetched)
    snapshot.refresh_from_db()
    assert (snapshot.etag, snapshot.last_modified) == kept


def ten(*gone: int) -> dict[str, Any]:
    return payload(acme={f"m{n}": offering() for n in range(10) if n not in gone})


# Before anything is stored


def test_reads_a_new_payload() -> None:
    assert len(read_new_payload(as_bytes(ten())).offerings) == 10


def test_refuses_more_offers_than_the_limit(settings) -> None:
    settings.FEED_MAX_OFFERS = 9
    with pytest.raises(PayloadRefused, match=r"^10 offers in it, over the limit of 9 \(FEED_MAX"):
        read_new_payload(as_bytes(ten()))
    assert len(read_new_payload(as_bytes(ten()), accepted=["growth"]).offerings) == 10


def test_too_many_offers_are_refused_before_they_are_read() -> None:
    """What is read is 12 s of work; counting the parsed payload takes none."""
    junk = payload(acme={f"m{n}": {"cost": {"input": -1}} for n in range(200_000)})
    body, began = as_bytes(junk), process_time()
    with pytest.raises(PayloadRefused, match="200,000 offers in it"):
        read_new_payload(body)
    assert process_time() - began < 5


@pytest.mark.parametrize("models", [{}, {"m": 5}, {"m": {"cost": {"input": -1}}}])
def test_refuses_to_publish_nothing(models: dict[str, Any]) -> None:
    nothing = read(payload(acme=models))
    with pytest.raises(PayloadRefused, match="no readable offer in it"):
        refuse_if_nothing_to_publish(nothing)
    apply_payload(read(ten()), day=MAY[0], last_seen=MAY[0])
    refuse_if_nothing_to_publish(nothing)


@pytest.mark.parametrize(
    "day, refused",
    [
        (date(2019, 12, 31), True),
        (date(2020, 1, 1), False),
        (date(2026, 5, 12), False),
        (date(2026, 5, 13), False),
        (date(2026, 5, 14), True),
        (date.min, True),
        (date.max, True),
    ],
)
def test_refuses_a_day_before_the_feed_or_after_tomorrow(day: date, *, refused: bool) -> None:
    if not refused:
        return refuse_implausible_day(day, today=date(2026, 5, 12))
    with pytest.raises(PayloadRefused, match=f"the day {day} is not between 2020-01-01 and"):
        refuse_implausible_day(day, today=date(2026, 5, 12))
    return None
