"""Whose a model is, by vote of the payload, where no table knows the name's family. Pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from catalog.identity.packaging_votes import folders_of, is_own
from catalog.identity.maker_rules import family_of
from catalog.identity.makers import maker_of_alias, maker_of_provider, maker_of_slug
from catalog.identity.parse_listing import ParsedListing

Key = tuple[str, str]  # provider, provider's model id
Readings = Mapping[Key, ParsedListing]

SHARED = 2  # names that two organisations' folders must share to be one maker, if named unlike
MAKERS_OF_A_RESELLER = 3  # a provider of so many makers' models speaks for none of them
_COMMON_ENDS = ("inc", "org", "labs", "lab", "hq", "ai")


@dataclass(frozen=True, slots=True)
class MakerVotes:
    """`aliases` leads from a folder to its maker; `makers` from a name; `own` from a provider.

    `letters` leads from a name's letters without dashes to its usual spelling.
    """

    aliases: Mapping[str, str] = field(default_factory=dict)
    makers: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)

    def apply(self, key: Key, reading: ParsedListing) -> ParsedListing:
        """Return the reading under the maker that the payload votes for."""
        maker, slug = reading.maker, reading.slug
        if _is_weak(key, reading):
            slug = self._without_maker(slug)
            slug = slug if slug in self.makers else self.letters.get(slug.replace("-", ""), slug)
            maker = self.makers.get(slug, maker)
            slug = slug if slug in self.makers else reading.slug
        maker = self.aliases.get(maker or "", maker)
        same = (maker, slug) == (reading.maker, reading.slug)
        return reading if same else replace(reading, maker=maker, slug=slug)

    def _without_maker(self, slug: str) -> str:
        """Return a name without its maker's word in front, where the payload sells it so."""
        cut = slug.find("-")
        while cut > 0:
            word, rest = slug[:cut], slug[cut + 1 :]
            rest = rest if rest in self.makers else self.letters.get(rest.replace("-", ""), rest)
            maker = self.makers.get(rest)
            if maker and maker in (word, self.aliases.get(word)):
                return rest
            cut = slug.find("-", cut + 1)
        return slug


def count_votes(readings: Readings) -> MakerVotes:
    """Return the makers that most providers name, for names whose family no table knows."""
    resellers = _resellers(readings)
    votes = _votes(readings, resellers)
    aliases = _aliases(votes)
    makers = {}
    for slug, by_maker in votes.items():
        counted: Counter[str] = Counter()
        for maker, providers in by_maker.items():
            counted[aliases.get(maker, maker)] += len(providers)
        if counted and ("-" in slug or max(counted.values()) > 1):
            makers[slug] = min(counted, key=lambda maker: (-counted[maker], maker))
    letters = {slug.replace("-", ""): slug for slug in sorted(makers)}
    return MakerVotes(aliases, makers, _own(readings, aliases, makers, resellers), letters)


def _is_weak(key: Key, reading: ParsedListing) -> bool:
    """Tell whether only the provider stands for a maker: neither a family nor a folder does."""
    stands = reading.maker is None or is_own(key[0], reading.maker)
    named = any(
        maker.slug == reading.maker for f in folders_of(key[1]) if (maker := maker_of_alias(f))
    )
    return stands and not named and not family_of(reading.slug)


def _votes(
    readings: Readings, resellers: frozenset[str]
) -> dict[str, dict[str, set[str]]]:
    votes: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, reading in readings.items():
        maker = reading.maker
        if not maker or family_of(reading.slug) or _is_weak(key, reading):
            continue
        # A gateway's own routers (`openrouter/auto`) say nothing of another's of that name.
        if not _is_reseller(maker, resellers):
            votes[reading.slug][maker].add(key[0])
    return {slug: dict(by_maker) for slug, by_maker in votes.items()}


def _resellers(readings: Readings) -> frozenset[str]:
    makers: defaultdict[str, set[str]] = defaultdict(set)
    for (provider, _), reading in readings.items():
        if reading.maker:
            makers[provider].add(reading.maker)
    return frozenset(p for p, found in makers.items() if len(found) >= MAKERS_OF_A_RESELLER)


def _is_reseller(maker: str, resellers: frozenset[str]) -> bool:
    """Tell whether a folder names a reseller; a maker with families of its own is none."""
    known = maker_of_slug(maker)
    if known is None:
        return maker in resellers
    return not known.families and not resellers.isdisjoint(known.own_providers)


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


def _aliases(votes: Mapping[str, Mapping[str, set[str]]]) -> dict[str, str]:
    """Return the maker of each unknown organisation that sells the same names as another."""
    shared: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    sold: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for slug, by_maker in votes.items():
        for maker, providers in by_maker.items():
            sold[maker] |= {(slug, provider) for provider in providers}
        if not ("-" in slug and any(c.isdigit() for c in slug)):
            continue
        for one in by_maker:
            for other in by_maker:
                if one != other:
                    shared[one, other].add(slug)
    aliases: dict[str, str] = {}
    ranked = sorted(shared, key=lambda pair: (-len(sold[pair[1]]), pair))
    for one, other in ranked:
        rank = maker_of_slug(one) is not None, len(sold[one]), other
        enough = len(shared[one, other]) >= SHARED or alike(one, other)
        if one not in aliases and enough and rank < (
            maker_of_slug(other) is not None, len(sold[other]), one,
        ) and maker_of_slug(one) is None:  # fmt: skip
            aliases[one] = other
    return {one: _last(aliases, one) for one in aliases}


def _last(aliases: Mapping[str, str], word: str) -> str:
    seen = {word}
    while (found := aliases.get(word)) and found not in seen:
        seen.add(word := found)
    return word


def _own(
    readings: Readings,
    aliases: Mapping[str, str],
    makers: Mapping[str, str],
    resellers: frozenset[str],
) -> dict[str, str]:
    """Return the makers whose own channels providers are, where no table knows them."""
    own = {}
    words: defaultdict[str, set[str]] = defaultdict(set)
    for word, maker in aliases.items():
        words[maker].add(word)
    for key, reading in readings.items():
        provider = key[0]
        if maker_of_provider(provider) or provider in own or provider in resellers:
            continue
        maker = makers.get(reading.slug) if _is_weak(key, reading) else reading.maker
        maker = aliases.get(maker or "", maker)
        if maker and any(alike(provider, word) for word in (maker, *words[maker])):
            own[provider] = maker
    return own
