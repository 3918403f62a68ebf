"""Finding what somebody half remembers: typos, other names, providers' ids, Chinese names. Pure.

An index is made once for a set of documents and answers from memory. Every word of the query is
looked for by the first of these that finds anything: whole words, beginnings of words, parts of
words, parts of ids written without separators, and last the words it is nearest to. A document must
have all the words; where none has, those come that have most of them, but at least half.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from operator import and_, or_
from unicodedata import combining, normalize

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalog.listing.chinese_names import LONGEST_FIRST, MEANINGS, SIMPLER

MOST_LETTERS = 100
MOST_WORDS = 8
CHINESE = re.compile("[\u3400-\u9fff]+")
WORD = re.compile("[a-z]+|[0-9]+|[\u3400-\u9fff]+|[^\\W\\d_a-z\u3400-\u9fff]+")
TYPED = re.compile("[a-z0-9]+|[\u3400-\u9fff]+|[^\\W_a-z0-9\u3400-\u9fff]+")
MIXED = re.compile("[a-z][0-9]|[0-9][a-z]")
NO_WORD = re.compile(r"[\W_]+")
# A misspelt word may be so many letters off: none below four letters, then one, then two.
SHORTEST_MISSPELT, LONG = 4, 8


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found: the names it is known by, those that say more first, and its weight.

    `title` is what it is called, `names` its ids and aliases; of equal finds the heavier wins.
    """

    key: str
    title: str
    names: tuple[str, ...] = ()
    weight: int = 0


@dataclass(frozen=True, slots=True)
class SearchHits:
    """The places of the documents that were found, best first, and whether they fit every word."""

    places: list[int]
    exact: bool


NOTHING = SearchHits([], exact=True)


def folded(text: str) -> str:
    """Return a text without case, accents, width and script: Ü is u, 義 is 义."""
    if text.isascii():
        return text[: 4 * MOST_LETTERS].lower()
    plain = normalize("NFKD", text[: 4 * MOST_LETTERS]).casefold()
    return "".join(c for c in plain if not combining(c)).translate(SIMPLER)


def compact(text: str) -> str:
    """Return a folded text without its separators: gpt-4o is gpt4o."""
    return NO_WORD.sub("", text)


class WordIndex:
    """Many short texts as one long one, in which a part is found fast."""

    def __init__(self, texts: Iterable[str]) -> None:
        joined = list(texts)
        self._ends = list(accumulate(len(text) + 1 for text in joined))
        self._whole = "\n".join(joined)

    def with_part(self, part: str) -> Iterator[int]:
        """Yield the places of the texts that have the part."""
        at = self._whole.find(part)
        while at >= 0:
            place = bisect_right(self._ends, at)
            yield place
            at = self._whole.find(part, self._ends[place])


class SearchIndex:
    """An index of documents. Sets of documents are whole numbers with a bit for each place."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = tuple(documents)
        self._order = sorted(
            range(len(self.documents)),
            key=lambda place: (-self.documents[place].weight, self.documents[place].key),
        )
        having: defaultdict[str, int] = defaultdict(int)
        titled: defaultdict[str, int] = defaultdict(int)
        self._titles: list[str] = []
        self._names: list[tuple[str, ...]] = []
        for place, document in enumerate(self.documents):
            title, names = folded(document.title), tuple(map(folded, document.names))
            for word in _spellings(title):
                titled[word] |= 1 << place
            for word in {word for name in (title, *names) for word in _spellings(name)}:
                having[word] |= 1 << place
            self._titles.append(compact(title))
            self._names.append(tuple(map(compact, names)))
        pairs = zip(self._titles, self._names, strict=True)
        self._all_names = WordIndex("|".join((title, *names)) for title, names in pairs)
        self._having, self._titled = dict(having), dict(titled)
        self._words = sorted(having)
        self._all_words = WordIndex(self._words)
        self._misspellable = [
            w for w in self._words if len(w) >= SHORTEST_MISSPELT and w.isalpha() and w.isascii()
        ]

    def search(self, query: str, most: int | None = None) -> SearchHits:
        """Return what the query finds, best first; nothing for a query without a word."""
        text = folded(query.replace("\0", " ")[:MOST_LETTERS])
        groups = list(_groups(text))[:MOST_WORDS]
        if not groups:
            return NOTHING
        words = [[word for typed in group for word in self._meant(typed)] for group in groups]
        sets = [
            _union(self._having, meant) or reduce(or_, map(self._holding, group))
            for group, meant in zip(groups, words, strict=True)
        ]
        for place, group in enumerate(groups):
            # Some write llama3, some llama-3.
            sets[place] |= reduce(or_, (self._holding(w) for w in group if MIXED.search(w)), 0)
        whole = compact(text)
        found = reduce(and_, sets) | self._holding(whole)
        in_title = reduce(and_, (_union(self._titled, meant) for meant in words))
        places = self._ranked(found, whole, in_title) if found else self._partly(sets)
        return SearchHits(places[:most], bool(found))

    def _meant(self, typed: str) -> list[str]:
        """Return the words of the index that a typed word stands for."""
        return self._beginning(typed) or self._containing(typed) or self._near(typed)

    def _beginning(self, typed: str) -> list[str]:
        # A lone figure is a version: 4 is not the beginning of 405b.
        if len(typed) == 1 and typed.isdecimal():
            return [typed] if typed in self._having else []
        first = place = bisect_left(self._words, typed)
        while place < len(self._words) and self._words[place].startswith(typed):
            place += 1
        return self._words[first:place]

    def _containing(self, typed: str) -> list[str]:
        if len(typed) < 2:
            return []
        return [self._words[place] for place in self._all_words.with_part(typed)]

    def _near(self, typed: str) -> list[str]:
        """Return the words that the typed one misspells by the fewest letters."""
        # What stands in some id as it was typed, across separators, is not misspelt.
        # And one figure is never meant for another.
        wordlike = typed.isascii() and typed.isalpha() and len(typed) >= SHORTEST_MISSPELT
        if not wordlike or self._holding(typed):
            return []
        off = 1 if len(typed) < LONG else 2
        near = process.extract(
            typed, self._misspellable, scorer=OSA.distance, score_cutoff=off, limit=20
        )
        least = min((distance for _word, distance, _place in near), default=0)
        return [word for word, distance, _place in near if distance == least]

    def _holding(self, text: str) -> int:
        """Return the documents that have the text in a name written without separators."""
        if len(text) < 3 and not CHINESE.match(text):
            return 0
        return bitset(self._all_names.with_part(text), len(self.documents))

    def _ranked(self, found: int, whole: str, in_title: int) -> list[int]:
        within, titled = self._bits(found), self._bits(in_title)
        places = [place for place in self._order if within[place] == "1"]
        # The order by weight stands among equals, since sorting is stable.
        places.sort(key=lambda place: self._closeness(place, whole, titled))
        return places

    def _bits(self, places: int) -> str:
        """Return a "1" or a "0" for each place in turn."""
        return f"{places:0{len(self.documents)}b}"[::-1]

    def _closeness(self, place: int, whole: str, titled: str) -> int:
        title, names = self._titles[place], self._names[place]
        if whole == title or whole in names[:2]:
            return 0
        if title.startswith(whole):
            return 1
        if titled[place] == "1":
            return 2
        if whole in title or any(whole in name for name in names[:2]):
            return 3
        return 4 if whole in names else 5

    def _partly(self, sets: list[int]) -> list[int]:
        """Return the documents with the most words, at least half of them."""
        rows = zip(*map(self._bits, sets), strict=True)
        counts = [row.count("1") for row in rows]
        most = max(counts, default=0)
        if most == 0 or 2 * most < len(sets):
            return []
        return [place for place in self._order if counts[place] == most]


def bitset(places: Iterable[int], size: int) -> int:
    """Return places as a whole number with a bit for each."""
    bits = bytearray(b"0") * (size + 1)
    for place in places:
        bits[-1 - place] = ord("1")
    return int(bits, 2)


def _union(sets: dict[str, int], words: list[str]) -> int:
    return reduce(or_, (sets.get(word, 0) for word in words), 0)


def _spellings(text: str) -> set[str]:
    """Return the words of a name, and how they are typed together: gpt 4o is gpt, 4, o and 4o."""
    return {*WORD.findall(text), *TYPED.findall(text)}


def _groups(text: str) -> Iterator[frozenset[str]]:
    """Return the words of a query; a Chinese name is the group of words that it stands for."""
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
