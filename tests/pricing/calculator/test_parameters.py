"""The calculator reads whatever it writes into its own URL."""

import pytest
from django.http import QueryDict

from catalog.parameters import split_pairs
from pricing.calculator.offer_table import offer_table
from pricing.calculator.parameters import TERMS, WORKLOADS, calculator_parameters
from pricing.calculator.query import read_calculator_forms
from tests.factories import make_model

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    [
        "requests=5&per=day&input=5&output=6&cached=50&hits=90&steps=3&added=7&reasoning_tokens=8",
        "input=5&2-input=6&3-input=7&now=10&growth=2&instead=meta/llama-3-2-1b-instruct&slack=3",
        "model=meta/llama-3-2-1b-instruct&caches=4&instead=x",
        "mode=fast&input=5",
        "models=a/b,c/d&offers=all&kind=all&input-max=2&page=2",
        "currency=TWD&rate=31.5&t1-model=meta/llama-3-2-1b-instruct&t1-off=10",
    ],
)
def test_whatever_the_calculator_writes_it_reads(query):
    make_model()
    found = read_calculator_forms(QueryDict(query), offer_table(None).facets).query
    assert found is not None
    pairs = [(name, value) for name, value in found.pairs]
    assert pairs
    assert split_pairs(pairs, calculator_parameters(None))[1] == []


def test_names_beyond_the_last_workload_and_line_are_not_read():
    assert "5-input" in WORKLOADS
    assert "6-input" not in WORKLOADS
    assert "t1-off" in TERMS
    assert "t99-off" not in TERMS
