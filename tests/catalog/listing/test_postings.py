"""Postings: the places of the documents that have any of some words."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.listing.postings import Postings

POSTINGS = Postings({"qwen": [2], "claude": [0, 1, 5], "clara": [1], "x": [3, 4]})


def test_it_works() -> None:
    assert POSTINGS.words == ["clara", "claude", "qwen", "x"]
    assert POSTINGS.any_of(["claude", "x"]) == {0, 1, 3, 4, 5}
    assert POSTINGS.any_of(["qwen", "clara", "claude"]) == {0, 1, 2, 5}


def test_unknown_words_have_no_place() -> None:
    assert POSTINGS.any_of(["gpt", "qwen"]) == {2}
    assert POSTINGS.any_of(["gpt"]) == POSTINGS.any_of([]) == set()
    assert "qwen" in POSTINGS
    assert "gpt" not in POSTINGS


WORDS = st.text("abc", min_size=1, max_size=3)


@given(st.dictionaries(WORDS, st.sets(st.integers(0, 50)).map(sorted)), st.lists(WORDS))
def test_any_of_is_the_union(places: dict[str, list[int]], words: list[str]) -> None:
    expected = {place for word in words for place in places.get(word, [])}
    assert Postings(places).any_of(words) == expected
