"""Days as events: blips apart, the important first."""

from datetime import timedelta

import pytest

from changelog.causes.rules import Cause
from changelog.causes.tell import ORDER, SECTIONS, Section, section_of, tell
from changelog.diff import Direction, Kind
from tests.changelog.causes.factories import DAY, at, cut, entry, of_provider

NEXT = DAY + timedelta(days=1)


def told(entries, *wanted):
    return {
        day: [event.cause for event in events] for day, events in tell(entries, *wanted).items()
    }


def test_a_zero_price_that_is_back_on_the_next_day_is_one_blip_on_that_day():
    away = entry(old="2", new="0", direction=Direction.DOWN)
    back = entry(after=1, old="0", new="2", direction=Direction.UP)
    assert told([away, back]) == {NEXT: [Cause.BLIP]}


def test_half_a_blip_is_no_cut_where_only_cuts_are_wanted():
    away = entry(old="2", new="0", direction=Direction.DOWN)
    back = entry(after=1, old="0", new="2", direction=Direction.UP)
    assert told([away, back], lambda one: one.direction == Direction.DOWN) == {}


def test_blips_of_one_provider_are_one_event():
    aways = [at(1, n, old="2", new="0") for n in range(4)]
    backs = [at(1, n, after=1, old="0", new="2") for n in range(4)]
    ((event,),) = tell([*aways, *backs]).values()
    assert (event.cause, len(event.lines)) == (Cause.BLIP, 4)


def test_days_are_newest_first_and_prices_lead():
    later = [cut(1, 9, after=1), at(2, 7, after=1, kind=Kind.ARRIVAL, field="")]
    assert told([cut(1), *later]) == {
        NEXT: [Cause.PRICE, Cause.OFFERS_ADDED],
        DAY: [Cause.PRICE],
    }


def test_makers_prices_lead_and_prices_of_tiers_alone_come_last():
    tier = cut(1, 1, own=True, tier=1000)
    one, own = cut(2, 2), cut(3, 3, own=True)
    ((first, second, third),) = tell([tier, one, own]).values()
    assert [event.first for event in (first, second, third)] == [own, one, tier]


def test_an_offer_that_goes_with_its_provider_is_no_blip():
    come = at(1, kind=Kind.ARRIVAL, field="")
    go = at(1, after=1, kind=Kind.WITHDRAWAL, field="")
    whole = of_provider(1, after=1, kind=Kind.WITHDRAWAL)
    assert told([come, whole, go]) == {NEXT: [Cause.PROVIDER_GONE], DAY: [Cause.OFFERS_ADDED]}


@pytest.mark.parametrize(
    ("kind", "field", "section"),
    [
        (Kind.LIMIT, "context", Section.FACTS),
        (Kind.RENAME, "name", Section.CORRECTIONS),
        (Kind.PRICE, "input", Section.CORRECTIONS),
    ],
)
def test_names_and_doubtful_prices_are_corrections(kind, field, section):
    ((event,),) = tell([at(1, kind=kind, field=field, doubtful=True)]).values()
    assert section_of(event) is section


def test_shared_edits_of_one_model_are_one_event():
    edits = [
        at(n, kind=Kind.LIMIT, field=field, new=9)
        for n in (1, 2, 3)
        for field in ("context", "max_output")
    ]
    ((event,),) = tell(edits).values()
    assert (event.cause, len(event.lines)) == (Cause.MODEL_EDIT, 6)


def test_every_cause_has_its_place_in_a_section():
    assert sorted(ORDER) == sorted(Cause)
    assert len(ORDER) == sum(len(causes) for causes in SECTIONS.values())
