"""Laying editors' values over the feed's: pure, field by field."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.corrections import (
    FIELDS,
    NOTHING,
    Override,
    Target,
    column_value,
    correct_facts,
    feed_values,
    json_value,
    value_in,
    with_values,
)
from catalog.domain.prices import Prices, Tier
from catalog.domain.records import OfferingFacts, facts_to_json

DAY = date(2026, 5, 12)
FACTS = OfferingFacts(
    name="Llama",
    context=16384,
    tool_calling=False,
    input_modalities=("text",),
    released="2024-09-18",
    prices=Prices(input=Decimal(5), output=Decimal(15)),
    tiers=(Tier(200_000, Prices(input=Decimal(10))),),
    extra={"type": "chat"},
)
# A value for each field of an offer that differs from the one above.
OTHER = {
    **{field: "0.5" for field in FIELDS[Target.OFFER] if field.startswith("prices.")},
    "tiers": [{"above": 128_000, "prices": {"input": "7"}}],
    **dict.fromkeys(("context", "max_input", "max_output"), 4096),
    **dict.fromkeys(
        ("tool_calling", "structured_output", "reasoning", "temperature", "attachment"), True
    ),
    "open_weights": True,
    **{field: ["image"] for field in ("input_modalities", "output_modalities")},
    **dict.fromkeys(("released", "last_updated", "knowledge"), "2025-01"),
    **dict.fromkeys(("name", "family", "status"), "other"),
}


def override(field, value, **others):
    stated = {"first_day": DAY} | others
    return Override(1, Target.OFFER, "acme", "m", field, value, **stated)


def test_works():
    facts, corrected = correct_facts(FACTS, [override("prices.input", "0.5")])
    assert facts == replace(FACTS, prices=replace(FACTS.prices, input=Decimal("0.5")))
    assert corrected == {"prices.input": {"feed": "5", "value": "0.5"}}


def test_every_field_has_an_example():
    assert OTHER.keys() == set(FIELDS[Target.OFFER])


@pytest.mark.parametrize("field", FIELDS[Target.OFFER])
def test_one_field_changes_and_no_other(field):
    facts, corrected = correct_facts(FACTS, [override(field, OTHER[field])])
    before, after = facts_to_json(FACTS), facts_to_json(facts)
    differing = {
        name for name in FIELDS[Target.OFFER] if value_in(before, name) != value_in(after, name)
    }
    assert differing == {field} == set(corrected)
    assert value_in(after, field) == OTHER[field]
    assert facts.extra == FACTS.extra


@pytest.mark.parametrize("field", FIELDS[Target.OFFER])
def test_the_value_of_the_feed_comes_back(field):
    facts, corrected = correct_facts(FACTS, [override(field, OTHER[field])])
    assert with_values(facts, feed_values(corrected)) == FACTS


def test_not_reported_is_a_value():
    facts, corrected = correct_facts(
        FACTS, [override("prices.input", None), override("released", None)]
    )
    assert (facts.prices.input, facts.released) == (None, "")
    assert corrected["released"] == {"feed": "2024-09-18", "value": None}


def test_where_the_feed_agrees_nothing_is_corrected():
    assert correct_facts(FACTS, [override("context", 16384)]) == (FACTS, {})


def test_without_prices_there_is_no_price():
    facts, _corrected = correct_facts(OfferingFacts(name="x"), [override("prices.output", "2")])
    assert facts.prices == Prices(output=Decimal(2))


@pytest.mark.parametrize(
    "day, last_day, ended_on, is_in_force",
    [
        (0, None, None, True),
        (-1, None, None, False),
        (5, 5, None, True),
        (6, 5, None, False),
        (4, None, 5, True),
        (5, None, 5, False),
    ],
)
def test_days_in_force(day, last_day, ended_on, is_in_force):
    def after(days):
        return None if days is None else DAY + timedelta(days=days)

    one = override("context", 1, last_day=after(last_day), ended_on=after(ended_on))
    assert one.in_force(DAY + timedelta(days=day)) is is_in_force


def test_one_that_ends_on_its_first_day_never_held():
    assert not override("context", 1, ended_on=DAY).held
    assert override("context", 1, ended_on=DAY + timedelta(days=1)).held
    assert override("context", 1).held


@pytest.mark.parametrize("field", sorted({f for own in FIELDS.values() for f in own}))
def test_a_column_holds_what_json_says(field):
    value = ["x"] if isinstance(NOTHING.get(field), list) else "x"
    assert json_value(field, column_value(field, value)) == value
    assert json_value(field, column_value(field, None)) is None


@given(st.sets(st.sampled_from(FIELDS[Target.OFFER])))
def test_any_set_of_fields_is_laid_over_and_taken_off(fields):
    facts, corrected = correct_facts(FACTS, [override(f, OTHER[f]) for f in sorted(fields)])
    assert corrected.keys() == fields
    assert with_values(facts, feed_values(corrected)) == FACTS
