"""What stands around a model's name: folders, prefixes, endings and wrappers, by the payload. Pure.

Tables know today's gateways. A new one shows itself: its folder holds models of several makers,
or it puts one word in front of, or behind, names that others sell without it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalog.identity.maker_rules import PLAIN_WORD, family_of
from catalog.identity.makers import maker_of_alias, maker_of_provider, slugify
from catalog.identity.parse_listing import ParsedListing, parse_listing
from catalog.identity.rules.steps import GATEWAY_FOLDER, HOSTS_ENDING, RESELLER_PREFIX, Step
from catalog.identity.slug_builder import LONGEST_PREFIX
from catalog.identity.vocabulary import DERIVED, REPACKAGERS

Key = tuple[str, str]  # provider, provider's model id
Cleaned = tuple[str, tuple[Step, ...]]  # id without what stands around the name, and why

MAKERS_OF_A_GATEWAY = 2  # a maker's folder holds its own models only
MODELS_OF_A_PREFIX = 3  # or two makers': one maker's prefix may begin a family of its own
# Two makers may share a word for a kind of model (`uncensored`, `i2v`); three share a host's only.
MAKERS_OF_AN_ENDING = 3
SOLD_WITHOUT = 0.8  # the share of an ending's names that others must sell without it

# Bedrock: region, vendor, name, version of the wrapper; wherever they stand in an id.
_REGION = re.compile(r"(?:^|(?<=[/:]))[a-z]{2,6}(?:-gov)?\.(?=([a-z0-9-]+)\.[a-z])")
_WRAPPER_VERSION = re.compile(r"(?<=[a-z0-9])-v\d+:\d+(?::\d+k)?$")
_VENDOR_VERSION = re.compile(r"((?:^|[/:])[a-z0-9-]+\.[a-z][^/]*?)-(?:v1|v?\d+:\d+)(?::\d+k)?$")
_VERTEX_PLACE = re.compile(r"@(?:global|us|eu|asia|europe|[a-z]{2,}(?:-[a-z]+)+\d)$")


def without_wrapper(model_id: str) -> str:
    """Return an id in lower case without a cloud's region and wrapper version."""
    text = model_id.lower()
    region = _REGION.search(text)
    if region and maker_of_alias(region.group(1)):
        text = text[: region.start()] + text[region.end() :]
    text = _VENDOR_VERSION.sub(r"\1", text)
    return _VERTEX_PLACE.sub("", _WRAPPER_VERSION.sub("", text))


_ENDING = re.compile(r"[-:@_.]([a-z0-9]+)$")


def is_own(provider: str, maker: str) -> bool:
    """Tell whether a provider is known as a maker's own channel."""
    own = maker_of_provider(provider)
    return own is not None and own.slug == maker


@dataclass(frozen=True, slots=True)
class Packaging:
    """Folders that are gateways, each provider's prefixes, longest first, and hosts' endings."""

    gateways: frozenset[str]
    prefixes: Mapping[str, tuple[str, ...]]
    endings: frozenset[str]

    def clean(self, key: Key, listing: ParsedListing) -> Cleaned:
        """Return the id without what stands around the name, and the steps that took it."""
        provider, text = key
        steps = []
        *folders, last = text.split("/")
        kept = [folder for folder in folders if slugify(folder) not in self.gateways]
        if len(kept) < len(folders):
            steps.append(GATEWAY_FOLDER)
        prefix = next(
            (p for p in self.prefixes.get(provider, ()) if slugify(last).startswith(f"{p}-")), None
        )
        if prefix and not family_of(listing.slug):
            last = slugify(last).removeprefix(f"{prefix}-")
            steps.append(RESELLER_PREFIX)
        while (found := _ENDING.search(last.lower())) and found.group(1) in self.endings:
            last = last[: found.start()]
            steps.append(HOSTS_ENDING)
        return "/".join((*kept, last)), tuple(steps)


def learn_packaging(parsed: Mapping[Key, ParsedListing]) -> Packaging:
    """Return what the payload shows to be gateways' folders, prefixes and hosts' endings."""
    sellers = _Sellers(parsed)
    return Packaging(
        _gateways(parsed, sellers), _prefixes(parsed, sellers), _endings(parsed, sellers)
    )


class _Sellers:
    """Who sells each name, and in which folders."""

    def __init__(self, parsed: Mapping[Key, ParsedListing]) -> None:
        self._rows: defaultdict[str, set[tuple[str, frozenset[str]]]] = defaultdict(set)
        for (provider, model_id), listing in parsed.items():
            self._rows[listing.slug].add((provider, frozenset(folders_of(model_id))))

    def outside(self, slug: str, folder: str) -> bool:
        """Tell whether anybody sells a name outside a folder."""
        return any(folder not in folders for _, folders in self._rows[slug])

    def elsewhere(self, slug: str, provider: str) -> bool:
        return any(other != provider for other, _ in self._rows.get(slug, ()))


def folders_of(model_id: str) -> list[str]:
    """Return the folders of an id as slugs."""
    return [slug for folder in model_id.split("/")[:-1] if (slug := slugify(folder))]


def _gateways(parsed: Mapping[Key, ParsedListing], sellers: _Sellers) -> frozenset[str]:
    makers: defaultdict[str, set[str]] = defaultdict(set)
    for (_, model_id), listing in parsed.items():
        for folder in folders_of(model_id):
            if maker_of_alias(folder) or folder in REPACKAGERS:
                continue
            # A name that nobody else sells may be the folder's own change to another's model.
            family = family_of(listing.slug)
            if family and sellers.outside(listing.slug, folder):
                makers[folder].add(family.slug)
    return frozenset(f for f, found in makers.items() if len(found) >= MAKERS_OF_A_GATEWAY)


def _prefixes(parsed: Mapping[Key, ParsedListing], sellers: _Sellers) -> dict[str, tuple[str, ...]]:
    rests: defaultdict[Key, set[tuple[str, str]]] = defaultdict(set)
    for (provider, _), listing in parsed.items():
        if family_of(listing.slug):
            continue
        for prefix, rest in _cuts(listing.slug):
            found = parse_listing("", rest)
            if sellers.elsewhere(found.slug, provider):
                rests[provider, prefix].add((found.maker or "", found.slug))
    prefixes: defaultdict[str, list[str]] = defaultdict(list)
    for (provider, prefix), names in rests.items():
        makers = {maker for maker, _ in names}
        several = len(makers - {""}) >= MAKERS_OF_A_GATEWAY or len(names) >= MODELS_OF_A_PREFIX
        if several or prefix in (provider, provider.partition("-")[0]):
            prefixes[provider].append(prefix)
    return {provider: tuple(sorted(found, key=len)[::-1]) for provider, found in prefixes.items()}


def _cuts(slug: str) -> Iterator[tuple[str, str]]:
    """Yield prefixes of a slug with what follows; words of a changed model are no prefix."""
    cut = slug.find("-")
    while 0 < cut <= LONGEST_PREFIX:
        prefix, rest = slug[:cut], slug[cut + 1 :]
        cut = slug.find("-", cut + 1)
        # What begins with a digit is a version: `glm` is no prefix of `4`.
        if DERIVED.isdisjoint(prefix.split("-")) and not rest[:1].isdigit():
            yield prefix, rest


def _endings(parsed: Mapping[Key, ParsedListing], sellers: _Sellers) -> frozenset[str]:
    makers: defaultdict[str, set[str]] = defaultdict(set)
    names: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    of_makers: set[str] = set()
    for (provider, model_id), listing in parsed.items():
        last = slugify(model_id.rpartition("/")[2])
        rest, _, word = last.rpartition("-")
        if not rest or word in DERIVED or PLAIN_WORD.fullmatch(word):
            continue
        if listing.maker and is_own(provider, listing.maker):
            of_makers.add(word)
        found = parse_listing("", rest)
        sold = sellers.elsewhere(found.slug, provider)
        names[word][last] = names[word].get(last, False) or sold
        if sold and found.maker:
            makers[word].add(found.maker)
    return frozenset(
        word
        for word, found in makers.items()
        if len(found) >= MAKERS_OF_AN_ENDING
        and word not in of_makers
        and sum(names[word].values()) >= SOLD_WITHOUT * len(names[word])
    )
