"""The list of models as CSV rows: values as figures, not as the page words them."""

from decimal import Decimal

import pytest

from catalog.listing.csv_export import csv_rows
from catalog.listing.results import PAGE_SIZE
from tests.catalog.listing.factories import make_facets, make_row, results_of


def column(row, key):
    """Return a row's cell under a column."""
    head, cells = csv_rows(results_of(make_facets(row), f"col={key}"))
    return dict(zip(head, cells, strict=True))[key]


def test_has_a_header_of_keys_and_the_canonical_id():
    head, cells = csv_rows(results_of(make_facets(make_row()), "col=input"))
    assert head == ("id", "name", "input", "other_fees", "corrected")
    assert cells == ("meta/llama", "Llama", None, None, None)


@pytest.mark.parametrize(
    "key, facts, cell",
    [
        ("name", {"name": "GPT-5"}, "GPT-5"),
        ("maker", {"maker_name": "OpenAI"}, "OpenAI"),
        ("input", {"input": Decimal("0.010")}, Decimal("0.010")),
        ("input", {"input": Decimal(0)}, Decimal(0)),
        ("context", {"context": 0}, 0),
        ("released", {"released": ""}, None),
        ("vision", {"capabilities": {"vision": True}}, "yes"),
        ("vision", {"capabilities": {"vision": False}}, "no"),
        ("vision", {}, None),
        ("corrected", {"corrected": ("context", "prices.input")}, "context prices.input"),
        ("score-coding", {"scores": {"coding": 0}}, 0),
        ("trend", {"blended": Decimal(1)}, Decimal(0)),
    ],
)
def test_cells(key, facts, cell):
    assert column(make_row(**facts), key) == cell


def test_has_every_row_not_one_page():
    facets = make_facets(*(make_row(f"meta/m{n}") for n in range(PAGE_SIZE + 1)))
    assert len(list(csv_rows(results_of(facets, "page=2")))) == PAGE_SIZE + 2


def test_no_match_leaves_the_header():
    facets = make_facets(make_row(released="2024"))
    assert len(list(csv_rows(results_of(facets, "since=2025")))) == 1
