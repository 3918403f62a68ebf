"""The columns of the list of models: values, kinds and orders."""

from decimal import Decimal

import pytest

from catalog.capabilities import CAPABILITIES
from catalog.listing.columns import COLUMNS, DEFAULT_COLUMNS, order_of, score_column
from catalog.listing.index import ModelIndex
from tests.catalog.listing.factories import make_row

BY_KEY = {column.key: column for column in COLUMNS}


def order(rows, key, *, descending=False):
    index = ModelIndex(tuple(rows), {})
    return order_of(index, BY_KEY[key], descending=descending)


@pytest.mark.parametrize(
    "values, ascending, descending",
    [
        ([3, 1, 2], (1, 2, 0), (0, 2, 1)),
        ([None, 1, None, 2], (1, 3, 0, 2), (3, 1, 0, 2)),
        ([5, 5, 1], (2, 0, 1), (0, 1, 2)),
        ([0, None], (0, 1), (0, 1)),
        ([], (), ()),
    ],
    ids=["numbers", "unknowns last both ways", "ties by canonical id", "zero is known", "no rows"],
)
def test_orders_numbers(values, ascending, descending):
    rows = [make_row(context=value) for value in values]
    assert order(rows, "context") == ascending
    assert order(rows, "context", descending=True) == descending


@pytest.mark.parametrize("descending", [True, False])
def test_an_empty_text_is_unknown(descending):
    rows = [make_row(released=text) for text in ("", "2025")]
    assert order(rows, "released", descending=descending) == (1, 0)


def test_names_sort_whatever_their_case():
    assert order([make_row(name="b"), make_row(name="A"), make_row(name="C")], "name") == (1, 0, 2)


def test_no_comes_before_yes_and_unknown_last():
    rows = [make_row(capabilities={"vision": flag}) for flag in (True, None, False)]
    assert order(rows, "vision") == (2, 0, 1)


def test_the_index_keeps_an_order():
    index = ModelIndex((make_row(), make_row()), {})
    first = order_of(index, BY_KEY["name"], descending=False)
    assert order_of(index, BY_KEY["name"], descending=False) is first
    assert set(index.orders) == {("name", False)}


def test_ties_go_by_price_the_unpriced_last_and_then_by_id():
    prices = [None, Decimal(2), Decimal(1), None, Decimal(1)]
    rows = [make_row(context=8, blended=price) for price in prices]
    assert order(rows, "context") == (2, 4, 1, 0, 3)
    assert order(rows, "context", descending=True) == (2, 4, 1, 0, 3)


def test_a_score_has_one_column_per_rubric():
    column = score_column("coding")
    assert column is score_column("coding")
    assert column is not score_column("agents")
    assert column.value_of(make_row(scores={"coding": 40})) == 40
    assert column.value_of(make_row()) is None


@pytest.mark.parametrize(
    "key, numeric",
    [("name", False), ("vision", False), ("trend", False), ("input", True), ("released", True)],
)
def test_numbers_are_aligned_to_the_right(key, numeric):
    assert BY_KEY[key].numeric is numeric


@pytest.mark.parametrize(
    "key, ascending", [("blended", True), ("name", True), ("context", False), ("released", False)]
)
def test_the_first_click_shows_the_lowest_price_or_the_largest_number(key, ascending):
    assert BY_KEY[key].ascending is ascending


def test_keys_are_unique_and_default_columns_exist():
    assert len(BY_KEY) == len(COLUMNS)
    assert set(DEFAULT_COLUMNS) <= set(BY_KEY)


def test_every_flag_has_a_column_but_the_context_has_one_already():
    flags = {column.key for column in COLUMNS if column.kind == "flag"}
    assert {c.key for c in CAPABILITIES} - flags == {"long-context"}


def test_the_trend_column_sorts_by_the_change():
    assert BY_KEY["trend"].value_of(make_row(blended=Decimal(1))) == 0
