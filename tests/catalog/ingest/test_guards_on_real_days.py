"""How near real days come to the guards' limits: none is held or refused."""

from datetime import date

from benchmarks.guards import Measured, measured, nearest, table
from catalog.feed.source import read_file
from catalog.ingest.guards import FEW, GUARDS, SMALL
from tests.payloads import as_bytes, offering, payload
from tests.shared_data import HISTORY, needs

DAYS = [date(2026, 5, day) for day in range(1, 4)]
OF_A_CHANGE = {
    "offers gone": "shrink",
    "more offers a day": "growth",
    "prices that differ": "price-changes",
    "names of offers that differ": "name-changes",
    "names of providers that differ": "name-changes",
}
NEAREST = [date(2025, 12, 1), date(2026, 1, 1)]  # the month in which the most offers left


def a_day(number: int, **stated: object) -> bytes:
    return as_bytes(payload(acme={f"m{n}": offering(f"m{n}", **stated) for n in range(number)}))


def by_name(*several: bytes) -> dict[str, Measured]:
    return {one.what: one for one in nearest(measured(zip(DAYS, several, strict=False)))}


def test_every_guard_is_measured() -> None:
    found = by_name(a_day(10), a_day(10))
    assert set(OF_A_CHANGE) < set(found)
    assert set(OF_A_CHANGE.values()) == set(GUARDS)


def test_the_nearest_day_of_each_limit_is_found() -> None:
    found = by_name(a_day(SMALL), a_day(SMALL * 8 // 10), a_day(SMALL * 12 // 10))
    assert (found["offers gone"].value, found["offers gone"].day) == (20, DAYS[1])
    assert (found["more offers a day"].value, found["more offers a day"].day) == (50, DAYS[2])
    assert (found["offers"].value, found["offers"].limit) == (1200, 40_000)


def test_what_a_guard_lets_pass_for_being_few_counts_as_none() -> None:
    found = by_name(a_day(9), a_day(19, name="Other", cost={"input": 9, "output": 9}))
    assert {one.value for what, one in found.items() if what in OF_A_CHANGE} == {0}


def test_prices_and_names_are_compared() -> None:
    found = by_name(a_day(FEW), a_day(FEW, name="Other", cost={"input": 9, "output": 9}))
    assert {found[what].used for what in ("prices that differ", "names of offers that differ")} == {
        5
    }
    assert found["names of providers that differ"].used == 0


def test_the_table_has_a_row_for_each_limit() -> None:
    found = by_name(a_day(10), a_day(8))
    rows = table(found.values()).splitlines()
    assert len(rows) == 2 + len(found)
    assert "| offers gone | 20% | 20% | 2026-05-02 | 100% |" in rows


@needs(HISTORY)
def test_no_limit_holds_the_real_days_that_come_nearest() -> None:
    files = [(day, HISTORY / f"{day}.json.gz") for day in NEAREST]
    found = nearest(measured((day, read_file(path).body) for day, path in files))
    assert {one.what for one in found} >= set(OF_A_CHANGE)
    assert max(found, key=lambda one: one.used).used < 0.75
