"""Reading the corrections of a day, laying them over a payload, ending them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.domain.corrections import Target
from catalog.domain.records import OfferingFacts, OfferingRecord
from catalog.ingest.corrections import (
    NO_OVERRIDES,
    NotOnSale,
    Overrides,
    any_lapses,
    correct_makers,
    correct_offerings,
    current_value,
    models_to_refresh,
    reported_value,
    retire_corrections,
)
from tests.catalog.test_editorial import make_correction
from tests.factories import DAY, make_maker, make_model, make_offering

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)
BOTH = {"prices.input": {"feed": "5", "value": "0.5"}}


def records():
    return {
        ("acme", name): OfferingRecord("acme", name, OfferingFacts(name=name))
        for name in ("m", "n")
    }


def test_works(django_assert_num_queries):
    make_correction(value="0.5")
    make_correction("context", value=1, first_day=DAY + timedelta(days=1))
    with django_assert_num_queries(1):
        overrides = Overrides.of(DAY)
    before = records()
    after = correct_offerings(before, overrides)
    assert after["acme", "n"] is before["acme", "n"]
    assert after["acme", "m"].corrected == {"prices.input": {"feed": None, "value": "0.5"}}
    assert after["acme", "m"].stated == before["acme", "m"].facts
    assert after["acme", "m"].fingerprint == before["acme", "m"].fingerprint
    assert after["acme", "m"].listing == before["acme", "m"].listing


def test_by_what_they_are_about():
    make_correction(value="0.5")
    make_correction("context", target=Target.MODEL, provider="", key="meta/m", value=1)
    overrides = Overrides.of(DAY)
    assert [one.field for one in overrides.about(Target.OFFER, "m", "acme")] == ["prices.input"]
    assert [one.field for one in overrides.about(Target.MODEL, "meta/m")] == ["context"]
    assert overrides.about(Target.MAKER, "meta") == ()
    assert len(list(overrides)) == 2
    assert list(NO_OVERRIDES) == []


def test_models_that_are_corrected_or_were():
    make_model("meta/was", corrected={"context": {"feed": 1, "value": 2}})
    make_model("meta/not")
    make_correction("context", target=Target.MODEL, provider="", key="meta/is", value=1)
    assert models_to_refresh(Overrides.of(DAY)) == {"meta/is", "meta/was"}


def test_a_maker_is_corrected_and_comes_back():
    make_maker("meta", name="Meta")
    correction = make_correction("name", target="maker", provider="", key="meta", value="Meta AI")
    correct_makers(Overrides.of(DAY))
    assert make_maker("meta").name == "Meta AI"
    correct_makers(NO_OVERRIDES)
    assert (make_maker("meta").name, make_maker("meta").corrected) == ("Meta", {})
    assert correction.value == "Meta AI"


def test_both_values_of_a_field():
    model = make_model("meta/m")
    make_offering(model, "acme", "m", input_price="0.5", output_price="1", corrected=BOTH)
    address = (Target.OFFER, "m", "acme", "prices.input")
    assert (current_value(*address), reported_value(*address)) == ("0.5", "5")
    assert reported_value(Target.OFFER, "m", "acme", "context") is None


@pytest.mark.parametrize(
    "target, key", [(Target.OFFER, "x"), (Target.MODEL, "x/y"), (Target.MAKER, "x")]
)
def test_nothing_of_that_address_is_on_sale(target, key):
    with pytest.raises(NotOnSale):
        current_value(target, key, "", "name")


def test_what_was_withdrawn_is_not_on_sale():
    make_model("meta/m", withdrawn_on=date(2026, 5, 1))
    with pytest.raises(NotOnSale):
        reported_value(Target.MODEL, "meta/m", "", "context")


def test_retires_where_the_feed_agrees():
    """A row that does not list the field as corrected has the value from the feed itself."""
    model = make_model("meta/m")
    make_offering(model, "acme", "m", corrected={})
    make_offering(model, "acme", "n", corrected=BOTH)
    agreed, stays = make_correction(), make_correction(key="n")
    away = make_correction(key="not-on-sale")
    assert retire_corrections(DAY, NOON) == 1
    for row in (agreed, stays, away):
        row.refresh_from_db()
    assert (agreed.ending, agreed.ended_on, agreed.ended_at) == ("agreed", DAY, NOON)
    assert {stays.ending, away.ending} == {""}


def test_lapses_after_the_last_day():
    correction = make_correction(last_day=DAY)
    assert not any_lapses(DAY)
    assert retire_corrections(DAY, NOON) == 0
    later = DAY + timedelta(days=3)
    assert any_lapses(later)
    assert retire_corrections(later, NOON) == 1
    correction.refresh_from_db()
    assert (correction.ending, correction.ended_on) == ("lapsed", later)


def test_a_review_changes_no_value_when_it_lapses():
    make_correction(verdict="both-right", value=None, last_day=DAY)
    assert not any_lapses(DAY + timedelta(days=1))
