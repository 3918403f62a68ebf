"""Offers by how they are billed."""

import pytest

from pages.model_page.price_states import offers_by_state
from tests.factories import make_model, make_offering

pytestmark = pytest.mark.django_db
ZERO = {"input_price": "0", "output_price": "0"}


def test_each_offer_is_listed_under_its_price_state():
    model = make_model()
    priced = make_offering(model, "p", input_price="1", output_price="1")
    free = make_offering(model, "q", "x:free", **ZERO)
    plan = make_offering(model, "x-coding-plan", **ZERO)
    unknown = make_offering(model, "r")
    states = offers_by_state([unknown, plan, free, priced])
    assert (states.priced, states.free) == ([priced], [free])
    assert (states.plan, states.unknown) == ([plan], [unknown])


def test_keeps_the_order_of_its_input():
    model = make_model()
    offerings = [make_offering(model, key) for key in "cab"]
    assert offers_by_state(offerings).unknown == offerings
