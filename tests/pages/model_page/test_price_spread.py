"""The spread of a model's published prices."""

from decimal import Decimal

import pytest

from catalog.models import CanonicalModel, Offering
from pages.model_page.price_spread import price_spread
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


def test_works(model):
    spread = price_spread(priced(model, "10", "0.1", "1"))
    assert (spread.lowest.provider.key, spread.highest.provider.key) == ("p1", "p0")
    assert spread.median == Decimal(1)
    assert spread.times == 100
    assert spread.places == ("2.00", "50.00", "98.00")
    assert spread.median_place == "50.00"


def test_the_median_of_an_even_count_is_the_mean_of_the_middle_two(model):
    assert price_spread(priced(model, "1", "2", "4", "8")).median == Decimal(3)


def test_equal_prices_are_drawn_in_the_middle(model):
    assert price_spread(priced(model, "1", "1")).places == ("50.00", "50.00")


def test_needs_two_published_prices(model):
    free = make_offering(model, "q", "x:free", input_price="0", output_price="0")
    assert price_spread([*priced(model, "1"), free]) is None


def test_counts_an_offer_whose_output_costs_nothing(model):
    offerings = [
        make_offering(model, "a", input_price="1", output_price="0"),
        make_offering(model, "b", input_price="2", output_price="0"),
    ]
    assert price_spread(offerings).times == 2


def test_does_not_exaggerate_a_small_difference(model):
    spread = price_spread(priced(model, "4.37", "4.57"))
    first, last = map(float, spread.places)
    assert 45 < first < 50 < last < 55
    assert [price for _place, price in spread.ticks] == [4, 5, 6]


@pytest.mark.parametrize(
    "prices, ticks",
    [
        (("1", "1"), ["0.7", "0.8", "0.9", "1"]),
        (("0.1", "10"), ["0.1", "0.2", "0.5", "1", "2", "5", "10"]),
        (("0.001", "100"), ["0.001", "0.01", "0.1", "1", "10", "100"]),
    ],
)
def test_has_ticks_at_round_prices(model, prices, ticks):
    shown = [price for _place, price in price_spread(priced(model, *prices)).ticks]
    assert shown == list(map(Decimal, ticks))
