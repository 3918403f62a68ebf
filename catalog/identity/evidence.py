"""What a whole payload tells of its names: makers' own words, longer names, whose names. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from catalog.identity.aliases import ALIASES
from catalog.identity.makers import maker_of_provider, slugify
from catalog.identity.parse_listing import ParsedListing, parse_name
from catalog.identity.rules import marked

Name = tuple[str, str]  # maker, slug
Readings = Mapping[tuple[str, str], tuple[str, ParsedListing]]  # by listing: display name, reading

DATE = re.compile(r"-20[2-3]\d-?[01]\d-?[0-3]\d$")
_TAIL = re.compile(
    r"-(?:preview|latest|20[2-3]\d-?[01]\d-?[0-3]\d|[01]\d-20[2-3]\d|[01]\d[0-3]\d)$"
)
_ACTIVE = re.compile(r"(?<=\db)-a\d+b(?=-|$)")
_SIZE = re.compile(r"-\d+b(?:-a\d+b)?(?:-instruct|-it)?$")

# Makers whose dated versions differ from what the undated name means today.
_MOVING = frozenset({"alibaba", "baidu", "bytedance", "deepseek", "mistral", "tencent"})


@dataclass(slots=True)
class PayloadEvidence:
    """`slugs` and `names` come from makers' own channels, `longer` and `makers` from all."""

    slugs: set[Name] = field(default_factory=set)
    names: dict[Name, str] = field(default_factory=dict)
    longer: dict[Name, str] = field(default_factory=dict)
    makers: dict[str, str] = field(default_factory=dict)

    def own_word(self, maker: str, slug: str, name: str) -> tuple[str, str] | None:
        """Return the slug that the maker itself uses for this one, and the rule that says so."""
        if (maker, slug) in self.names:
            found = self.names[maker, slug]
            if found.endswith("-latest") and (other := self._named(maker, name)):
                return other, marked("Display name says which")
            return found, marked("Maker's own name for it")
        if (maker, slug) in self.slugs:
            return None
        if (maker, slug) in self.longer:
            return self.longer[maker, slug], marked("Only one longer name")
        return self._undated(maker, slug)

    def _named(self, maker: str, name: str) -> str | None:
        name = parse_name(maker, name)
        found = ALIASES[name][0] if name in ALIASES else self.names.get((maker, name), name)
        return found if (maker, found) in self.slugs and not found.endswith("-latest") else None

    def _undated(self, maker: str, slug: str) -> tuple[str, str] | None:
        bare = DATE.sub("", slug)
        if bare == slug or maker in _MOVING:
            return None
        found = bare if (maker, bare) in self.slugs else self.names.get((maker, bare))
        return (found, marked("Date that its maker does not sell apart")) if found else None


def gather_evidence(readings: Readings, own: Mapping[str, str] | None = None) -> PayloadEvidence:
    """Return what the payload tells of names; `own` adds makers' own providers to the table's."""
    sellers: defaultdict[Name, set[str]] = defaultdict(set)
    for (provider, _), (_, reading) in readings.items():
        if reading.maker:
            sellers[reading.maker, reading.slug].add(provider)
    context = PayloadEvidence(makers=_makers(sellers))
    _learn_own_channels(context, readings, own or {})
    _learn_longer(context, sellers)
    return context


def _makers(sellers: Mapping[Name, set[str]]) -> dict[str, str]:
    """Return the maker most often named for a slug, for listings that name none."""
    votes: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for (maker, slug), providers in sellers.items():
        votes[slug].append((-len(providers), maker))
    return {slug: min(found)[1] for slug, found in votes.items() if "-" in slug}


def _learn_own_channels(
    context: PayloadEvidence, readings: Readings, own: Mapping[str, str]
) -> None:
    slugs_by_name: defaultdict[Name, set[str]] = defaultdict(set)
    slugs_by_exact_name: defaultdict[Name, set[str]] = defaultdict(set)
    for (provider, _), (name, reading) in readings.items():
        known = maker_of_provider(provider)
        maker = known.slug if known else own.get(provider)
        if maker and maker == reading.maker:
            context.slugs.add((maker, reading.slug))
            slugs_by_name[maker, parse_name(maker, name)].add(reading.slug)
            slugs_by_exact_name[maker, slugify(name)].add(reading.slug)
    for (maker_slug, called), slugs in slugs_by_name.items():
        settled = {s for s in slugs if not s.endswith("-latest")} or slugs
        if len(settled) == 1 and (maker_slug, called) not in context.slugs:
            context.names[maker_slug, called] = min(settled)
    for (maker_slug, _), slugs in slugs_by_exact_name.items():
        _join_same_names(context, maker_slug, slugs)


def _join_same_names(context: PayloadEvidence, maker: str, slugs: set[str]) -> None:
    """Take a dated and an undated id of one display name in the maker's channel for one model."""
    for slug in slugs:
        bare = DATE.sub("", slug)
        if bare != slug and bare in slugs and maker not in _MOVING:
            context.names[maker, slug] = bare


def _learn_longer(context: PayloadEvidence, sellers: Mapping[Name, set[str]]) -> None:
    """Learn the one longer name that a short one can only mean."""
    longer: defaultdict[Name, set[str]] = defaultdict(set)
    for maker, slug in sellers:
        for short in _shorter(context, sellers, (maker, slug)):
            if (maker, short) in sellers:
                longer[maker, short].add(slug)
    for name, slugs in longer.items():
        if len(slugs) == 1 and name not in context.slugs:
            context.longer[name] = min(slugs)


def _shorter(
    context: PayloadEvidence, sellers: Mapping[Name, set[str]], name: Name
) -> Iterator[str]:
    """Yield what others may call a model: without active size, preview, date or size."""
    maker, slug = name
    if (short := _ACTIVE.sub("", slug)) != slug:
        yield short
    short = _TAIL.sub("", slug)
    if (
        short != slug
        and name in context.slugs
        and not sellers[name] & sellers.get((maker, short), set())
    ):
        yield short
    short = _SIZE.sub("", slug)
    if short != slug and name in context.slugs:
        yield short
