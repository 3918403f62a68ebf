"""Which organisations' words in ids are one maker, by the names that they share. Pure."""

from collections import Counter, defaultdict
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
        # `zai` is a word, not `z` with an ending.
        if len(word) > len(end) + 1:
            word = word.removesuffix(end)
    return word


def sort_organisations(votes: Votes) -> Organisations:
    """Return which organisations are spellings of a maker, and which copy several makers' models.

    A word joins the one that sells more. Makers of the table are never renamed.
    """
    shared, sold = _shared_names(votes)

    def rank(word: str) -> tuple[bool, int, str]:
        return maker_of_slug(word) is not None, sold[word], word

    unknown = sorted((word for word in shared if maker_of_slug(word) is None), key=rank)
    above = {word: [o for o in shared[word] if rank(o) > rank(word)] for word in unknown}
    aliases: dict[str, str] = {}
    for word in unknown:
        if likes := [other for other in above[word] if alike(word, other)]:
            aliases[word] = max(likes, key=rank)
    mixed = set()
    for word in unknown:
        partners: defaultdict[str, set[str]] = defaultdict(set)
        for other in above[word] if word not in aliases else ():
            partners[_last(aliases, other)] |= shared[word][other]
        if len(partners) > 1:
            mixed.add(word)
        elif any(len(slugs) >= SHARED for slugs in partners.values()):
            aliases[word] = next(iter(partners))
    return Organisations({word: _last(aliases, word) for word in aliases}, frozenset(mixed))


def _shared_names(votes: Votes) -> tuple[dict[str, dict[str, set[str]]], Counter[str]]:
    """Return the names that each two words share, and how many offers each word has."""
    sold: Counter[str] = Counter()
    shared: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for slug, providers_by_word in votes.items():
        for word, providers in providers_by_word.items():
            sold[word] += len(providers)
            # A name without a number may be anybody's (`auto`, `embed-large`).
            if "-" in slug and any(c.isdigit() for c in slug):
                for other in providers_by_word.keys() - {word}:
                    shared[word][other].add(slug)
    return {word: dict(others) for word, others in shared.items()}, sold


def _last(aliases: Mapping[str, str], word: str) -> str:
    seen = {word}
    while (found := aliases.get(word)) and found not in seen:
        seen.add(word := found)
    return word
