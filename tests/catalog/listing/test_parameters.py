"""The parameters of tables and of the list, with the values that the data has."""

import pytest
from django.http import QueryDict

from catalog.listing.facets import facet_index
from catalog.listing.list_query import read_list_query
from catalog.listing.parameters import list_filters, list_parameters, table_parameters
from catalog.listing.table_query import MODEL_COLUMNS
from catalog.parameters import split_pairs
from tests.factories import make_model

pytestmark = pytest.mark.django_db


def test_a_table_is_sorted_by_its_columns_both_ways():
    assert {"name", "-name", "-released"} < table_parameters(MODEL_COLUMNS)["sort"]
    assert "" not in table_parameters(())["sort"]


def test_values_are_those_of_the_data_and_those_known_in_advance():
    make_model()
    known = list_filters(None)
    assert known["maker"] == {"meta"}
    assert {"chat", "embedding", "all"} < set(known["kind"])
    assert "sort" not in known
    assert {"sort", "col"} < set(list_parameters(None))


@pytest.mark.parametrize(
    "query",
    [
        "q=a&maker=meta&kind=chat&vision=yes&takes=text&input-max=2&context-min=1M&since=2025-01",
        "sort=-blended&col=maker&col=context&more=maker&page=3",
        "sort=match&q=a&price=free&status=current&region=eu&seller=cloud",
    ],
)
def test_whatever_the_list_writes_it_reads(query):
    make_model()
    text = read_list_query(QueryDict(query), facet_index(None)).text
    assert text
    pairs = [(name, value) for name, values in QueryDict(text[1:]).lists() for value in values]
    assert split_pairs(pairs, list_parameters(None))[1] == []
