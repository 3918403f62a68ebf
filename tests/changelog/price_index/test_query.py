"""The query string of the price index."""

import pytest
from django.http import QueryDict

from changelog.price_index.links import Measure
from changelog.price_index.query import IndexQuery


@pytest.mark.parametrize("text", ["", "?measure=own", "?days=90", "?measure=same-offer&days=30"])
def test_a_state_has_one_query_string(text):
    assert IndexQuery.read(QueryDict(text.removeprefix("?"))).text == text


@pytest.mark.parametrize(
    "text", ["measure=all", "days=31", "measure=%00&days=-1", "days=&measure="]
)
def test_anything_else_is_the_default(text):
    assert IndexQuery.read(QueryDict(text)) == IndexQuery()


def test_links_keep_the_rest():
    query = IndexQuery(Measure.OWN, 30)
    assert dict(query.periods)[90] == "?measure=own&days=90"
    assert dict(query.measures)[Measure.RECOMMENDED] == "?days=30"
