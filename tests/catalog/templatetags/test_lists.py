"""Links between the pages of a table."""

import pytest
from django.core.paginator import Paginator

from catalog.listing.table_query import PROVIDER_OFFER_COLUMNS, read_table_query
from catalog.templatetags.lists import page_link, page_numbers


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
