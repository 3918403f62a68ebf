"""The order of names, in Python and in each database."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import Provider
from catalog.name_order import NameOrder, by_name
from tests.factories import make_provider

NAMES = ["01.AI", "AI-21 b", "ai21", "aion", "alpha", "Alpha", "Bravo", "Zebra", "zeta", "Über"]


def test_without_regard_to_case():
    assert sorted(["Zebra", "aion", "alpha"], key=by_name) == ["aion", "alpha", "Zebra"]


@pytest.mark.parametrize("names", list(permutations(["alpha", "Alpha", "ALPHA"])))
def test_names_that_differ_in_case_only_have_one_order(names):
    assert sorted(names, key=by_name) == ["ALPHA", "Alpha", "alpha"]


@given(st.permutations(NAMES))
def test_the_same_whatever_the_order_before(names):
    assert sorted(names, key=by_name) == sorted(NAMES, key=by_name)


@pytest.mark.django_db
def test_a_database_orders_as_python_does():
    for place, name in enumerate(reversed(NAMES)):
        make_provider(f"p{place}", name=name)
    found = Provider.objects.order_by(NameOrder("name"), "name").values_list("name", flat=True)
    assert list(found) == sorted(NAMES, key=by_name)
    descending = Provider.objects.order_by(NameOrder("name").desc(nulls_last=True), "-name")
    assert [one.name for one in descending] == sorted(NAMES, key=by_name, reverse=True)
