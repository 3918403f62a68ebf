"""Names of the same letters or words."""

import pytest

from catalog.identity.spellings import join_same_letters, join_same_words, words_and_numbers
from tests.catalog.identity.factories import joined_names, make_groups

LETTERS = {
    "dashes": ("a m/glm-52\nb m/glm-5-2\nc m/glm-5-2", "", {"m/glm-52": "m/glm-5-2"}),
    "another maker": ("a m/glm-52\nb n/glm-5-2", "", {}),
    "the maker's spelling": ("a m/x-9\nb m/x9\nc m/x9", "m/x-9", {"m/x9": "m/x-9"}),
    "the maker sells both": ("a m/x-9\nb m/x9", "m/x-9 m/x9", {}),
    "three spellings": (
        "a m/x-9-2\nb m/x9-2\nb m/x92\nc m/x92", "", {"m/x-9-2": "m/x92", "m/x9-2": "m/x92"}),
}  # fmt: skip


@pytest.mark.parametrize("payload, own, joined", LETTERS.values(), ids=LETTERS)
def test_same_letters(payload, own, joined):
    assert joined_names(join_same_letters(make_groups(payload, own=own))) == joined


@pytest.mark.parametrize(
    "one, other, alike",
    [
        ("claude-4-5-sonnet", "claude-sonnet-4-5", True),
        ("x-preview-06-05", "x-preview-05-06", False),
        ("pro-x", "x-pro", False),
        ("x-pro-pro", "x-pro", False),
        ("x-5-5-pro", "x-pro-5-5", False),
        ("x-v2-pro", "x-pro-v2", True),
    ],
    ids=[
        *("another order", "numbers in another order", "another first word", "a word twice"),
        *("a repeated number", "v2 is a word"),
    ],
)
def test_words_and_numbers(one, other, alike):
    assert (words_and_numbers(one) == words_and_numbers(other)) is alike
    joined = join_same_words(make_groups(f"a m/{one}\nb m/{other}"))
    assert bool(joined) is alike
