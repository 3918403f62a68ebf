"""Which prices are doubtful: the rules as tables, then their edges."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.price_doubts import (
    QUORUM,
    REASONS,
    DoubtfulPrice,
    PriceDoubt,
    PublishedPrice,
    price_doubts,
)
from catalog.domain.prices import Prices

LOW, HIGH, NEGLIGIBLE = PriceDoubt.LOW, PriceDoubt.HIGH, PriceDoubt.NEGLIGIBLE


def at(blended, output=None, *, own=False):
    """Make a price whose input is the blended price; another output price changes the latter."""
    same = Decimal(blended)
    return PublishedPrice(Prices(same, same if output is None else Decimal(output)), own)


def doubts(*prices, confirmed=()):
    """Judge offers, numbered from 0, given as prices or as blended prices."""
    offers = [one if isinstance(one, PublishedPrice) else at(one) for one in prices]
    found = price_doubts(dict(enumerate(offers)), set(confirmed))
    return {key: doubt.reason for key, doubt in found.items()}


def test_a_price_far_from_the_others_is_doubtful_and_says_why():
    offers = {"a": at("0.002"), "b": at(2), "c": at(2), "d": at(3), "e": at(25)}
    assert price_doubts(offers) == {
        "a": DoubtfulPrice(LOW, Decimal(2)),
        "e": DoubtfulPrice(HIGH, Decimal(2)),
    }


@pytest.mark.parametrize(
    ("price", "reason"),
    [
        ("0.0999", LOW),
        ("0.1", None),  # exactly a tenth
        ("0.2", None),
        ("10", None),  # exactly ten times
        ("10.001", HIGH),
        ("0.0009", NEGLIGIBLE),  # before the median is asked
    ],
)
def test_the_bounds_belong_to_what_is_believed(price, reason):
    assert doubts(1, 1, 1, price) == ({3: reason} if reason else {})


@pytest.mark.parametrize("prices", [[1], ["0.01", 1], ["0.01", "0.0001", 1]])
def test_too_few_prices_say_nothing_of_each_other(prices):
    assert LOW not in doubts(*prices).values()
    assert HIGH not in doubts(*prices).values()


@pytest.mark.parametrize(
    ("price", "reason"),
    [("0.099", PriceDoubt.OWN), ("0.1", None), (10, None), ("10.1", PriceDoubt.OWN)],
)
def test_beside_the_makers_own_two_prices_are_enough(price, reason):
    assert doubts(at(1, own=True), price) == ({1: reason} if reason else {})
    assert doubts(at(1, own=True), price, confirmed=[1]) == {}


def test_two_own_prices_are_no_standard():
    assert doubts(at(1, own=True), at(100, own=True)) == {}


def test_a_negligible_price_is_doubtful_even_alone():
    assert doubts("0.00045") == {0: NEGLIGIBLE}
    assert doubts("0.001") == {}


def test_of_three_scales_the_middle_one_is_believed():
    assert doubts("0.01", 1, 100) == {0: LOW, 2: HIGH}


def test_a_typo_that_gateways_copy_does_not_outvote_the_others():
    assert doubts("0.0000017", "0.0000017", "0.0000017", "1.7", "1.7") == dict.fromkeys(
        range(3), NEGLIGIBLE
    )


def test_what_resellers_list_does_not_make_the_makers_price_doubtful():
    # As for an image model: the maker lists the output price of images, resellers that of text.
    text, images = at("0.5", 3), at("0.5", 60, own=True)
    assert doubts(text, text, text, text, images) == {}


def test_an_offer_near_the_makers_price_is_believed_too():
    text, maker, same = at("0.5", 3), at("0.5", 60, own=True), at("0.5", 60)
    assert doubts(text, text, text, text, maker, same) == {}
    assert doubts(text, text, text, text, same) == {4: HIGH}


@pytest.mark.parametrize(("typo", "reason"), [("0.002", LOW), ("2000", HIGH)])
def test_a_makers_price_that_is_off_in_both_parts_is_doubtful(typo, reason):
    assert doubts(2, 2, 2, at(typo, own=True)) == {3: reason}


def test_only_the_blended_price_counts():
    # One price for input and output: the output is a tenth of the others', the whole is not.
    assert doubts(at("0.3", "2.4"), at("0.3", "2.4"), at("0.3", "2.4"), at("0.2", "0.2")) == {}


def test_a_confirmed_price_is_never_doubtful_and_still_counts():
    assert doubts("0.01", 1, 1, confirmed=[0]) == {}
    assert doubts("0.0001", confirmed=[0]) == {}
    # With its vote there are three prices, and the other one is now far from the median.
    assert doubts("0.0005", 1, "0.0105", confirmed=[0]) == {1: HIGH}


def test_an_even_number_has_a_median_as_the_database_stores_it():
    offers = {n: at(price) for n, price in enumerate(["0.000000001", 1, "1.000000001", "1.5", 99])}
    (doubt,) = [d for d in price_doubts(offers).values() if d.reason is HIGH]
    assert doubt.median == Decimal("1.25")
    assert -doubt.median.as_tuple().exponent == 9


def test_every_reason_has_a_sentence():
    assert set(REASONS) == set(PriceDoubt)


prices = st.lists(st.decimals(Decimal("0.0001"), 1000, places=4), max_size=12)


@given(prices)
def test_most_prices_are_never_doubtful_by_comparison(several):
    offers = {n: at(price) for n, price in enumerate(several)}
    by_comparison = [d for d in price_doubts(offers).values() if d.reason is not NEGLIGIBLE]
    voters = [offer for offer in offers.values() if offer.blended >= Decimal("0.001")]
    assert len(by_comparison) < max(len(voters), 1)
    assert not by_comparison or len(voters) >= QUORUM


@given(prices, st.integers(2, 1000))
def test_a_larger_unit_does_not_matter(several, times):
    # From 1 on, so that no price is negligible in either unit.
    base = [price + 1 for price in several]
    assert doubts(*base) == doubts(*(price * times for price in base))


@given(prices)
def test_confirmed_prices_are_never_doubtful(several):
    assert doubts(*several, confirmed=range(len(several))) == {}
