"""What the search box offers while somebody types: models, and where a click leads."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.compare import versus
from catalog.http import Data
from catalog.shelf import Row, shelf_of

MOST = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A model that was found, and the comparison that it would join."""

    row: Row
    compare_url: str


def found_models(
    data: Data | None, words: str, *, beside: Sequence[str] = (), most: int = MOST
) -> list[Suggestion]:
    """Return the models that the words find, best first, without those it is set beside."""
    shelf = shelf_of(data) if words else None
    if shelf is None:
        return []
    places = shelf.index.search(words, most + len(beside)).places
    rows = [shelf.rows[place] for place in places if shelf.rows[place].path not in beside]
    return [Suggestion(row, versus([*beside, row.path])) for row in rows[:most]]
