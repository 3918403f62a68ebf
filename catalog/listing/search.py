"""Full-text search over names and ids, with typos, aliases and Chinese names. Pure.

The index is built once for a set of documents and kept in memory. Each word of a query is matched
by the first of these that has a match: prefixes of words, substrings of words, substrings of ids
without their separators, and last the nearest words by edit distance. A document must match all
words; if none does, those with the most matching words are returned, at least half of them.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from operator import and_
from unicodedata import combining, normalize

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.listing.chinese_names import LONGEST_FIRST, MEANINGS, SIMPLER
from catalog.listing.postings import Postings

MOST_LETTERS = 100
MOST_WORDS = 8
CHINESE = re.compile("[\u3400-\u9fff]+")
WORD = re.compile("[a-z]+|[0-9]+|[\u3400-\u9fff]+|[^\\W\\d_a-z\u3400-\u9fff]+")
TYPED = re.compile("[a-z0-9]+|[\u3400-\u9fff]+|[^\\W_a-z0-9\u3400-\u9fff]+")
MIXED = re.compile("[a-z][0-9]|[0-9][a-z]")
NO_WORD = re.compile(r"[\W_]+")
# Edit distance allowed: none below four letters, one below eight, then two. More would make most
# short words neighbours of each other.
SHORTEST_MISSPELT, LONG = 4, 8


@dataclass(frozen=True, slots=True)
class Document:
    """A searchable item: its display name, then its ids and aliases, the most specific first.

    Of two documents that match equally well, the one with the higher weight comes first.
    """

    key: str
    title: str
    names: tuple[str, ...] = ()
    weight: int = 0


@dataclass(frozen=True, slots=True)
class SearchHits:
    """Places of the matching documents, best first; `exact` if they match every word."""

    places: list[int]
    exact: bool


NOTHING = SearchHits([], exact=True)


def folded(text: str) -> str:
    """Fold case, accents, width and Chinese script: Ü to u, 義 to 义."""
    if text.isascii():
        return text[: 4 * MOST_LETTERS].lower()
    plain = normalize("NFKD", text[: 4 * MOST_LETTERS]).casefold()
    return "".join(c for c in plain if not combining(c)).translate(SIMPLER)


def compact(text: str) -> str:
    """Remove the separators of a folded text: gpt-4o becomes gpt4o."""
    return NO_WORD.sub("", text)


class WordIndex:
    """Short texts joined to one, so that one fast str.find() per hit searches them all."""

    def __init__(self, texts: Iterable[str]) -> None:
        joined = list(texts)
        self._ends = array("I", accumulate(len(text) + 1 for text in joined))
        self._whole = "\n".join(joined)

    def __getitem__(self, place: int) -> str:
        begin = self._ends[place - 1] if place else 0
        return self._whole[begin : self._ends[place] - 1]

    def containing(self, part: str) -> Iterator[int]:
        """Yield the places of the texts that contain the part."""
        at = self._whole.find(part)
        while at >= 0:
            place = bisect_right(self._ends, at)
            yield place
            at = self._whole.find(part, self._ends[place])


class SearchIndex:
    """An inverted index: for each word, the set of the documents that have it."""

    def __init__(self, documents: Iterable[Document]) -> None:
        by_word: defaultdict[str, list[int]] = defaultdict(list)
        by_title_word: defaultdict[str, list[int]] = defaultdict(list)
        order: list[tuple[int, str]] = []
        all_names: list[str] = []
        for place, document in enumerate(documents):
            order.append((-document.weight, document.key))
            title, names = folded(document.title), tuple(map(folded, document.names))
            for word in _spellings(title):
                by_title_word[word].append(place)
            for word in {word for name in (title, *names) for word in _spellings(name)}:
                by_word[word].append(place)
            all_names.append("|".join(map(compact, (title, *names))))
        # By place, its rank by weight; the key breaks ties, so that results are stable.
        self._rank = array("I", bytes(4 * len(order)))
        for rank, place in enumerate(sorted(range(len(order)), key=order.__getitem__)):
            self._rank[place] = rank
        self._all_names = WordIndex(all_names)
        self._by_word, self._by_title_word = Postings(by_word), Postings(by_title_word)
        self._words = self._by_word.words
        self._all_words = WordIndex(self._words)
        self._misspellable = [
            w for w in self._words if len(w) >= SHORTEST_MISSPELT and w.isalpha() and w.isascii()
        ]

    def search(self, query: str, most: int | None = None) -> SearchHits:
        """Return the documents that match, best first; none for a query without a word."""
        text = folded(query.replace("\0", " ")[:MOST_LETTERS])
        groups = list(_groups(text))[:MOST_WORDS]
        if not groups:
            return NOTHING
        words = [[word for typed in group for word in self._expand(typed)] for group in groups]
        sets = [
            self._by_word.any_of(expanded) or _joined(map(self._with_substring, group))
            for group, expanded in zip(groups, words, strict=True)
        ]
        for place, group in enumerate(groups):
            # Some write llama3, some llama-3.
            mixed = (self._with_substring(word) for word in group if MIXED.search(word))
            sets[place] |= _joined(mixed)
        whole = compact(text)
        matching = reduce(and_, sets) | self._with_substring(whole)
        in_title = reduce(and_, map(self._by_title_word.any_of, words))
        if not matching:
            return SearchHits(self._partial_matches(sets)[:most], exact=False)
        return SearchHits(self._ranked(matching, whole, in_title)[:most], exact=True)

    def _expand(self, typed: str) -> list[str]:
        """Return the words of the index that a typed word may stand for."""
        return self._with_prefix(typed) or self._containing(typed) or self._nearest(typed)

    def _with_prefix(self, typed: str) -> list[str]:
        # A single digit is a version number: 4 must not match 405b.
        if len(typed) == 1 and typed.isdecimal():
            return [typed] if typed in self._by_word else []
        first = place = bisect_left(self._words, typed)
        while place < len(self._words) and self._words[place].startswith(typed):
            place += 1
        return self._words[first:place]

    def _containing(self, typed: str) -> list[str]:
        if len(typed) < 2:
            return []
        return [self._words[place] for place in self._all_words.containing(typed)]

    def _nearest(self, typed: str) -> list[str]:
        """Return the words at the smallest edit distance, if that is small enough for a typo."""
        # Numbers are never typos of each other, and what some id contains is not misspelt.
        wordlike = typed.isascii() and typed.isalpha() and len(typed) >= SHORTEST_MISSPELT
        if not wordlike or self._with_substring(typed):
            return []
        cutoff = 1 if len(typed) < LONG else 2
        near = process.extract(
            typed, self._misspellable, scorer=OSA.distance, score_cutoff=cutoff, limit=20
        )
        least = min((distance for _word, distance, _place in near), default=0)
        return [word for word, distance, _place in near if distance == least]

    def _with_substring(self, text: str) -> set[int]:
        """Return the documents that have the text in a name written without separators."""
        # Two letters are somewhere in nearly every name; two Chinese characters are a word.
        if len(text) < 3 and not CHINESE.match(text):
            return set()
        return set(self._all_names.containing(text))

    def _ranked(self, matching: set[int], whole: str, in_title: set[int]) -> list[int]:
        return sorted(
            matching, key=lambda place: (self._tier(place, whole, in_title), self._rank[place])
        )

    def _tier(self, place: int, whole: str, in_title: set[int]) -> int:
        """Return how closely a document matches: 0 is its exact name, 5 only its words."""
        title, *names = self._all_names[place].split("|")
        if whole == title or whole in names[:2]:
            return 0
        if title.startswith(whole):
            return 1
        if place in in_title:
            return 2
        if whole in title or any(whole in name for name in names[:2]):
            return 3
        return 4 if whole in names else 5

    def _partial_matches(self, sets: list[set[int]]) -> list[int]:
        """Return the documents with the most matching words, at least half of them."""
        counts = Counter(place for places in sets for place in places)
        most = max(counts.values(), default=0)
        if most == 0 or 2 * most < len(sets):
            return []
        places = (place for place, count in counts.items() if count == most)
        return sorted(places, key=self._rank.__getitem__)


def _joined(sets: Iterable[set[int]]) -> set[int]:
    return set().union(*sets)


def _spellings(text: str) -> set[str]:
    """Return a name's words, both split at digits and not: gpt 4o is gpt, 4, o and 4o."""
    return {*WORD.findall(text), *TYPED.findall(text)}


def _groups(text: str) -> Iterator[frozenset[str]]:
    """Yield for each word of a query its alternatives: a Chinese name has several Latin ones."""
    for typed in TYPED.findall(text):
        if not CHINESE.fullmatch(typed):
            yield frozenset({typed})
            continue
        rest = typed
        for name in LONGEST_FIRST:
            if name in rest:
                rest = rest.replace(name, " ", 1)
                yield MEANINGS[name]
        if rest == typed:
            yield frozenset({typed})
