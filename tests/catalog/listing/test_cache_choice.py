"""What a reader says of caching: read from the URL, written to it, and the price that it makes."""

from decimal import Decimal

import pytest

from catalog.domain.prices import Prices
from catalog.listing.cache_choice import CacheChoice, hidden_pairs, read_cache_choice

PRICES = Prices(Decimal(4), Decimal(8), Decimal(1))


@pytest.mark.parametrize(
    ("given", "choice"),
    [
        ({}, CacheChoice()),
        ({"cache": "priced", "cache-rate": "80"}, CacheChoice(True, 80)),
        ({"cache": "priced", "cache-rate": "101"}, CacheChoice(True)),
        ({"cache": "1", "cache-rate": "0"}, CacheChoice(False, 0)),
        ({"cache": "\0", "cache-rate": "9" * 5000}, CacheChoice()),
    ],
)
def test_each_parameter_that_is_wrong_counts_as_empty(given, choice):
    assert read_cache_choice(given) == choice


@pytest.mark.parametrize("choice", [CacheChoice(), CacheChoice(True, 0), CacheChoice(False, 100)])
def test_reads_back_what_it_writes(choice):
    assert read_cache_choice(dict(choice.cache_pairs)) == choice


@pytest.mark.parametrize(
    ("rate", "prices", "blended"),
    [
        (None, PRICES, "5"),
        (0, PRICES, "5"),
        (100, PRICES, "2.75"),
        (50, Prices(Decimal(4), Decimal(8)), "5"),
        (50, Prices(Decimal(4)), None),
    ],
)
def test_the_blended_price_at_a_rate(rate, prices, blended):
    got = CacheChoice(False, rate).blended(prices, Decimal(5))
    assert got == (blended and Decimal(blended))


def test_an_offer_without_a_published_price_has_none_at_any_rate():
    assert CacheChoice(False, 50).blended(PRICES, None) is None


def test_says_the_rate_at_the_head_of_the_column():
    assert str(CacheChoice().unit) == "per 1M tokens"
    assert str(CacheChoice(False, 80).unit) == "80% cached"


def test_only_offers_with_a_cache_price():
    assert CacheChoice(True).has_price(Decimal(0))
    assert not CacheChoice(True).has_price(None)
    assert CacheChoice().has_price(None)


def test_a_form_keeps_the_other_parameters_but_the_page():
    pairs = [("cache", "priced"), ("sort", "input"), ("page", "2")]
    assert list(hidden_pairs(pairs, [("cache", "priced")])) == [("sort", "input")]
