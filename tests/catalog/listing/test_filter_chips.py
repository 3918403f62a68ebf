"""The chosen filters: how each is worded and what is left without it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from catalog.listing.facets import RANGE_BY_KEY, Filters
from catalog.listing.filter_chips import bounds_text, chosen_filters
from tests.catalog.listing.factories import make_facets, make_row

FACETS = make_facets(make_row(), groq="Groq Cloud")
NOTHING = Filters(values={}, bounds={}, scores={})


def chosen(choice):
    return list(chosen_filters(choice, FACETS))


@pytest.mark.parametrize(
    "choice, label, value, kind",
    [
        ({"values": {"maker": ("meta",)}}, "Maker", "Meta", ""),
        ({"values": {"provider": ("groq",)}}, "Provider", "Groq Cloud", ""),
        ({"values": {"provider": ("gone",)}}, "Provider", "gone", ""),
        ({"values": {"vision": ("silent",)}}, "Image input", "Not reported", ""),
        ({"bounds": {"context": (Decimal(8000), None)}}, "Context", "from 8000", ""),
        ({"since": "2024-06"}, "", "2024-06", "since"),
        ({"scores": {"coding": 50}}, "", "50", "coding"),
        ({"words": "llama 3"}, "", "llama 3", "words"),
    ],
)
def test_words_one_filter_and_removes_it(choice, label, value, kind):
    (one,) = chosen(replace(NOTHING, **choice))
    assert (str(one.label), str(one.value), one.kind) == (label, value, kind)
    assert one.left == NOTHING


def test_removes_one_value_of_several():
    first, second = chosen(replace(NOTHING, values={"maker": ("meta", "xai")}))
    assert first.left.values == {"maker": ("xai",)}
    assert second.left.values == {"maker": ("meta",)}


def test_keeps_all_other_filters():
    choice = replace(NOTHING, values={"maker": ("meta",)}, since="2024", words="x")
    by_kind = {one.kind: one.left for one in chosen(choice)}
    assert by_kind["since"] == replace(choice, since="")
    assert by_kind["words"] == replace(choice, words="")
    assert by_kind[""] == replace(choice, values={})


@pytest.mark.parametrize("scores", [None, {}])
def test_no_filters_are_no_chips(scores):
    assert chosen(replace(NOTHING, scores=scores)) == []


@pytest.mark.parametrize(
    "key, lowest, highest, text",
    [
        ("blended", None, "1", "up to $1"),
        ("blended", "0.5", None, "from $0.5"),
        ("blended", "0.5", "1", "$0.5 to $1"),
        ("blended", "0", None, "from $0"),
        ("context", "128000", "1E+6", "128000 to 1000000"),
    ],
)
def test_bounds_in_words(key, lowest, highest, text):
    ends = [None if end is None else Decimal(end) for end in (lowest, highest)]
    assert bounds_text(RANGE_BY_KEY[key], *ends) == text
