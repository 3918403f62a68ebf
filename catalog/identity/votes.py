"""Whose a model is, by vote of the payload, where no table knows the name's family. Pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from catalog.identity.maker_rules import family_of, first_word, weak_family_of
from catalog.identity.makers import maker_of_alias, maker_of_provider, maker_of_slug
from catalog.identity.organisations import Votes, alike, sort_organisations
from catalog.identity.packaging_votes import folders_of, is_own
from catalog.identity.parse_listing import ParsedListing
from catalog.identity.vocabulary import RESELLERS

Key = tuple[str, str]  # provider, provider's model id
Parsed = Mapping[Key, ParsedListing]

MAKERS_OF_A_RESELLER = 3  # a provider of so many makers' models speaks for none of them
# What it takes for a first word to stand for a maker; a common word (`auto`) has several.
NAMES_OF_A_FAMILY, SELLERS_OF_A_FAMILY, OF_A_FAMILY = 2, 3, 0.9


@dataclass(frozen=True, slots=True)
class MakerVotes:
    """`aliases` leads from a folder to its maker; `makers` from a name; `own` from a provider.

    `letters` leads from a name's letters without dashes to its usual spelling, `families` from
    the word that names begin with to the maker of nearly all of them. `mixed` holds folders of
    several makers' models.
    """

    aliases: Mapping[str, str] = field(default_factory=dict)
    makers: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)
    mixed: frozenset[str] = frozenset()

    def apply(self, key: Key, listing: ParsedListing) -> ParsedListing:
        """Return the listing under the maker that the payload votes for."""
        maker, slug = listing.maker, self._without_maker(listing.slug)
        if _is_weak(key, listing) or (maker in self.mixed and not family_of(slug)):
            slug = slug if slug in self.makers else self.letters.get(slug.replace("-", ""), slug)
            maker = self.makers.get(slug) or self.families.get(first_word(slug), maker)
        elif self.aliases.get(maker or "", maker) != self.makers.get(slug):
            slug = listing.slug
        maker = self.aliases.get(maker or "", maker)
        same = (maker, slug) == (listing.maker, listing.slug)
        return listing if same else replace(listing, maker=maker, slug=slug)

    def _without_maker(self, slug: str) -> str:
        """Return a name without its maker's word in front, where the payload sells it so."""
        cut = slug.find("-") if not family_of(slug) else 0
        while cut > 0:
            word, rest = slug[:cut], slug[cut + 1 :]
            rest = rest if rest in self.makers else self.letters.get(rest.replace("-", ""), rest)
            maker = self.makers.get(rest)
            if maker and (alike(word, maker) or maker == self.aliases.get(word)):
                return rest
            cut = slug.find("-", cut + 1)
        return slug


def count_votes(parsed: Parsed) -> MakerVotes:
    """Return the makers that most providers name, for names whose family no table knows."""
    votes = _votes(parsed)
    resellers = _resellers(parsed, votes)
    organisations = sort_organisations(votes)
    aliases, makers = organisations.aliases, {}
    for slug, by_maker in votes.items():
        counted: Counter[str] = Counter()
        for maker, providers in by_maker.items():
            # A gateway's own routers (`openrouter/auto`) say nothing of another's of that name.
            if maker not in organisations.mixed and not _is_reseller(maker, resellers):
                counted[aliases.get(maker, maker)] += len(providers)
        # A name of one word (`auto`) may be anybody's unless two providers agree.
        if counted and ("-" in slug or max(counted.values()) > 1):
            # Ties go by name: the order of a payload must not change an identity.
            makers[slug] = min(counted, key=lambda maker: (-counted[maker], maker))
    # Sorted, so that two spellings of the same letters give one answer every day.
    letters = {slug.replace("-", ""): slug for slug in sorted(makers)}
    own = _own(parsed, aliases, makers, resellers)
    families = _families(votes, makers)
    return MakerVotes(aliases, makers, own, letters, families, organisations.mixed)


def _families(votes: Votes, makers: Mapping[str, str]) -> dict[str, str]:
    """Return the maker of nearly all voted names that begin with a word."""
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    sellers: defaultdict[str, set[str]] = defaultdict(set)
    for slug, maker in makers.items():
        names[first_word(slug)][maker] += 1
        sellers[first_word(slug)] |= set().union(*votes[slug].values())
    families = {}
    for word, found in names.items():
        maker, count = min(found.items(), key=lambda item: (-item[1], item[0]))
        many = count >= NAMES_OF_A_FAMILY and len(sellers[word]) >= SELLERS_OF_A_FAMILY
        if word and many and not weak_family_of(word) and count >= OF_A_FAMILY * found.total():
            families[word] = maker
    return families


def _is_weak(key: Key, listing: ParsedListing) -> bool:
    """Tell whether only the provider stands for a maker: neither a family nor a folder does."""
    stands = listing.maker is None or is_own(key[0], listing.maker)
    named = any(
        maker.slug == listing.maker
        for folder in folders_of(key[1])
        if folder not in RESELLERS and (maker := maker_of_alias(folder))
    )
    return stands and not named and not family_of(listing.slug)


def _votes(parsed: Parsed) -> Votes:
    votes: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, listing in parsed.items():
        maker = listing.maker
        if not maker or family_of(listing.slug) or _is_weak(key, listing):
            continue
        if RESELLERS.isdisjoint(folders_of(key[1])):
            votes[listing.slug][maker].add(key[0])
    return {slug: dict(by_maker) for slug, by_maker in votes.items()}


def _resellers(parsed: Parsed, votes: Votes) -> frozenset[str]:
    """Return providers that sell several makers' models, and whose word names no maker elsewhere.

    A maker may host others' models as well, but then others sell several of its own.
    """
    makers: defaultdict[str, set[str]] = defaultdict(set)
    for (provider, _), listing in parsed.items():
        if listing.maker:
            makers[provider].add(listing.maker)
    elsewhere = Counter(
        maker
        for slug, by_maker in votes.items()
        for maker, providers in by_maker.items()
        if providers - {maker} and any(c.isdigit() for c in slug)
    )
    return frozenset(
        provider
        for provider, found in makers.items()
        if len(found) >= MAKERS_OF_A_RESELLER and elsewhere[provider] < NAMES_OF_A_FAMILY
    )


def _is_reseller(maker: str, resellers: frozenset[str]) -> bool:
    """Tell whether a folder names a reseller; a maker with families of its own is none."""
    known = maker_of_slug(maker)
    if known is None:
        return maker in resellers
    return not known.families and not resellers.isdisjoint(known.own_providers)


def _own(
    parsed: Parsed,
    aliases: Mapping[str, str],
    makers: Mapping[str, str],
    resellers: frozenset[str],
) -> dict[str, str]:
    """Return the makers whose own channels providers are, where no table knows them."""
    own = {}
    words: defaultdict[str, set[str]] = defaultdict(set)
    for word, maker in aliases.items():
        words[maker].add(word)
    for key, listing in parsed.items():
        provider = key[0]
        if maker_of_provider(provider) or provider in own or provider in resellers:
            continue
        named = makers.get(listing.slug) if _is_weak(key, listing) else listing.maker
        if named is None:
            continue
        found = aliases.get(named, named)
        if any(alike(provider, word) for word in (found, *words[found])):
            own[provider] = found
    return own
