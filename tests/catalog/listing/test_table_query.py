"""The state of tables that are read from the database."""

from types import SimpleNamespace

import pytest
from django.http import QueryDict

from catalog.listing.table_query import MODEL_COLUMNS, read_table_query, search_words


def read(query):
    return read_table_query(QueryDict(query), MODEL_COLUMNS, "-released")


@pytest.mark.parametrize(
    "query, canonical",
    [
        ("", ""),
        ("sort=-released&page=1", ""),
        ("sort=name&page=2", "?sort=name&page=2"),
        ("q=gpt++4&sort=", "?q=gpt+4"),
        ("sort=pk&page=0&x=1", ""),
        ("page=10000", ""),
        ("q=" + "x" * 101, ""),
    ],
)
def test_writes_the_shortest_query_string(query, canonical):
    assert read(query).text == canonical


def test_headings_sort_and_then_reverse():
    headings = {heading.key: heading for heading in read("sort=name&page=3").headings}
    assert (headings["name"].sorted, headings["name"].query) == ("ascending", "?sort=-name")
    assert (headings["context"].sorted, headings["context"].query) == ("", "?sort=-context")
    assert (headings["input"].sorted, headings["input"].query) == ("", "?sort=input")
    assert headings["released"].query == ""


@pytest.mark.parametrize("sort, order", [("context", "acb"), ("-context", "cab")])
def test_sorts_rows_with_unknown_values_last(sort, order):
    contexts = {"a": 1, "b": None, "c": 2}
    rows = [SimpleNamespace(name=name, context=value) for name, value in contexts.items()]
    assert "".join(row.name for row in read(f"sort={sort}").sorted(rows)) == order


def test_search_words_are_limited():
    assert search_words({"q": " a  b "}) == "a b"
    assert search_words({"q": "w " * 20}) == "w w w w w w w w"
    assert search_words({"q": "x" * 101}) == ""
