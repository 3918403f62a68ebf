"""Prices on constant offers, read from what is on record."""

import pytest

from catalog.models import CanonicalModel
from changelog.history.constant_prices import constant_prices
from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db


def prices(first, last):
    paths = dict(CanonicalModel.objects.values_list("pk", "path"))
    return {
        paths[pk]: [(one.start, one.price) for one in intervals]
        for pk, intervals in constant_prices(first, last).items()
    }


def test_a_past_period_has_the_prices_of_that_time(publish):
    for number, price in enumerate((4, 2, 1)):
        publish(DAYS[5 * number], openai={"gpt-5": at(price)})
    assert prices(DAYS[0], DAYS[7]) == {"openai/gpt-5": [(DAYS[0], 7), (DAYS[5], 3.5)]}
    assert prices(DAYS[6], DAYS[12]) == {"openai/gpt-5": [(DAYS[6], 3.5), (DAYS[10], 1.75)]}


def test_models_without_a_change_are_left_out(publish):
    publish(DAYS[0], openai={"gpt-5": at(4), "gpt-4": at(1, name="GPT 4")})
    publish(DAYS[1], openai={"gpt-5": at(2), "gpt-4": at(1, name="GPT 4")})
    assert list(prices(DAYS[0], DAYS[1])) == ["openai/gpt-5"]


def test_a_model_that_came_later_begins_with_its_first_offers(publish):
    publish(DAYS[0], acme={"old": at(1, name="Old")})
    old = {"old": at(1, name="Old")}
    publish(DAYS[2], acme=old | {"gpt-5": at(4)})
    publish(DAYS[4], acme=old | {"gpt-5": at(2)}, beta={"gpt-5": at(1)})
    assert prices(DAYS[0], DAYS[5]) == {"openai/gpt-5": [(DAYS[2], 7), (DAYS[4], 3.5)]}


def test_an_offer_that_was_away_is_not_constant(publish):
    both = {"acme": {"gpt-5": at(4)}, "beta": {"gpt-5": at(8), "x": at(1, name="X")}}
    publish(DAYS[0], **both)
    publish(DAYS[1], acme={"gpt-5": at(4)}, beta={"x": at(1, name="X")})
    publish(DAYS[2], acme={"gpt-5": at(2)}, beta={"gpt-5": at(1), "x": at(1, name="X")})
    assert prices(DAYS[0], DAYS[2]) == {"openai/gpt-5": [(DAYS[0], 7), (DAYS[2], 3.5)]}


def test_a_doubtful_price_is_left_out(publish):
    sound = {f"p{n}": {"gpt-5": at(4)} for n in range(4)}
    publish(DAYS[0], acme={"gpt-5": at(4)}, **sound)
    publish(DAYS[1], acme={"gpt-5": at(0.001)}, **sound)
    assert prices(DAYS[0], DAYS[1]) == {"openai/gpt-5": [(DAYS[0], 7)]}


def test_takes_four_queries(publish, django_assert_num_queries):
    publish(DAYS[0], openai={"gpt-5": at(4)}, acme={"gpt-5": at(4)})
    publish(DAYS[1], openai={"gpt-5": at(2)}, acme={"gpt-5": at(2)})
    with django_assert_num_queries(4):
        constant_prices(DAYS[0], DAYS[1])
