"""Queries whose SQL is written once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import CanonicalModel, Offering
from catalog.prepared import Prepared
from tests.factories import make_model, make_offering

pytestmark = pytest.mark.django_db


def usual(pk: int):
    return Offering.objects.filter(model=pk).for_model_page()


def test_it_gives_the_rows_that_the_query_gives(django_assert_num_queries):
    ask = Prepared(usual)
    for name in ("one", "two"):
        model = make_model(f"meta/{name}", input_price="1.25", output_price="2")
        tiers = [{"above": 9, "prices": {"input": "2"}}]
        make_offering(model, "nvidia", cache_read_price="0.5", tiers=tiers, reasoning=False)
        with django_assert_num_queries(1):
            found = ask(model.pk)
            providers = [row.provider.name for row in found]
        expected = list(usual(model.pk))
        assert found == expected
        assert providers == [row.provider.name for row in expected] == ["Inference", "Nvidia"]
        for mine, theirs in zip(found, expected, strict=True):
            assert stated(mine) == stated(theirs)


def stated(row: Offering) -> dict:
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_it_asks_by_the_value_alone():
    ask = Prepared(lambda path: CanonicalModel.objects.filter(path=path).select_related("maker"))
    assert ask("'; DROP TABLE catalog_maker; --") == []
    make_model("meta/a")
    with CaptureQueriesContext(connection) as queries:
        assert [model.maker.slug for model in ask("meta/a")] == ["meta"]
    assert queries[0]["sql"].count("meta/a") == 1


def test_a_query_of_two_parameters_is_refused():
    ask = Prepared(lambda pk: Offering.objects.filter(model=pk, status="beta"))
    with pytest.raises(TypeError, match="one parameter"):
        ask(1)
