"""Which organisations' words are one maker."""

import pytest

from catalog.identity.organisations import alike, sort_organisations


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("zai", "zai-org", True),
        ("zai", "z-ai", True),
        ("zorb", "zorb-labs", True),
        ("zorb", "zorbium", True),
        ("ab", "abcdefg", False),
        ("z", "zorb", False),
        ("zorb", "yorick", False),
        ("ai", "zai", False),
    ],
    ids=[
        *("an ending", "dashes", "labs", "a longer word"),
        *("much longer", "one letter", "unlike", "an ending alone"),
    ],
)
def test_alike(one, other, same):
    assert alike(one, other) is same
    assert alike(other, one) is same


def votes(text):
    """Read "slug word:providers …" lines as votes."""
    return {
        slug: {word: set(providers) for word, _, providers in (p.partition(":") for p in pairs)}
        for slug, *pairs in (line.split() for line in text.strip().splitlines())
    }


SORTED = {
    "alike, with one name": ("zum-9 zorb-ai:a zorb:bc", {"zorb-ai": "zorb"}, set()),
    "unlike, with one name": ("zum-9 yorick:a zorb:bc", {}, set()),
    "unlike, with two names": (
        "zum-9 yorick:a zorb:bc\nzum-8 yorick:a zorb:bc", {"yorick": "zorb"}, set()),
    "names without a number": (
        "zum-x yorick:a zorb:bc\nzum-y yorick:a zorb:bc", {}, set()),
    "two makers' names": (
        "zum-9 yorick:a zorb:bc\nzim-9 yorick:a xerxes:bcd", {}, {"yorick"}),
    "a maker of the table is not renamed": (
        "zum-9 openai:a zorb:bcd\nzum-8 openai:a zorb:bcd", {"zorb": "openai"}, set()),
    "a chain ends at the last": (
        "zum-9 zorb-ai:a zorb-labs:bc\nzum-8 zorb-labs:b zorb:defg",
        {"zorb-ai": "zorb", "zorb-labs": "zorb"}, set()),
    "nothing shared": ("zum-9 zorb:a\nzim-9 yorick:b", {}, set()),
}  # fmt: skip


@pytest.mark.parametrize("text, aliases, mixed", SORTED.values(), ids=SORTED)
def test_sort_organisations(text, aliases, mixed):
    found = sort_organisations(votes(text))
    assert (found.aliases, found.mixed) == (aliases, mixed)
