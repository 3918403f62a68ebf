"""Which organisations' words in ids are one maker, by the names that they share. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.identity.makers import maker_of_slug

Votes = dict[str, dict[str, set[str]]]  # slug -> organisation -> providers

SHARED = 2  # names that two organisations must share to be one maker, if they are named unlike
_COMMON_ENDS = ("inc", "org", "labs", "lab", "hq", "ai")


@dataclass(frozen=True, slots=True)
class Organisations:
    """`aliases` leads from a word to its maker; `mixed` words share names with several makers."""

    aliases: Mapping[str, str]
    mixed: frozenset[str]


def alike(one: str, other: str) -> bool:
    """Tell whether two organisations' words are spellings of one: `zai`, `zai-org`, `z-ai`."""
    short, long = sorted((_core(one), _core(other)), key=len)
    return len(short) >= 2 and long.startswith(short) and len(long) <= 2 * len(short) + 2


def _core(word: str) -> str:
    word = word.replace("-", "")
    for end in _COMMON_ENDS:
        if len(word) > len(end) + 1:
            word = word.removesuffix(end)
    return word


def sort_organisations(votes: Votes) -> Organisations:
    """Return which organisations are spellings of a maker, and which copy several makers' models.

    A word joins the one that sells more. Makers of the table are never renamed.
    """
    sold: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    shared: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for slug, providers_by_word in votes.items():
        for word, providers in providers_by_word.items():
            sold[word] |= {(slug, provider) for provider in providers}
            # A name without a number may be anybody's (`auto`, `embed-large`).
            if "-" in slug and any(c.isdigit() for c in slug):
                for other in providers_by_word.keys() - {word}:
                    shared[word][other].add(slug)

    def rank(word: str) -> tuple[bool, int, str]:
        return maker_of_slug(word) is not None, len(sold[word]), word

    aliases: dict[str, str] = {}
    for word in sorted(shared, key=rank):
        likes = [other for other in shared[word] if alike(word, other) and rank(other) > rank(word)]
        if likes and maker_of_slug(word) is None:
            aliases[word] = max(likes, key=rank)
    mixed = set()
    for word in sorted(shared.keys() - aliases.keys(), key=rank):
        partners: defaultdict[str, set[str]] = defaultdict(set)
        for other, slugs in shared[word].items():
            if rank(other) > rank(word):
                partners[_last(aliases, other)] |= slugs
        if maker_of_slug(word) is not None or not partners.keys() - {word}:
            continue
        if len(partners) > 1:
            mixed.add(word)
        elif len(*partners.values()) >= SHARED:
            aliases[word] = next(iter(partners))
    return Organisations({word: _last(aliases, word) for word in aliases}, frozenset(mixed))


def _last(aliases: Mapping[str, str], word: str) -> str:
    seen = {word}
    while (found := aliases.get(word)) and found not in seen:
        seen.add(word := found)
    return word
