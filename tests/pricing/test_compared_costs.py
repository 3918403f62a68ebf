"""The cost of each scenario at several offers."""

from decimal import Decimal

import pytest

from pricing.compared_costs import compared_costs
from pricing.models import Scenario
from tests.factories import make_model, make_offering

pytestmark = pytest.mark.django_db
LABELS = ["One", "Two", "Three"]


def offers(*prices):
    return [
        price and make_offering(make_model(f"meta/m{n}"), input_price=price, output_price=price)
        for n, price in enumerate(prices)
    ]


def test_marks_the_lowest_cost_and_the_ratio_to_it(django_assert_num_queries):
    offerings = offers("2", "1", "1")
    with django_assert_num_queries(1):
        rows = compared_costs(offerings, LABELS)
    assert [row.scenario for row in rows] == list(Scenario.objects.in_order())
    assert {tuple(cell.best for cell in row.cells) for row in rows} == {(False, True, True)}
    assert {tuple(cell.times for cell in row.cells) for row in rows} == {(Decimal(2), None, None)}
    assert {row.cheapest for row in rows} == {"Two, Three"}
    assert all(row.differs for row in rows)


def test_an_unknown_cost_could_be_the_lowest():
    for row in compared_costs(offers("2", None, "1"), LABELS):
        assert not any(cell.best for cell in row.cells)
        assert row.cells[1].cost is None
        assert row.differs


def test_equal_costs_do_not_differ():
    for row in compared_costs(offers("1", "1"), LABELS[:2]):
        assert not row.differs
        assert not any(cell.best or cell.times for cell in row.cells)


def test_offers_without_prices_have_no_costs(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert compared_costs([None, None], LABELS[:2]) == []
    assert compared_costs([], []) == []
