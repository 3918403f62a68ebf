"""Postings: for each word of an index, the places of the documents that have it. Pure.

All words share two flat arrays, so the index takes four bytes for each word of each document. An
integer with a bit per document for each word would take the square of the documents: hostile data
has a word of its own in each of them.
"""

from array import array
from collections.abc import Iterable, Mapping


class Postings:
    """The places of each word in ascending order of words; `words` are the sorted keys."""

    def __init__(self, places_by_word: Mapping[str, Iterable[int]]) -> None:
        self.words = sorted(places_by_word)
        self._at = {word: at for at, word in enumerate(self.words)}
        self._places = array("I")
        self._starts = array("I", [0])
        for word in self.words:
            self._places.extend(places_by_word[word])
            self._starts.append(len(self._places))

    def __contains__(self, word: str) -> bool:
        return word in self._at

    def any_of(self, words: Iterable[str]) -> set[int]:
        """Return the places of the documents that have any of the words."""
        found: set[int] = set()
        first = last = 0
        for at in sorted(self._at[word] for word in words if word in self._at):
            # Words that follow each other, as those with one prefix do, are one slice.
            if at != last:
                found.update(self._places[self._starts[first] : self._starts[last]])
                first = at
            last = at + 1
        found.update(self._places[self._starts[first] : self._starts[last]])
        return found
