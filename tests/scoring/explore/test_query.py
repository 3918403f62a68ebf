"""The explorer's query string: the axis and the filters of the model list."""

import pytest
from django.http import QueryDict

from catalog.listing.facets import facet_index
from scoring.explore.query import KINDS, axis_labels, read_explore_query
from scoring.rules import RUBRICS

pytestmark = pytest.mark.django_db


def read(text):
    axis, list_query = read_explore_query(QueryDict(text), facet_index(None))
    return axis, list_query.text


@pytest.mark.parametrize(
    ("text", "axis", "shortest"),
    [
        ("", "context", ""),
        ("x=context", "context", ""),
        ("x=released", "released", "?x=released"),
        ("x=coding&vision=yes", "coding", "?x=coding&vision=yes"),
        ("x=magic", "context", ""),
        ("sort=name&col=maker", "context", ""),
    ],
)
def test_a_view_has_one_url(text, axis, shortest):
    assert read(text) == (axis, shortest)


def test_every_axis_has_a_label_and_a_kind():
    assert list(axis_labels()) == list(KINDS)
    assert len(KINDS) == 2 + len(RUBRICS)
