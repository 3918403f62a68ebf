"""Offers ranked by cost; the rules that filter them are in `test_calculate.py`."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.prices import Prices
from pricing.calculator.ranking import OfferRanking, sorted_indexes
from pricing.tariff import build_tariff
from pricing.workload import Workload
from tests.pricing.offers import make_offer, make_offer_table

LOAD = Workload().load


def table_of(*offers, derived=()):
    """Make a table; an offer is its model and its price."""
    made = [
        make_offer(model=model, tariff=number, provider=f"p{number}")
        for number, (model, _usd) in enumerate(offers)
    ]
    tariffs = [build_tariff(Prices(Decimal(usd), Decimal(usd)), ()) for _model, usd in offers]
    return make_offer_table(made, tariffs=tariffs, derived=derived)


def ranked(table, **options):
    ranking = OfferRanking(table, range(len(table.offers)), table.tariffs.totals(LOAD), **options)
    return [(row.rank, row.offer.provider) for row in ranking]


def test_it_works():
    assert ranked(table_of(("m/a", 3), ("m/b", 1))) == [(1, "p1"), (2, "p0")]


def test_nothing_to_rank():
    assert OfferRanking(make_offer_table(), [], [])[:] == []


def test_each_model_once_at_its_cheapest_offer():
    table = table_of(("m/a", 3), ("m/b", 2), ("m/a", 1))
    assert ranked(table, every_offer=False) == [(1, "p2"), (2, "p1")]


def test_known_makers_before_derivatives_with_ranks_in_that_order():
    table = table_of(("m/a", 3), ("m/b", 1), ("m/c", 2), ("m/d", 3), derived=("m/b",))
    assert ranked(table, known_first=True) == [(1, "p2"), (2, "p0"), (2, "p3"), (4, "p1")]
    assert ranked(table)[0] == (1, "p1")


@given(st.lists(st.integers(0, 5) | st.integers(10**20, 10**20 + 5) | st.just(10**310)))
def test_sorts_exactly_beyond_float_precision(numbers):
    assert sorted_indexes(numbers) == sorted(range(len(numbers)), key=numbers.__getitem__)
