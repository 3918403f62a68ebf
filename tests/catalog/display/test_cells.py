"""A table's cell as plain values: each kind as its template draws it."""

import pytest
from django.template.loader import render_to_string
from pytest_django.asserts import assertHTMLEqual

from catalog.display.cells import TableCell


@pytest.mark.parametrize(
    "cell, html",
    [
        (TableCell("$1.00"), '<td class="">$1.00</td>'),
        (TableCell("$1.00", "num p2"), '<td class="num p2">$1.00</td>'),
        (TableCell("8K", label="Context"), '<td class="" data-label="Context">8K</td>'),
        (TableCell("No", flag="no"), '<td class=""><span class="flag no">No</span></td>'),
    ],
    ids=["text", "class", "label of a card", "flag"],
)
def test_cells(cell, html):
    assertHTMLEqual(render_to_string("catalog/_cell.html", {"cell": cell}), html)


def test_nothing_is_a_dash_with_its_reason():
    html = render_to_string("catalog/_cell.html", {"cell": TableCell("", why="Free")})
    assert 'title="Free"' in html
    assert "–" in html


def test_equal_cells_are_one_key_of_the_cache():
    assert len({TableCell("$1.00", "num"), TableCell("$1.00", "num"), TableCell("$1.00")}) == 2
