"""Corrections as changes: where they are listed, and which differences they explain."""

from datetime import timedelta

import pytest

from catalog.domain.corrections import Ending, Target
from changelog.corrections import corrected_field, read_corrections
from changelog.diff import Difference, Kind
from tests.catalog.test_editorial import NOON, make_correction
from tests.factories import DAY, make_maker, make_model, make_offering, make_provider, recommend

pytestmark = pytest.mark.django_db


@pytest.fixture
def offering():
    offering = make_offering(make_model("meta/m"), "acme", "m", input_price="1", output_price="2")
    recommend(offering)
    return offering


def told(day=DAY):
    return [
        (c.old, c.new, c.reason[:2])
        for c in read_corrections(day, day - timedelta(days=1)).changes()
    ]


def ended(ending, days=1):
    return {"ended_at": NOON, "ended_on": DAY + timedelta(days=days), "ending": ending}


def test_works(offering):
    make_correction(feed_value="5")
    [change] = read_corrections(DAY, None).changes()
    assert (change.kind, change.field, change.old, change.new) == (
        *("correction", "prices.input", "5", "0.5"),
    )
    assert (change.provider_id, change.offering_id, change.model_id) == (
        *(offering.provider_id, offering.pk, offering.model_id),
    )
    assert change.reason == ["offer", "", "One zero too many."]


@pytest.mark.parametrize("ending", [Ending.AGREED, Ending.LAPSED, Ending.WITHDRAWN])
def test_an_end_is_told_on_its_day(offering, ending):
    make_correction(feed_value="5", **ended(ending))
    assert told(DAY + timedelta(days=1)) == [("0.5", "1", ["offer", ending])]


def on(day):
    return {"first_day": day, "entered_on": day}


def test_a_replacement_is_told_once(offering):
    make_correction(feed_value="5", **ended(Ending.REPLACED))
    make_correction(feed_value="5", value="0.6", **on(DAY + timedelta(days=1)))
    assert told(DAY + timedelta(days=1)) == [("5", "0.6", ["offer", ""])]


def test_what_never_held_is_not_told(offering):
    make_correction(**ended(Ending.WITHDRAWN, days=0))
    make_correction("context", verdict="both-right", value=None)
    assert told() == []


def test_a_model_is_listed_with_its_reference_offer(offering):
    make_correction("context", target=Target.MODEL, provider="", key="meta/m", value=9)
    [change] = read_corrections(DAY, None).changes()
    assert (change.offering_id, change.model_id) == (offering.pk, offering.model_id)


def test_a_maker_is_listed_with_its_own_provider_or_a_seller(offering):
    make_correction("name", target=Target.MAKER, provider="", key="meta", value="Meta AI")
    [change] = read_corrections(DAY, None).changes()
    assert change.provider == offering.provider
    own = make_provider("llama", maker=make_maker("meta"))
    [change] = read_corrections(DAY, None).changes()
    assert (change.provider, change.offering_id) == (own, None)


def test_what_is_not_on_record_is_not_told(offering):
    for target, key in ((Target.MODEL, "x/y"), (Target.MAKER, "x"), (Target.PROVIDER, "x")):
        make_correction("name", target=target, provider="", key=key, value="n")
    make_correction("name", key="gone", value="n")
    assert told() == []


EXPLAINED = [
    (Difference(Kind.PRICE, "acme", "m", "input"), "prices.input"),
    (Difference(Kind.PRICE, "acme", "m", "input", tier=1000), "tiers"),
    (Difference(Kind.PRICE, "acme", "m", "reasoning"), "prices.reasoning"),
    (Difference(Kind.CAPABILITY, "acme", "m", "reasoning"), "reasoning"),
    (Difference(Kind.RENAME, "acme", "", "name"), "name"),
]


@pytest.mark.parametrize("difference, field", EXPLAINED, ids=lambda value: str(value)[:40])
def test_explains_the_difference_of_its_field(offering, difference, field):
    assert corrected_field(difference) == field
    assert not read_corrections(DAY, None).explain(difference)
    about = {"target": Target.PROVIDER, "provider": "", "key": "acme"} if field == "name" else {}
    make_correction(field, **about)
    assert read_corrections(DAY, None).explain(difference)


def test_models_of_which_a_price_was_corrected(offering):
    make_correction("context", value=1)
    assert read_corrections(DAY, None).models == set()
    make_correction()
    assert read_corrections(DAY, None).models == {offering.model_id}


def test_asks_once_without_corrections(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list(read_corrections(DAY, None).changes()) == []


def test_one_that_began_between_two_days_of_data_is_told_on_the_later(offering):
    make_correction(feed_value="5", **on(DAY + timedelta(days=1)))
    assert [c.new for c in read_corrections(DAY + timedelta(days=3), DAY).changes()] == ["0.5"]
    assert not list(read_corrections(DAY + timedelta(days=4), DAY + timedelta(days=3)).changes())


def test_one_that_began_and_ended_between_two_days_of_data_is_not_told(offering):
    make_correction(feed_value="5", **on(DAY + timedelta(days=1)), **ended(Ending.WITHDRAWN, 2))
    assert not list(read_corrections(DAY + timedelta(days=3), DAY).changes())


def test_a_backdated_one_replaces_what_was_reported_on_its_first_day(offering):
    make_correction(feed_value="5", first_day=DAY, entered_on=DAY + timedelta(days=3))
    assert told(DAY) == [("1", "0.5", ["offer", ""])]
