"""How payloads are stored: chains of bounded length, nothing lost when one is deleted or packed."""

import gzip
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from pytest_django import DjangoAssertNumQueries

from catalog.feed.packing import DamagedPayload
from catalog.feed.source import Fetched
from catalog.ingest import payloads
from catalog.ingest.payloads import MOST_STEPS, PayloadReader, delete_snapshots, pack_old
from catalog.ingest.pull_lock import PullInProgress, pull_lock
from catalog.ingest.snapshots import take_snapshot
from catalog.models import Snapshot
from tests.payloads import as_bytes, offering, payload

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 1)
NOW = datetime(2026, 5, 12, 6, 15, tzinfo=UTC)


def body(number: int) -> bytes:
    models = {f"model-{n}": offering(name=f"Model {n}") for n in range(30)}
    return as_bytes(payload(acme=models | {"newest": offering(name=f"Newest {number}")}))


def take(number: int, *, again: str = "") -> Snapshot:
    day = FIRST + timedelta(days=number)
    return take_snapshot(Fetched(body(number) + again.encode()), day=day, source="test", now=NOW)


def take_old(number: int) -> Snapshot:
    """Store a payload as the release before did."""
    row = take(number)
    row.payload, row.base, row.steps = gzip.compress(body(number)), None, None
    row.save()
    return row


def read_all() -> list[bytes]:
    return [row.body for row in Snapshot.objects.in_order()]


def test_each_day_is_stored_against_the_one_before() -> None:
    rows = [take(number) for number in range(4)]
    assert [row.base for row in rows] == [None, *rows[:3]]
    assert [row.steps for row in rows] == [0, 1, 2, 3]
    assert read_all() == [body(number) for number in range(4)]
    assert len(rows[3].payload) < len(rows[0].payload) / 2


def test_a_chain_is_bounded() -> None:
    rows = [take(number) for number in range(MOST_STEPS + 3)]
    assert [row.steps for row in rows[-3:]] == [MOST_STEPS, 0, 1]
    assert rows[-1].body == body(MOST_STEPS + 2)


def test_a_day_that_comes_late_is_stored_against_the_one_before_it() -> None:
    first, last = take(0), take(9)
    between = take(5)
    assert (between.base, between.steps, last.base) == (first, 1, first)
    assert read_all() == [body(0), body(5), body(9)]


def test_two_payloads_of_a_day_do_not_depend_on_each_other() -> None:
    before, first, second = take(0), take(1), take(1, again=" ")
    assert first.base == second.base == before


def test_reading_in_order_takes_one_query_and_step_each(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = [take(number) for number in range(6)]
    reader = PayloadReader()
    assert reader.read(rows[0]) == body(0)
    with django_assert_num_queries(0):
        assert [reader.read(row) for row in rows[1:]] == [body(number) for number in range(1, 6)]


def test_a_reader_finds_its_way_over_what_is_left_out() -> None:
    rows = [take(number) for number in range(9)]
    reader = PayloadReader()
    assert [reader.read(rows[number]) for number in (0, 5, 8, 2)] == [
        body(number) for number in (0, 5, 8, 2)
    ]


def test_deleting_keeps_what_was_stored_against_it() -> None:
    rows = [take(number) for number in range(4)]
    delete_snapshots(Snapshot.objects.filter(pk__in=[rows[0].pk, rows[1].pk]))
    assert read_all() == [body(2), body(3)]
    assert [row.steps for row in Snapshot.objects.in_order()] == [0, 3]  # at most


def test_the_database_keeps_what_others_need() -> None:
    first, _second = take(0), take(1)
    with pytest.raises(ProtectedError):
        first.delete()


@pytest.mark.parametrize("wrong", [{"steps": None}, {"steps": 0}, {"base": None}])
def test_the_database_refuses_steps_without_base(wrong: dict[str, None]) -> None:
    take(0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.filter(pk=take(1).pk).update(**wrong)


def test_other_bytes_are_an_error() -> None:
    first, second = take(0), take(1)
    Snapshot.objects.filter(pk=first.pk).update(payload=gzip.compress(body(0)[::-1]))
    second.refresh_from_db()
    with pytest.raises(DamagedPayload):
        second.read_body({})


def test_a_damaged_row_does_not_spoil_the_next_pull() -> None:
    Snapshot.objects.filter(pk=take(0).pk).update(payload=b"lost")
    after = take(1)
    assert (after.base, after.body) == (None, body(1))


def test_old_payloads_are_read_and_packed() -> None:
    for number in range(3):
        take_old(number)
    newest = take(3)
    assert (newest.base, read_all()) == (None, [body(number) for number in range(4)])
    found = list(pack_old())
    assert [size > len(row.payload) for row, size in found] == [True] * 3
    assert [row.steps for row in Snapshot.objects.in_order()] == [0, 1, 2, 0]
    assert read_all() == [body(number) for number in range(4)]
    assert list(pack_old()) == []


def test_packing_goes_on_after_a_kill(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payloads, "BATCH", 2)
    for number in range(5):
        take_old(number)
    killed = pack_old()
    for _ in range(3):
        next(killed)
    killed.close()
    assert Snapshot.objects.filter(steps=None).count() == 2
    assert read_all() == [body(number) for number in range(5)]
    assert len(list(pack_old())) == 2
    assert [row.steps for row in Snapshot.objects.in_order()] == [0, 1, 2, 3, 4]


def test_a_damaged_old_payload_is_reported_and_stays(caplog: pytest.LogCaptureFixture) -> None:
    damaged = take_old(0)
    Snapshot.objects.filter(pk=damaged.pk).update(payload=b"\x1f\x8b lost")
    take_old(1)
    assert len(list(pack_old())) == 1
    assert f"payload of {damaged} not packed" in caplog.text
    damaged.refresh_from_db()
    assert bytes(damaged.payload) == b"\x1f\x8b lost"


def test_a_pull_has_the_right_of_way() -> None:
    take_old(0)
    with pull_lock(), suppress(PullInProgress):
        assert not list(pack_old())
    assert Snapshot.objects.get().steps is None
