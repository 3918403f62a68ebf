"""Which offer a model's name in a log stands for: whose bill it is, and on which basis. Pure.

`name_rules` says which provider a name may mean and which spellings its id has; here they meet the
offers of the data. A provider that the log names is never replaced without saying so.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from catalog.identity.makers import maker_of_alias, maker_of_provider, slugify
from catalog.identity.model_ids import decoded_id
from catalog.identity.parse_listing import parse_listing
from catalog.identity.versions import VersionKind, parse_version
from pricing.usage_log.name_rules import (
    BASES,
    DEVIATIONS,
    FREE,
    Basis,
    Deviation,
    Reading,
    readings,
    spellings,
)
from pricing.usage_log.provider_names import SECOND_PARTS, ProviderName, ProviderNames

MAX_SUGGESTIONS = 5
# get_close_matches is quadratic in the length of a name; no slug is longer.
MAX_SLUG_LENGTH = 60
MIN_SIMILARITY = 0.55  # low enough for a typo such as "gtp-5" in a short name


@dataclass(frozen=True, slots=True)
class MatchedOffer:
    """The offering (its primary key) whose prices a name in a log stands for."""

    offering: int
    provider: str
    model: str
    priced: bool
    doubtful: bool
    fees: tuple[str, ...] = ()  # as `catalog.domain.other_fees` names them
    provider_model_id: str = ""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """An offer, how its provider was found, and how it differs from the name."""

    offer: MatchedOffer
    basis: Basis
    deviation: Deviation = Deviation.NONE

    @property
    def sure(self) -> bool:
        """Whether the price is that of the provider who bills, as far as the log says."""
        return BASES[self.basis].sure and DEVIATIONS[self.deviation].sure


class ModelName(NamedTuple):
    """A model's canonical id, its current version's (None: itself), and its recommended offer."""

    path: str
    current: str | None = None
    recommended: int | None = None


class ModelDirectory:
    """All names that a log may use, withdrawn offers included.

    `offers` come in the order in which they win: live ones first. So do `models` that share a slug:
    the official one, then the one with most providers.
    """

    def __init__(
        self,
        offers: Iterable[MatchedOffer],
        models: Iterable[ModelName],
        providers: Iterable[ProviderName] = (),
    ) -> None:
        several, rows, known = list(offers), list(models), list(providers)
        unnamed = {offer.provider for offer in several} - {one.key for one in known}
        self.providers = ProviderNames([*known, *map(ProviderName, unnamed)])
        self.current = {model.path: model.current or model.path for model in rows}
        self._versions: defaultdict[str, list[str]] = defaultdict(list)
        for path, current in self.current.items():
            self._versions[current].append(path)
        self.by_slug: dict[str, str] = {}
        self._by_base: defaultdict[str, list[str]] = defaultdict(list)
        for model in rows:
            maker, _slash, slug = model.path.partition("/")
            self.by_slug.setdefault(slug, model.path)
            if version := parse_version(slug):
                self._by_base[f"{maker}/{version.base}"].append(model.path)
        self.by_id: defaultdict[str, list[MatchedOffer]] = defaultdict(list)
        self.by_path: dict[str, MatchedOffer] = {}
        self._at: defaultdict[tuple[str, str], list[MatchedOffer]] = defaultdict(list)
        self._sold: defaultdict[str, list[MatchedOffer]] = defaultdict(list)
        self._ids: defaultdict[str, Counter[str]] = defaultdict(Counter)
        recommended = {model.path: model.recommended for model in rows}
        for offer in several:
            self._add(offer, recommended.get(offer.model))

    def _add(self, offer: MatchedOffer, recommended: int | None) -> None:
        key = name_key(offer.provider_model_id)
        self.by_id[key].append(offer)
        self._at[offer.provider, key].append(offer)
        self._sold[offer.model].append(offer)
        for spelling, _deviation in spellings(key):
            self._ids[_slug(spelling)][offer.model] += 1
        if offer.model not in self.by_path or offer.offering == recommended:
            self.by_path[offer.model] = offer

    def find(self, name: str, provider: str, mapped: Mapping[str, str]) -> MatchedOffer | None:
        """Return the offer that a name stands for, on whichever basis; see `match`."""
        match = self.match(name, provider, mapped)
        return match.offer if match else None

    def match(self, name: str, provider: str, mapped: Mapping[str, str]) -> NameMatch | None:
        """Return the offer that a name stands for; None where the model is unknown.

        `mapped` gives what the user chose for names, as `choice` writes it; it outranks everything.
        """
        said = mapped.get(choice_key(name, provider)) or mapped.get(name)
        if said:
            chosen = self.chosen(said)
            return NameMatch(chosen, Basis.CHOSEN) if chosen else None
        several = list(readings(name_key(name), provider, self.providers))
        for reading in several:
            if reading.provider and (match := self._at_provider(reading)):
                return match
        return self._at_another(several)

    def chosen(self, choice: str) -> MatchedOffer | None:
        """Return the offer of a choice: MAKER/SLUG, or PROVIDER:MAKER/SLUG."""
        provider, colon, path = choice.strip().rpartition(":")
        if not colon:
            return self.by_path.get(path)
        return self._best(offer for offer in self._sold.get(path, ()) if offer.provider == provider)

    def offers_of(self, path: str) -> list[MatchedOffer]:
        """Return the offers of a model, the first of each provider."""
        first: dict[str, MatchedOffer] = {}
        for offer in self._sold.get(path, ()):
            first.setdefault(offer.provider, offer)
        return sorted(first.values(), key=lambda offer: offer.provider)

    def suggestions(self, name: str) -> list[str]:
        """Return models with a similar slug, the most similar first."""
        slug = _slug(name_key(name))[:MAX_SLUG_LENGTH]
        version = parse_version(slug)
        slug = version.base if version else slug
        similar = get_close_matches(slug, self.by_slug, n=MAX_SUGGESTIONS, cutoff=MIN_SIMILARITY)
        return [self.by_slug[match] for match in similar]

    # A provider that the log names

    def _at_provider(self, reading: Reading) -> NameMatch | None:
        parts = (reading.provider or "", SECOND_PARTS.get(reading.provider or "", ""))
        for spelling, deviation in spellings(reading.model_id):
            for provider in parts:
                if offer := self._best(self._at.get((provider, spelling), ())):
                    return NameMatch(offer, reading.basis, deviation)
            if FREE.search(spelling):
                return None
        for spelling, deviation in spellings(reading.model_id):
            for provider in parts:
                if match := self._by_model(provider, spelling):
                    offer, other = match
                    return NameMatch(offer, reading.basis, max_deviation(deviation, other))
        return None

    def _by_model(self, provider: str, model_id: str) -> tuple[MatchedOffer, Deviation] | None:
        """Return the provider's offer of the model that an id means, or of another version."""
        path, deviation = self._path(model_id, provider)
        if path is None:
            return None
        own = self._best(offer for offer in self._sold[path] if offer.provider == provider)
        if own:
            return own, deviation
        versions = self._versions[self.current[path]]
        other = self._best(
            offer for one in versions for offer in self._sold[one] if offer.provider == provider
        )
        return (other, _of_version(path)) if other else None

    @staticmethod
    def _best(offers: Iterable[MatchedOffer]) -> MatchedOffer | None:
        """Return the first offer with a price, else the first."""
        several = list(offers)
        return next((one for one in several if one.priced), several[0] if several else None)

    # Which model an id means

    def _path(self, model_id: str, provider: str = "") -> tuple[str | None, Deviation]:
        """Return the model of an id, and whether only another version of it is known."""
        if model_id in self.current:
            return model_id, Deviation.NONE
        slug = _slug(model_id)
        if path := self._unanimous(slug):
            return path, Deviation.NONE
        parsed = parse_listing(provider, model_id)
        own = maker_of_provider(provider)
        maker = parsed.maker or (own.slug if own else None)
        if path := self._known(maker, parsed.slug):
            return path, Deviation.NONE
        if version := parse_version(parsed.slug):
            base = self._known(maker, version.base) or self._unanimous(version.base)
            if base:
                preview = version.kind is VersionKind.PREVIEW
                return base, Deviation.PREVIEW if preview else Deviation.VERSION
        if maker and (dated := self._by_base.get(f"{maker}/{parsed.slug}")):
            only = len(dated) == 1
            return max(dated), Deviation.ONLY_VERSION if only else Deviation.UNSTATED
        return None, Deviation.NONE

    def _unanimous(self, slug: str) -> str | None:
        """Return the model of an id that providers list, if they mean one model by it."""
        paths = self._ids.get(slug)
        if not paths:
            return None
        groups = {self.current.get(path, path) for path in paths}
        return paths.most_common(1)[0][0] if len(groups) == 1 else None

    def _known(self, maker: str | None, slug: str) -> str | None:
        path = f"{maker}/{slug}" if maker else self.by_slug.get(slug, "")
        return path if path in self.current else None

    # No provider, or one that has no such offer

    def _at_another(self, several: list[Reading]) -> NameMatch | None:
        """Return the maker's own offer, else the recommended one, and why it is not certain."""
        stated = next((one for one in several if one.provider), None)
        for reading in several:
            for spelling, deviation in spellings(reading.model_id):
                if FREE.search(spelling):
                    break
                path, other = self._path(spelling)
                if path is None or path not in self.by_path:
                    continue
                differs = max_deviation(deviation, other)
                if stated or several[-1].unknown or _is_of_another_maker(spelling, path):
                    basis = Basis.NOT_OFFERED if stated else Basis.NOT_LISTED
                    return NameMatch(self.by_path[path], basis, differs)
                return self._of_the_maker(path, differs)
        return None

    def _of_the_maker(self, path: str, deviation: Deviation) -> NameMatch:
        maker = maker_of_alias(path.partition("/")[0])
        for provider in maker.own_providers if maker else ():
            if (found := self._by_model(provider, path)) and found[0].priced:
                offer, other = found
                return NameMatch(offer, Basis.OWN, max_deviation(deviation, other))
        return NameMatch(self.by_path[path], Basis.RECOMMENDED, deviation)


def _is_of_another_maker(model_id: str, path: str) -> bool:
    """Return whether an id begins with another maker than the model's: `snowflake/claude-…`."""
    head, slash, _rest = model_id.partition("/")
    maker = maker_of_alias(slugify(head)) if slash else None
    return maker is not None and maker.slug != path.partition("/")[0]


def _of_version(path: str) -> Deviation:
    """Return how another version of a model differs from what a name said: did it state one?"""
    return Deviation.VERSION if parse_version(path.partition("/")[2]) else Deviation.UNSTATED


def max_deviation(one: Deviation, other: Deviation) -> Deviation:
    """Return the one that is further from the name."""
    order = list(Deviation)
    return max(one, other, key=order.index)


def choice(offer: MatchedOffer) -> str:
    """Return an offer as a form sends it back: PROVIDER:MAKER/SLUG."""
    return f"{offer.provider}:{offer.model}"


def choice_key(name: str, provider: str) -> str:
    """Return the key of a choice for one name at one provider, as the log writes both."""
    return f"{provider}|{name}" if provider else name


def name_key(name: str) -> str:
    """Return a name as it is compared: without percent-escapes, regardless of case."""
    return decoded_id(name).strip().casefold()


def _slug(model_id: str) -> str:
    return slugify(model_id.rpartition("/")[2])
