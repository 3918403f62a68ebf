"""Points of the explorer: figures, order and titles."""

import pytest
from django.http import QueryDict
from django.utils import translation

from catalog.listing.facets import facet_index
from catalog.listing.results import ListResults
from scoring.explore.points import axis_figure, models_on_chart, points_of
from scoring.explore.query import axis_labels, read_explore_query
from tests.factories import make_model


def read_points(text):
    sets = facet_index(None)
    axis, list_query = read_explore_query(QueryDict(text), sets)
    results = ListResults(sets, list_query, models_on_chart(sets, axis))
    return points_of(results, axis, axis_labels()[axis])


@pytest.fixture
def models(db):
    make_model("openai/gpt-5", context=400_000, input_price="2", output_price="2")
    make_model("meta/llama", context=8000, released="2024-09", input_price="1", output_price="1")
    make_model("meta/mute", context=None, input_price="1", output_price="1")
    make_model("meta/plan", context=8000)


def test_cheapest_first_without_models_that_lack_a_price_or_a_figure(models):
    points = read_points("")
    assert [(point.name, point.figure, point.text) for point in points] == [
        ("Llama", 8000, "8K"),
        ("Gpt 5", 400_000, "400K"),
    ]


def test_titles_are_in_the_readers_language(models):
    assert read_points("")[0].title == "Llama: $1.00, Context window 8K"
    with translation.override("zh-hant"):
        assert "$1.00" in read_points("")[0].title
        assert "Context window" not in read_points("")[0].title


def test_a_partial_date_stands_at_its_first_day(models):
    (point,) = read_points("x=released")
    assert (point.text, point.figure) == ("2024-09", 739_130)


@pytest.mark.parametrize(
    ("value", "kind", "known"),
    [
        ("2024", "day", True),
        ("2024-09-18", "day", True),
        ("2024-02-31", "day", False),
        ("", "day", False),
        (0, "tokens", False),
        (None, "tokens", False),
        (0, "score", True),
    ],
)
def test_values_that_are_not_reported_have_no_figure(value, kind, known):
    assert (axis_figure(value, kind) is not None) is known
