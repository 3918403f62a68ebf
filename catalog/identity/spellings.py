"""Names of one maker that are one name by their letters or words, whatever the family. Pure."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable

from catalog.identity.name_groups import Joined, Name, NameGroups
from catalog.identity.rules.steps import SAME_LETTERS, SAME_WORDS, Step

_RUNS = re.compile(r"\d+|[a-z]+")


def join_same_letters(groups: NameGroups) -> Joined:
    """Join names that differ in dashes only: `glm-52` and `glm-5-2`."""
    return _join(groups, lambda slug: slug.replace("-", ""), SAME_LETTERS)


def join_same_words(groups: NameGroups) -> Joined:
    """Join names of the same words whose numbers stand in one order.

    `claude-4-5-sonnet` is `claude-sonnet-4-5`; `preview-06-05` is not `preview-05-06`.
    """
    return _join(groups, words_and_numbers, SAME_WORDS)


def words_and_numbers(slug: str) -> Hashable:
    """Return what names of the same words have in common: first word, words, order of numbers."""
    words = slug.split("-")
    numbers = tuple(word for word in words if word.isdigit())
    return words[0], frozenset(words) if len(set(words)) == len(words) else slug, numbers


def _join(groups: NameGroups, alike: Callable[[str], Hashable], step: Step) -> Joined:
    same: defaultdict[tuple[str, Hashable], list[Name]] = defaultdict(list)
    for maker, slug in groups.names():
        same[maker, alike(slug)].append((maker, slug))
    joined: Joined = {}
    for names in same.values():
        # A maker that sells both tells them apart.
        if len(names) > 1 and sum(map(groups.makers_own, names)) < 2:
            usual = groups.sold_by_more(names)
            joined |= {name: (usual, step) for name in names if name != usual}
    return joined
