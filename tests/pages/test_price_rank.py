"""A provider's prices beside those of others."""

from decimal import Decimal

import pytest

from pages.price_rank import PriceRank, price_rank
from tests.factories import make_model, make_offering, make_provider, make_version

pytestmark = pytest.mark.django_db


def sells(provider, path, *prices):
    model = make_model(path)
    for number, price in enumerate(prices):
        seller = provider if number == 0 else f"other{number}"
        make_offering(model, seller, input_price=price, output_price=price)


def test_compares_only_models_with_other_prices(django_assert_num_queries):
    sells("acme", "a/one", "1", "2", "4")
    sells("acme", "a/two", "6", "2")
    sells("acme", "a/three", "5", "5")
    sells("acme", "a/alone", "5")
    sells("acme", "a/silent")
    acme = make_provider("acme")
    with django_assert_num_queries(1):
        found = price_rank(acme)
    assert found == PriceRank(models=3, cheapest=2, ratio=Decimal(1))


def test_there_is_no_rank_without_competitors():
    sells("acme", "a/alone", "5")
    assert price_rank(make_provider("acme")) is None


def test_the_provider_page_shows_it(client):
    make_version()
    sells("acme", "a/one", "1", "2")
    html = client.get("/providers/acme/").content.decode()
    assert "1 of 1" in html
    assert "0.5×" in html
