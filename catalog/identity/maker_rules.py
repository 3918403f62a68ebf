"""The maker of a model: by the first words of its name and the organisation in its id. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache

from catalog.identity.makers import COMMUNITY, MAKERS, Maker, maker_of_alias, maker_of_provider
from catalog.identity.vocabulary import DERIVED, PLAIN, REPACKAGERS, RESELLERS

FAMILIES = {word: maker for maker in MAKERS for word in maker.families}
_WEAK = {word: maker for maker in MAKERS for word in maker.weak_families}
_FIRST_WORD = re.compile(r"[a-z]*")
PLAIN_WORD = re.compile(PLAIN)
_OPEN_SIZE = re.compile(r"[ae]?\d+b")


def first_word(slug: str) -> str:
    """Return the letters before the first digit or dash: "qwen" of qwen3-8b."""
    word = _FIRST_WORD.match(slug)
    return word.group() if word else ""


def weak_family_of(slug: str) -> Maker | None:
    """Return the maker by a first word that other makers may use too."""
    return _longest(slug, _WEAK)


@lru_cache(maxsize=50_000)
def family_of(slug: str) -> Maker | None:
    """Return the maker of the family that a slug begins with."""
    maker = _longest(slug, FAMILIES)
    # NVIDIA names its tuned Llamas llama-3-1-nemotron-70b-instruct.
    return maker_of_alias("nvidia") if maker and "nemotron" in slug else maker


def _longest(slug: str, table: dict[str, Maker]) -> Maker | None:
    """Return the maker of the longest family of the table that the slug begins with."""
    words = slug.split("-", 3)[:3]
    for n in range(len(words), 0, -1):
        start = "-".join(words[:n])
        if maker := table.get(start) or table.get(start.rstrip("0123456789")):
            return maker
    return table.get(first_word(slug))


def maker_of(slug: str, orgs: Sequence[str], provider: str) -> str | None:
    """Return the slug of the maker, None where only the provider could be the maker."""
    own = maker_of_provider(provider)
    family = family_of(slug)
    if family is not None:
        orgs = [org for org in orgs if org not in REPACKAGERS and not _sells(org, provider)]
    # The last organisation of a path is next to the model: reseller/meta-llama/llama-3.2.
    listed = next((m for org in reversed(orgs) if (m := maker_of_alias(org))), None)
    org = listed.slug if listed else (orgs[-1] if orgs else None)
    if family is None and listed is None:
        family = weak_family_of(slug)
    if family is None:
        return org or (own.slug if own else None)
    if org is None:
        return COMMUNITY if own is not family and _is_fine_tuned(slug) else family.slug
    return family.slug if is_plain(slug) else org


def _sells(org: str, provider: str) -> bool:
    """Tell whether a folder in the id is a reseller's name, not a maker's."""
    own = org in (provider, provider.partition("-")[0])
    return org in RESELLERS or (own and maker_of_alias(org) is None)


def _is_fine_tuned(slug: str) -> bool:
    """Tell whether words behind the size name a fine-tune of open weights."""
    words = slug.split("-")
    if "distill" not in words and not DERIVED.isdisjoint(words[2:]):
        return True
    size = next((at for at, word in enumerate(words) if _OPEN_SIZE.fullmatch(word)), len(words))
    return not all(PLAIN_WORD.fullmatch(word) for word in words[size:])


def is_plain(slug: str) -> bool:
    """Tell whether a name holds only sizes, versions and common words: no fine-tune."""
    return all(PLAIN_WORD.fullmatch(word) for word in slug.split("-")[1:])


def is_derivative(maker: str, slug: str) -> bool:
    """Tell whether a model is made from another maker's: a fine-tune, a merge, a distillation."""
    words = slug.split("-")
    if not DERIVED.isdisjoint(words):
        return True
    makers = {owner.slug for word in words if (owner := FAMILIES.get(first_word(word)))}
    return bool(makers - {maker})
