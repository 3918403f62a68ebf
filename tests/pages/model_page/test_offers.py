"""Channels side by side: spread of prices, differences, grounds of the grouping."""

from decimal import Decimal

import pytest

from catalog.models import CanonicalModel, Offering
from pages.model_page.offers import (
    ConflictTable,
    conflict_table,
    match_groups,
    offers_by_state,
    price_spread,
)
from tests.factories import make_model, make_offering

pytestmark = pytest.mark.django_db


@pytest.fixture
def model() -> CanonicalModel:
    return make_model()


def priced(model: CanonicalModel, *prices: str) -> list[Offering]:
    return [
        make_offering(model, f"p{number}", input_price=price, output_price=price)
        for number, price in enumerate(prices)
    ]


def test_the_spread_has_ends_and_a_middle(model):
    found = price_spread(priced(model, "10", "0.1", "1"))
    assert (found.lowest.provider.key, found.highest.provider.key) == ("p1", "p0")
    assert found.median == Decimal(1)
    assert found.times == 100
    assert found.places == (2, 50, 98)


def test_the_median_of_an_even_count_lies_between(model):
    assert price_spread(priced(model, "1", "2", "4", "8")).median == Decimal(3)


def test_equal_prices_stand_in_the_middle(model):
    assert price_spread(priced(model, "1", "1")).places == (50, 50)


def test_one_price_has_no_spread(model):
    free = make_offering(model, "q", "x:free", input_price="0", output_price="0")
    assert price_spread([*priced(model, "1"), free]) is None


def test_an_output_at_no_price_still_counts(model):
    channels = [
        make_offering(model, "a", input_price="1", output_price="0"),
        make_offering(model, "b", input_price="2", output_price="0"),
    ]
    assert price_spread(channels).times == 2


def test_channels_are_told_apart_by_how_they_are_paid(model):
    paid = priced(model, "1")
    free = make_offering(model, "q", "x:free", input_price="0", output_price="0")
    plan = make_offering(model, "x-coding-plan", input_price="0", output_price="0")
    silent = make_offering(model, "r")
    found = offers_by_state([silent, plan, free, *paid])
    assert (found.priced, found.free, found.plan, found.unknown) == (paid, [free], [plan], [silent])


def told_apart(matrix: ConflictTable) -> list[list[bool]]:
    return [[column.differs(value) for value in column.values] for column in matrix.columns]


def test_only_facts_with_two_values_are_differences(model):
    first = make_offering(model, "a", context=16384, tool_calling=True, reasoning=False)
    second = make_offering(model, "b", context=16000, tool_calling=None, reasoning=False)
    model.context, model.representative = 16384, first
    found = conflict_table([first, second], model)
    assert not found.outvoted
    assert [column.fact.name for column in found.columns] == ["context"]
    assert told_apart(found) == [[False, True]]


def test_silence_does_not_differ(model):
    first = make_offering(model, "a", tool_calling=True)
    others = [
        make_offering(model, "b", tool_calling=False),
        make_offering(model, "c", tool_calling=None),
    ]
    model.tool_calling = True
    assert told_apart(conflict_table([first, *others], model)) == [[False, True, False]]


def test_what_the_head_of_the_page_does_not_say_differs_the_representative_too(model):
    first = make_offering(model, "a", context=8000)
    others = [make_offering(model, key, context=131072) for key in ("b", "c")]
    model.context, model.representative = 131072, first
    found = conflict_table([first, *others], model)
    assert found.outvoted
    assert told_apart(found) == [[True, False, False]]


def test_agreeing_channels_have_no_matrix(model):
    assert conflict_table(priced(model, "1", "2"), model).columns == []


def test_a_model_without_channels_has_nothing_to_compare(model):
    assert conflict_table([], model).columns == []
    assert match_groups([]) == []


def test_grounds_are_shared_and_the_most_usual_come_first(model):
    alone = make_offering(model, "a", basis="alias")
    usual = [make_offering(model, key, rules=["gateway-path"]) for key in ("b", "c")]
    found = match_groups([alone, *usual])
    assert [(g.basis, g.offerings) for g in found] == [("rule", usual), ("alias", [alone])]
