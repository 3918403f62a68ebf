"""Evidence from the whole payload: makers' own ids, short names and names without a maker. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from catalog.identity.aliases import ALIASES
from catalog.identity.makers import maker_of_provider, slugify
from catalog.identity.parse_listing import ParsedListing, parse_name
from catalog.identity.rules import decisions

Name = tuple[str, str]  # maker, slug
# By (provider, provider's model id): display name and parsed listing.
ParsedPayload = Mapping[tuple[str, str], tuple[str, ParsedListing]]

DATE = re.compile(r"-20[2-3]\d-?[01]\d-?[0-3]\d$")
_TAIL = re.compile(
    r"-(?:preview|latest|20[2-3]\d-?[01]\d-?[0-3]\d|[01]\d-20[2-3]\d|[01]\d[0-3]\d)$"
)
_ACTIVE = re.compile(r"(?<=\db)-a\d+b(?=-|$)")
_SIZE = re.compile(r"-\d+b(?:-a\d+b)?(?:-instruct|-it)?$")

# Makers whose undated name is a pointer: a dated version may differ from it.
_MOVING = frozenset({"alibaba", "baidu", "bytedance", "deepseek", "mistral", "tencent"})


@dataclass(slots=True)
class PayloadEvidence:
    """What a payload shows of its names.

    `slugs` are the models in makers' own channels, `names` leads from another name of such a
    model to its slug there, `longer` from a short name to the only longer one, and `makers` from a
    slug to the maker most often named for it.
    """

    slugs: set[Name] = field(default_factory=set)
    names: dict[Name, str] = field(default_factory=dict)
    longer: dict[Name, str] = field(default_factory=dict)
    makers: dict[str, str] = field(default_factory=dict)

    def match(self, maker: str, slug: str, display_name: str) -> tuple[str, str] | None:
        """Return the slug that the evidence gives for this one, and the key of its rule."""
        if (maker, slug) in self.names:
            own = self.names[maker, slug]
            if own.endswith("-latest") and (version := self._named(maker, display_name)):
                return version, decisions.DISPLAY_NAME_VERSION
            return own, decisions.MAKERS_OWN_ID
        if (maker, slug) in self.slugs:
            return None
        if (maker, slug) in self.longer:
            return self.longer[maker, slug], decisions.UNAMBIGUOUS_SHORT_NAME
        return self._undated(maker, slug)

    def _named(self, maker: str, display_name: str) -> str | None:
        name = parse_name(maker, display_name)
        slug = ALIASES[name][0] if name in ALIASES else self.names.get((maker, name), name)
        return slug if (maker, slug) in self.slugs and not slug.endswith("-latest") else None

    def _undated(self, maker: str, slug: str) -> tuple[str, str] | None:
        bare = DATE.sub("", slug)
        if bare == slug or maker in _MOVING:
            return None
        own = bare if (maker, bare) in self.slugs else self.names.get((maker, bare))
        return (own, decisions.REDUNDANT_DATE) if own else None


def gather_evidence(
    payload: ParsedPayload, own: Mapping[str, str] | None = None
) -> PayloadEvidence:
    """Return what the parsed listings show of each other's names.

    `own` adds makers' own channels, by provider, to those of the table.
    """
    providers: defaultdict[Name, set[str]] = defaultdict(set)
    for (provider, _), (_, listing) in payload.items():
        if listing.maker:
            providers[listing.maker, listing.slug].add(provider)
    evidence = PayloadEvidence(makers=_makers(providers))
    _add_own_channels(evidence, payload, own or {})
    _add_longer_names(evidence, providers)
    return evidence


def _makers(providers: Mapping[Name, set[str]]) -> dict[str, str]:
    """Return the maker that most providers name for a slug, for listings that name none."""
    votes: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for (maker, slug), named_by in providers.items():
        votes[slug].append((-len(named_by), maker))
    # One word ("flash") may be anybody's.
    return {slug: min(ranked)[1] for slug, ranked in votes.items() if "-" in slug}


def _add_own_channels(
    evidence: PayloadEvidence, payload: ParsedPayload, own: Mapping[str, str]
) -> None:
    slugs_by_name: defaultdict[Name, set[str]] = defaultdict(set)
    slugs_by_exact_name: defaultdict[Name, set[str]] = defaultdict(set)
    for (provider, _), (display_name, listing) in payload.items():
        known = maker_of_provider(provider)
        maker = known.slug if known else own.get(provider)
        if maker and maker == listing.maker:
            evidence.slugs.add((maker, listing.slug))
            slugs_by_name[maker, parse_name(maker, display_name)].add(listing.slug)
            slugs_by_exact_name[maker, slugify(display_name)].add(listing.slug)
    for (maker_slug, name), slugs in slugs_by_name.items():
        settled = {s for s in slugs if not s.endswith("-latest")} or slugs
        if len(settled) == 1 and (maker_slug, name) not in evidence.slugs:
            evidence.names[maker_slug, name] = min(settled)
    for (maker_slug, _), slugs in slugs_by_exact_name.items():
        _join_same_names(evidence, maker_slug, slugs)


def _join_same_names(evidence: PayloadEvidence, maker: str, slugs: set[str]) -> None:
    """Join a dated and an undated id that have one display name in the maker's channel."""
    for slug in slugs:
        bare = DATE.sub("", slug)
        if bare != slug and bare in slugs and maker not in _MOVING:
            evidence.names[maker, slug] = bare


def _add_longer_names(evidence: PayloadEvidence, providers: Mapping[Name, set[str]]) -> None:
    """Add the short names that have exactly one longer name."""
    longer: defaultdict[Name, set[str]] = defaultdict(set)
    for maker, slug in providers:
        for short in _shorter(evidence, providers, (maker, slug)):
            if (maker, short) in providers:
                longer[maker, short].add(slug)
    for name, slugs in longer.items():
        if len(slugs) == 1 and name not in evidence.slugs:
            evidence.longer[name] = min(slugs)


def _shorter(
    evidence: PayloadEvidence, providers: Mapping[Name, set[str]], name: Name
) -> Iterator[str]:
    """Yield the short names of a model: without active parameters, preview or date, or size."""
    maker, slug = name
    if (short := _ACTIVE.sub("", slug)) != slug:
        yield short
    short = _TAIL.sub("", slug)
    if (
        short != slug
        and name in evidence.slugs
        # One provider with both names sells two models.
        and not providers[name] & providers.get((maker, short), set())
    ):
        yield short
    short = _SIZE.sub("", slug)
    if short != slug and name in evidence.slugs:
        yield short
