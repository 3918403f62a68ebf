"""The URL of the list of models."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from catalog.listing.facets import RANGE_BY_KEY, FacetIndex
from catalog.listing.index import ModelIndex
from catalog.listing.list_query import read_amount, read_list_query
from catalog.listing.presets import PRESETS
from tests.catalog.listing.test_facets import some_rows

FEW = st.builds(some_rows, st.just(9), st.integers(0, 10**6))
NAMES = st.sampled_from(
    (
        *("q", "maker", "provider", "takes", "price", "status", "since", "sort", "col", "more"),
        *("page", "tool-calling", "blended-min", "context-max", "score-agents", "unheard-of"),
    )
)
TYPED = st.text(max_size=30) | st.sampled_from(
    (
        *("openai", "yes", "silent", "image", "1", "128K", "$0.5", "9e99", "-1", "NaN"),
        *("2025-06", "-released", "score-agents", "match"),
    )
)


@given(FEW, st.lists(st.tuples(NAMES, TYPED), max_size=12))
def test_every_query_has_one_canonical_url(rows, pairs):
    facets = FacetIndex(ModelIndex(rows, {}))
    parameters = QueryDict(mutable=True)
    for name, typed in pairs:
        parameters.appendlist(name, typed)
    list_query = read_list_query(parameters, facets)
    again = read_list_query(QueryDict(list_query.text[1:]), facets)
    assert again.text == list_query.text
    assert again.choice == list_query.choice
    assert again.columns == list_query.columns


@pytest.mark.django_db
def test_presets_are_canonical_urls():
    row = {"scores": {"agents": 1, "structured-output": 1}}
    facets = FacetIndex(ModelIndex((), {}))
    facets.rubrics = list(row["scores"])
    for preset in PRESETS:
        assert read_list_query(QueryDict(preset.query[1:]), facets).text == preset.query


@pytest.mark.parametrize(
    "typed, key, amount",
    [
        ("0.5", "blended", "0.5"),
        ("$2", "input", "2"),
        ("1,000", "output", "1000"),
        ("128K", "context", "128000"),
        ("1m", "context", "1000000"),
        ("1.5M", "context", "1500000"),
        (".5", "blended", "0.5"),
        ("", "blended", None),
        (".", "blended", None),
        ("1e9", "blended", None),
        ("-1", "blended", None),
        ("NaN", "blended", None),
        ("2k", "blended", None),
        ("9" * 30, "context", None),
        ("\N{ARABIC-INDIC DIGIT ONE}", "context", None),
    ],
)
def test_reads_an_amount(typed, key, amount):
    expected = None if amount is None else Decimal(amount)
    assert read_amount(typed, RANGE_BY_KEY[key]) == expected
