"""Links between the pages of a table, and options of its filters."""

import pytest
from django.core.paginator import Paginator

from catalog.listing.filter_fields import FacetOption
from catalog.listing.table_query import PROVIDER_OFFER_COLUMNS, read_table_query
from catalog.templatetags.lists import checkbox, page_link, page_numbers


@pytest.mark.parametrize(
    "number, pages, numbers",
    [
        (1, 1, [1]),
        (1, 2, [1, 2]),
        (1, 9, [1, 2, None, 9]),
        (3, 9, [1, 2, 3, 4, None, 9]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (9, 9, [1, None, 8, 9]),
        (4, 5, [1, None, 3, 4, 5]),
    ],
)
def test_links_to_the_ends_and_the_neighbours(number, pages, numbers):
    assert page_numbers(Paginator(range(pages), 1).page(number)) == numbers


def test_an_empty_table_has_one_page():
    assert page_numbers(Paginator([], 50).page(1)) == [1]


@pytest.mark.parametrize("number, text", [(1, "?sort=-input"), (2, "?sort=-input&page=2")])
def test_a_page_link_keeps_the_order(number, text):
    query = read_table_query({"sort": "-input", "page": "7"}, PROVIDER_OFFER_COLUMNS, "name")
    assert page_link(query, number) == text


def test_a_checkbox_has_an_id_of_its_own_and_escapes_what_the_feed_names():
    html = checkbox(FacetOption("a b", "a%20b", "<i>", 3, chosen=False), "family")
    assert 'id="family-a%20b" name="family" value="a b"' in html
    assert "<span>&lt;i&gt;</span>" in html


def test_checkboxes_differ_by_what_is_chosen_and_by_label():
    options = [
        FacetOption("yes", "yes", label, 3, chosen)
        for label, chosen in (("Yes", True), ("Yes", False), ("有", False))
    ]
    chosen, other, chinese = (checkbox(option, "vision") for option in options)
    assert " checked" in chosen
    assert " checked" not in other
    assert "<span>有</span>" in chinese
