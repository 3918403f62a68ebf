from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from catalog.listing.query_string import QueryState, query_string


@pytest.mark.parametrize(
    "pairs, expected",
    [
        ([], ""),
        ([("q", "gpt 4")], "?q=gpt+4"),
        ([("maker", "a"), ("maker", "b")], "?maker=a&maker=b"),
        ([("meta/llama", "open&router")], "?meta%2Fllama=open%26router"),
        ((pair for pair in [("page", "2")]), "?page=2"),
    ],
)
def test_writes_a_query_string(pairs, expected) -> None:
    assert query_string(pairs) == expected


def test_leaves_safe_characters_unescaped() -> None:
    assert query_string([("meta/llama", "x")], safe="/") == "?meta/llama=x"


@dataclass(frozen=True, slots=True)
class Example(QueryState):
    sort: str = ""

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        if self.sort:
            yield "sort", self.sort
        if self.page > 1:
            yield "page", str(self.page)


def test_a_state_in_its_defaults_has_no_query_string() -> None:
    assert Example().text == ""


def test_changes_a_copy_of_the_state() -> None:
    state = Example("name")
    assert state.on_page(3).text == "?sort=name&page=3"
    assert state.on_page(3).but(sort="").text == "?page=3"
    assert state.text == "?sort=name"
