"""The URL of a comparison: read and written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.compare.paths import MAX_COMPARED, ComparedPathsConverter, compare_url

CONVERTER = ComparedPathsConverter()
WORDS = st.from_regex(r"[-\w]+", fullmatch=True)
PATHS = st.lists(st.tuples(WORDS, WORDS).map("/".join), min_size=1, max_size=MAX_COMPARED)


@given(PATHS)
def test_reads_what_it_writes(paths):
    text = CONVERTER.to_url(paths)
    assert re.fullmatch(CONVERTER.regex, text)
    assert CONVERTER.to_python(text) == tuple(paths)


@pytest.mark.parametrize(
    "text",
    ["", "meta", "a/b/c", "a/b/vs", "a/b/vs/c", "a/b/and/c/d", "a.b/c", "/vs/".join(["a/b"] * 7)],
)
def test_does_not_match_other_urls(text):
    assert re.fullmatch(CONVERTER.regex, text) is None


@pytest.mark.parametrize(
    "paths, url",
    [
        ([], "/compare/"),
        (["b/b", "a/a"], "/compare/a/a/vs/b/b/"),
        (["a/a", "b/b", "a/a"], "/compare/a/a/vs/b/b/"),
        (["vs/vs", "a/vs"], "/compare/a/vs/vs/vs/vs/"),
    ],
    ids=["none", "sorted", "once each", "called vs"],
)
def test_a_set_of_models_has_one_url(paths, url):
    assert compare_url(paths) == url
