"""The tables that people fill: their constraints, and what their querysets select."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from catalog.domain.corrections import Ending, Target, Verdict
from catalog.editorial import Announcement, Correction, MistakeReport

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)
NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)
SOURCE = "https://maker.example/prices"


def make_correction(field="prices.input", **stated):
    stated = {
        "target": Target.OFFER,
        "provider": "acme",
        "key": "m",
        "verdict": Verdict.FEED_WRONG,
        "value": "0.5",
        "reason": "One zero too many.",
        "source": SOURCE,
        "first_day": DAY,
        "entered_on": DAY,
        "recorded_at": NOON,
    } | stated
    return Correction.objects.create(field=field, **stated)


def announce(kind, **stated):
    stated = {
        "target": Target.OFFER,
        "provider": "acme",
        "key": "m",
        "source": SOURCE,
        "checked_on": DAY,
        "recorded_at": NOON,
    } | stated
    return Announcement.objects.create(kind=kind, **stated)


def test_works():
    correction = make_correction()
    assert str(correction) == "acme m prices.input"
    assert correction.override.in_force(DAY)
    assert list(Correction.objects.in_force(DAY)) == [correction]


REFUSED = [
    ("a_field_has_one_open_correction", lambda: [make_correction(), make_correction()]),
    ("an_ended_correction_says_when_and_why", lambda: make_correction(ended_at=NOON)),
    ("an_ended_correction_says_when_and_why", lambda: make_correction(ending="lapsed")),
    (
        "only_a_wrong_source_is_overridden",
        lambda: make_correction(verdict=Verdict.BOTH_RIGHT),
    ),
    (
        "a_correction_lapses_after_it_begins",
        lambda: make_correction(last_day=DAY - timedelta(days=1)),
    ),
    ("only_a_corrected_offer_has_a_provider", lambda: make_correction(target=Target.MODEL)),
    ("a_retirement_and_a_price_have_a_day", lambda: announce("retirement")),
    (
        "a_fact_is_announced_of_an_offer_or_model",
        lambda: announce("training", target=Target.MODEL, provider="", key="a/b"),
    ),
    (
        "an_announced_fact_ends_after_it_begins",
        lambda: announce("promotion", first_day=DAY, last_day=DAY - timedelta(days=1)),
    ),
    (
        "a_decided_report_says_when",
        lambda: MistakeReport.objects.create(
            target=Target.OFFER, key="m", field="x", value="y", reported_at=NOON, state="accepted"
        ),
    ),
]


@pytest.mark.parametrize("place", range(len(REFUSED)))
def test_the_database_refuses(place):
    constraint, make = REFUSED[place]
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        make()
    assert constraint in str(refused.value) or "UNIQUE" in str(refused.value)


def test_days_in_force_are_those_of_the_override():
    end = {"ended_at": NOON, "ending": Ending.WITHDRAWN}
    rows = [
        make_correction("context", value=1, last_day=DAY + timedelta(days=2)),
        make_correction("released", value="2025", **end, ended_on=DAY + timedelta(days=3)),
        make_correction("name", value="n", first_day=DAY + timedelta(days=1)),
        make_correction("family", verdict=Verdict.INTENDED, value=None),
    ]
    for days in range(-1, 5):
        day = DAY + timedelta(days=days)
        expected = {row.pk for row in rows if row.overrides and row.override.in_force(day)}
        assert set(Correction.objects.in_force(day).values_list("pk", flat=True)) == expected


def test_another_correction_may_follow_an_ended_one():
    make_correction(ended_at=NOON, ended_on=DAY, ending=Ending.REPLACED)
    following = make_correction()
    assert list(Correction.objects.open()) == [following]


def test_why_it_ended_in_words():
    ended = make_correction(ended_at=NOON, ended_on=DAY, ending=Ending.AGREED)
    assert ended.ending_text == "models.dev now reports the same value"
    assert make_correction().ending_text == ""


def test_reports_by_state():
    about = {"target": Target.MODEL, "key": "a/b", "field": "context", "reported_at": NOON}
    new = MistakeReport.objects.create(**about, value="1")
    done = MistakeReport.objects.create(**about, value="2", state="accepted", decided_at=NOON)
    assert list(MistakeReport.objects.undecided()) == [new]
    assert list(MistakeReport.objects.accepted()) == [done]
    assert str(new) == "a/b context"


def test_what_was_taken_back_stands_no_longer():
    announce("quantization", value="fp8", withdrawn_at=NOON)
    standing = announce("quantization", value="fp4")
    assert list(Announcement.objects.standing()) == [standing]
