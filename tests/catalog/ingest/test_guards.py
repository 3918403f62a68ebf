"""Guards: what a payload may do to the catalogue in one day without an operator's consent."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from catalog.feed.payload import PayloadRefused
from catalog.ingest.apply import apply_payload
from catalog.ingest.guards import (
    GUARDS,
    Before,
    LiveOffering,
    catalogue_before,
    grown,
    refuse_implausible,
    renamed,
    repriced,
    shrunk,
)
from catalog.ingest.snapshots import take_snapshot
from config.management.commands.pull import Command
from tests.payloads import fetched, offering, payload, read

MAY = [date(2026, 5, day) for day in range(1, 32)]
NOW = datetime(2026, 5, 31, 6, 15, tzinfo=UTC)
PRICES = (Decimal("0.01"), Decimal("0.02"))


def listed(*numbers: int, **stated: Any) -> Any:
    return read(payload(acme={f"m{n}": offering(f"m{n}", **stated) for n in numbers}))


def before(
    count: int = 10, *, day: int = 9, since: int | None = 8, young: int = 0, **changes: Any
) -> Before:
    """Make a catalogue of m0, m1, … of which the last `young` arrived the day before."""
    old = LiveOffering(MAY[0], "Llama 3.2 1B Instruct", True, PRICES)._replace(**changes)
    new = old._replace(first_seen=MAY[day - 2])
    rows = {("acme", f"m{n}"): new if n >= count - young else old for n in range(count)}
    seen = MAY[since - 1] if since else None
    return Before(MAY[day - 1], MAY[0], seen, rows, {"acme": "Acme"})


def said(objection: PayloadRefused | None) -> str:
    return str(objection) if objection else ""


def test_every_guard_has_an_option_of_the_pull() -> None:
    parser = Command().create_parser("manage.py", "pull")
    allowed = parser.parse_args([f"--allow-{name}" for name in GUARDS]).allow
    assert allowed == list(GUARDS) == ["shrink", "growth", "price-changes", "name-changes"]


# Shrinking


@pytest.mark.parametrize("kept, refused", [(10, False), (8, False), (7, True), (0, True)])
def test_refuses_to_lose_more_than_a_fifth(kept: int, refused: bool) -> None:
    why = said(shrunk(listed(*range(kept)), before()))
    assert (f"{10 - kept} of 10 live offerings are gone from it" in why) == refused
    assert ("--allow-shrink" in why) == refused


def test_new_offerings_do_not_make_up_for_lost_ones() -> None:
    assert "10 of 10" in said(shrunk(listed(*range(50, 99)), before()))


def test_young_offerings_are_no_loss() -> None:
    assert shrunk(listed(*range(6)), before(10, young=4)) is None
    assert "3 of 6" in said(shrunk(listed(*range(3)), before(10, young=4)))


def test_young_is_less_than_a_week() -> None:
    catalogue = before(day=20)
    assert catalogue.is_young(MAY[13])
    assert not catalogue.is_young(MAY[12])


def test_what_the_first_payload_held_is_never_young() -> None:
    assert "10 of 10" in said(shrunk(listed(99), before(day=2, since=1)))


def test_an_empty_catalogue_cannot_shrink() -> None:
    assert shrunk(listed(1), Before(MAY[0])) is None


# Growing


@pytest.mark.parametrize("now, refused", [(1500, False), (1501, True)])
def test_refuses_to_grow_by_more_than_half_in_a_day(now: int, refused: bool) -> None:
    why = said(grown(listed(*range(now)), before(1000)))
    assert ("1,501 offerings in it, 1,000 before (at most 1,500)" in why) == refused
    assert ("--allow-growth" in why) == refused


def test_a_gap_of_days_leaves_room_for_their_growth() -> None:
    assert grown(listed(*range(2000)), before(1000, since=7)) is None


def test_todays_arrivals_are_no_base_for_more() -> None:
    catalogue = before(1500)
    rows = dict(catalogue.offerings)
    for n in range(1000, 1500):
        rows["acme", f"m{n}"] = rows["acme", f"m{n}"]._replace(first_seen=catalogue.day)
    again = Before(catalogue.day, catalogue.first_day, catalogue.since, rows)
    assert "1,501 offerings in it, 1,000 before" in said(grown(listed(*range(1501)), again))


def test_a_small_catalogue_may_grow_fast() -> None:
    assert grown(listed(*range(1000)), before(10)) is None
    assert grown(listed(*range(1001)), before(10)) is not None


def test_a_first_day_has_nothing_to_grow_from() -> None:
    assert grown(listed(*range(2000)), Before(MAY[0])) is None
    assert grown(listed(*range(2000)), before(day=1, since=None)) is None


# Changing


def with_prices(changed: int, among: int) -> Any:
    models = {f"m{n}": offering(f"m{n}") for n in range(among)}
    for n in range(changed):
        models[f"m{n}"]["cost"] = {"input": 10, "output": 20}
    return read(payload(acme=models))


@pytest.mark.parametrize(
    "changed, among, refused",
    [(100, 100, True), (21, 100, True), (20, 100, False), (19, 19, False), (20, 20, True)],
)
def test_refuses_to_change_more_than_a_fifth_of_the_prices(
    changed: int, among: int, refused: bool
) -> None:
    why = said(repriced(with_prices(changed, among), before(among)))
    assert (f"{changed:,} of {among:,} prices differ" in why) == refused
    assert ("--allow-price-changes" in why) == refused


def test_lost_prices_count_as_changed() -> None:
    assert "25 of 25" in said(repriced(listed(*range(25), cost=None), before(25)))


def test_prices_where_there_were_none_are_no_change() -> None:
    catalogue = before(25, priced=False, prices=(None, None))
    assert repriced(with_prices(25, 25), catalogue) is None


def test_new_offerings_change_no_price() -> None:
    assert repriced(with_prices(99, 99), before(10)) is None


@pytest.mark.parametrize("among, refused", [(25, True), (19, False)])
def test_refuses_to_change_most_names(among: int, refused: bool) -> None:
    why = said(renamed(listed(*range(among), name="Other"), before(among)))
    assert (f"{among} of {among} names differ (100%)" in why) == refused
    assert ("--allow-name-changes" in why) == refused


def test_refuses_to_change_most_providers_names() -> None:
    providers = {f"p{n}": {f"m{n}": offering()} for n in range(30)}
    catalogue = Before(MAY[1], MAY[0], MAY[0], {}, dict.fromkeys(providers, "Old"))
    assert "30 of 30 names differ" in said(renamed(read(payload(**providers)), catalogue))


# From the database


@pytest.mark.django_db
def test_compares_with_the_live_catalogue() -> None:
    take_snapshot(fetched({}), day=MAY[0], source="test", now=NOW)
    apply_payload(listed(1, 2), day=MAY[0], last_seen=MAY[0])
    apply_payload(listed(2, 3, cost=None), day=MAY[1], last_seen=MAY[0])
    found = catalogue_before(MAY[2])
    assert (found.first_day, found.since) == (MAY[0], MAY[0])
    assert found.providers == {"acme": "Acme"}
    name = "Llama 3.2 1B Instruct"
    assert found.offerings == {
        ("acme", "m2"): LiveOffering(MAY[0], name, False, (None, None)),
        ("acme", "m3"): LiveOffering(MAY[1], name, False, (None, None)),
    }


@pytest.mark.django_db
def test_the_day_of_a_second_payload_is_measured_from_the_day_before() -> None:
    for day in (1, 4, 5):
        taken = take_snapshot(fetched(str(day)), day=MAY[day - 1], source="test", now=NOW)
    taken.confirmed_on = MAY[8]
    taken.save()
    assert catalogue_before(MAY[4]).since == MAY[3]
    assert catalogue_before(MAY[9]).since == MAY[8]


@pytest.mark.django_db
@pytest.mark.parametrize("guard", ["shrink", "price-changes"])
def test_an_operator_accepts_one_guard_at_a_time(guard: str) -> None:
    apply_payload(listed(*range(40)), day=MAY[0], last_seen=MAY[0])
    half_and_repriced = listed(*range(20), cost={"input": 3, "output": 4})
    with pytest.raises(PayloadRefused):
        refuse_implausible(half_and_repriced, MAY[1], [guard])
    refuse_implausible(half_and_repriced, MAY[1], ["shrink", "price-changes"])


@pytest.mark.django_db
def test_withdrawn_offerings_are_not_lost_again() -> None:
    apply_payload(listed(*range(10)), day=MAY[0], last_seen=MAY[0])
    apply_payload(listed(*range(5)), day=MAY[1], last_seen=MAY[0])
    refuse_implausible(listed(*range(4)), MAY[2])
