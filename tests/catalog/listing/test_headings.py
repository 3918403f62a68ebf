"""The heads of a sortable table, as the template draws them."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from catalog.listing.headings import ColumnHeading


def draw(**fields):
    defaults = {"key": "input", "label": "Input", "unit": "", "numeric": False, "query": "?sort=x"}
    heading = ColumnHeading(**defaults | {"sorted": ""} | fields)
    context = {
        "query": SimpleNamespace(headings=[heading]),
        "request": RequestFactory().get("/models/"),
    }
    return " ".join(render_to_string("catalog/_head_cells.html", context).split())


def test_a_heading_links_to_the_sorted_table():
    html = draw()
    assert 'id="sort-input" href="/models/?sort=x"' in html
    assert "Input" in html


@pytest.mark.parametrize("now", ["ascending", "descending"])
def test_the_sorted_column_says_so(now):
    assert f'aria-sort="{now}"' in draw(sorted=now)
    assert "aria-sort" not in draw()


def test_a_number_is_aligned_and_has_a_unit():
    html = draw(numeric=True, unit="per 1M tokens")
    assert 'class="num"' in html
    assert '<span class="unit">per 1M tokens</span>' in html
    assert "unit" not in draw()


def test_a_score_is_named_by_its_rubric():
    assert "Coding" in draw(label="", rubric="coding")
