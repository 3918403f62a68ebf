"""The offer table: every live offer with its tariff, loaded once per catalogue version.

A process caches the table of the newest version. 20,000 offers are a few plain tuples each, and
offers with equal prices share one tariff, which is then priced once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, reduce
from operator import or_
from sys import intern
from typing import Any

from catalog.as_of.announcements import Address, announcements
from catalog.as_of.catalogue import past_catalogue
from catalog.as_of.corrections import ShownCorrections, shown_corrections
from catalog.as_of.values import dict_values
from catalog.domain.corrections import Target
from catalog.domain.modes import read_modes
from catalog.domain.other_fees import other_fees
from catalog.domain.prices import COMPONENTS, Prices, PriceState
from catalog.domain.records import tiers_from_json
from catalog.domain.sellers import ProviderFacts
from catalog.editorial import Announcement
from catalog.http import DataVersion
from catalog.listing.bitset import BitSet
from catalog.listing.facets import FacetIndex
from catalog.listing.index import ModelIndex, model_index
from catalog.listing.stated import Stated, stated_of
from catalog.models import Offering
from catalog.version_cache import per_version
from pricing.calculator.facet_rows import PlacedRow, offer_facet_index, offer_row
from pricing.calculator.offer_use import use_key
from pricing.eligibility import BITS, DEPRECATED, ELIGIBLE, CalculatorOffer, OfferProfile
from pricing.load import Load
from pricing.tariff import Tariff, TariffTable, build_tariff

NAMES = (
    *("provider__key", "provider__name", "provider_model_id"),
    *("model__path", "model__label", "model__maker__slug", "model__maker__name", "status"),
)
LIMITS = ("context", "max_input", "max_output")
# Capabilities that have a column.
FLAG_COLUMNS = {
    "tool-calling": "tool_calling",
    "structured-output": "structured_output",
    "reasoning": "reasoning",
    "open-weights": "model__open_weights",
}
# Capabilities that are modalities: not reported where the offer lists no modality at all.
MODALITIES = {
    "vision": ("input_modalities", "image"),
    "audio": ("input_modalities", "audio"),
    "pdf": ("input_modalities", "pdf"),
    "audio-output": ("output_modalities", "audio"),
}
NO_TARIFF = -1
PRICES = tuple(f"{name}_price" for name in COMPONENTS)
COLUMNS = (
    *(*NAMES, *LIMITS, *FLAG_COLUMNS.values(), "input_modalities", "output_modalities"),
    *(*PRICES, "blended_price", "tiers", "price_state", "price_doubt", "price_median", "extra"),
)
PriceKey = tuple[Any, ...]


@dataclass(frozen=True)
class OfferTable:
    """Live offers by provider and model id, their profiles and tariffs, and their facets."""

    offers: tuple[CalculatorOffer, ...]
    profiles: tuple[OfferProfile, ...]
    tariffs: TariffTable
    facets: FacetIndex
    # What people recorded of offers, and the day that the table is as of.
    announced: Mapping[Address, tuple[Announcement, ...]] = field(default_factory=dict)
    corrections: Mapping[Address, ShownCorrections] = field(default_factory=dict)
    day: date = date.min
    # Of each tariff at a reader's terms, the tariff at list prices, by index.
    listed_tariffs: Mapping[int, int] = field(default_factory=dict)
    # In a mode: the offers that report a price for it, and of each of their tariffs in the mode
    # the one of the offer itself, by index. None: no mode.
    in_mode: BitSet | None = None
    standard_tariffs: Mapping[int, int] = field(default_factory=dict)

    def announced_of(self, offer: CalculatorOffer) -> tuple[Announcement, ...]:
        """Return what was announced of an offer."""
        return self.announced.get(_address(offer), ())

    def announced_of_model(self, offer: CalculatorOffer) -> tuple[Announcement, ...]:
        """Return what was announced of the model of an offer."""
        return self.announced.get((Target.MODEL, "", offer.model), ())

    def corrected_fields(self, offer: CalculatorOffer) -> list[str]:
        """Return the fields of an offer whose value is an editor's."""
        shown = self.corrections.get(_address(offer))
        return [row.field for row in shown.in_force] if shown else []

    def stated(self, offer: CalculatorOffer) -> Stated:
        """Return where an offer is served and who sells it."""
        # A pull may add a provider after the index was read.
        provider = self.facets.index.providers.get(offer.provider)
        provider = provider or ProviderFacts(offer.provider, offer.provider_name)
        return stated_of(provider, offer.provider_model_id, offer.maker, self.profile(offer).state)

    def profile(self, offer: CalculatorOffer) -> OfferProfile:
        return self.profiles[offer.profile]

    def tariff(self, offer: CalculatorOffer) -> Tariff:
        return self.tariffs.all[offer.tariff]

    def list_tariff(self, offer: CalculatorOffer) -> Tariff:
        """Return the tariff at list prices, whatever the terms."""
        return self.tariffs.all[self.listed_tariffs.get(offer.tariff, offer.tariff)]

    def totals(self, load: Load, places: Iterable[int]) -> list[int]:
        """Return what a load costs at the tariffs of these offers, as `TariffTable.totals` does."""
        return self.tariffs.totals(load, {self.tariff_indexes[place] for place in places})

    def standard_tariff(self, offer: CalculatorOffer) -> Tariff | None:
        """Return the list prices of an offer outside the mode; None where it has none."""
        index = self.listed_tariffs.get(offer.tariff, offer.tariff)
        index = self.standard_tariffs.get(index, index)
        return None if index == NO_TARIFF else self.tariffs.all[index]

    def has_price(self, place: int) -> bool:
        """Tell whether the offer at a place has a price, in the mode if there is one."""
        if self.in_mode is not None and place not in self.in_mode:
            return False
        return self.offers[place].tariff != NO_TARIFF

    @cached_property
    def modes(self) -> tuple[str, ...]:
        """The names of all modes that offers report a price for."""
        return tuple(sorted({mode.name for offer in self.offers for mode in offer.modes}))

    @cached_property
    def tariff_indexes(self) -> tuple[int, ...]:
        return tuple(offer.tariff for offer in self.offers)

    @cached_property
    def models(self) -> tuple[str, ...]:
        """The canonical id of each offer's model."""
        return tuple(offer.model for offer in self.offers)

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """The canonical id under which lists show each offer's model: of versions, the current."""
        return tuple(row.path for row in self.facets.index.rows)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The type of each offer's model."""
        return tuple(row.kind for row in self.facets.index.rows)

    @cached_property
    def alike(self) -> tuple[int, ...]:
        """Of each offer, the place of the first one that can do the same.

        Many offers of a model say the same, so comparisons of uses look at few.
        """
        first: dict[tuple[Any, ...], int] = {}
        rows = enumerate(self.facets.index.rows)
        return tuple(first.setdefault(use_key(row), place) for place, row in rows)

    @cached_property
    def doubtful(self) -> frozenset[int]:
        """The indexes of the offers with a doubtful price."""
        return frozenset(index for index, offer in enumerate(self.offers) if offer.price_doubt)

    @cached_property
    def deprecated(self) -> BitSet:
        """The set of the offers that their provider calls deprecated."""
        return self.facets.values["status"].get(DEPRECATED, BitSet())

    @cached_property
    def not_deprecated(self) -> BitSet:
        return BitSet.of(n for n in range(len(self.offers)) if n not in self.deprecated)

    @cached_property
    def _by_profile(self) -> list[BitSet]:
        indexes: list[list[int]] = [[] for _profile in self.profiles]
        for index, offer in enumerate(self.offers):
            indexes[offer.profile].append(index)
        return [BitSet.of(own) for own in indexes]

    def model_offers(self, path: str) -> BitSet:
        """Return the set of a model's offers."""
        return BitSet.of(index for index, model in enumerate(self.models) if model == path)

    def offers_of(self, paths: Iterable[str]) -> BitSet:
        """Return the set of the offers of several models."""
        return reduce(or_, map(self.model_offers, paths), BitSet())

    def eligible(self, reasons: Sequence[str]) -> BitSet:
        """Return the set of the eligible offers, given the exclusion reason of each profile."""
        sets = zip(self._by_profile, reasons, strict=True)
        return reduce(or_, (own for own, reason in sets if reason == ELIGIBLE), BitSet())

    def count_reasons(self, reasons: Sequence[str], among: BitSet) -> Counter[str]:
        """Count the offers of a set by exclusion reason, given the reason of each profile."""
        counts: Counter[str] = Counter()
        for own, reason in zip(self._by_profile, reasons, strict=True):
            if reason != ELIGIBLE and (count := own.overlap(among)):
                counts[reason] += count
        return counts


def _address(offer: CalculatorOffer) -> Address:
    return Target.OFFER, offer.provider, offer.provider_model_id


@per_version()
def offer_table(data: DataVersion | None) -> OfferTable:
    """Return the offer table of a catalogue version; without one, nothing is cached."""
    index = model_index(data)
    if data and data.state:
        table = build_offer_table(index, dict_values(past_catalogue(data).offerings, COLUMNS))
    else:
        table = load_offer_table(index)
    return replace(
        table,
        announced=announcements(data),
        corrections=shown_corrections(data),
        day=data.day if data else date.min,
    )


def load_offer_table(index: ModelIndex) -> OfferTable:
    """Read all live offers by one query; `index` is the model index of the same version."""
    rows = Offering.objects.live().order_by("provider__key", "provider_model_id")
    return build_offer_table(index, rows.values(*COLUMNS).iterator(chunk_size=5000))


def build_offer_table(index: ModelIndex, rows: Iterable[dict[str, Any]]) -> OfferTable:
    """Make the table of offers in order of provider and model id."""
    profiles: dict[OfferProfile, int] = {}
    tariffs: dict[PriceKey, tuple[int, Tariff]] = {}
    offers: list[CalculatorOffer] = []
    facet_rows: list[PlacedRow] = []
    for row in rows:
        if row["model__path"] not in index.places:
            continue  # a pull came after the index was read; the next request reads both anew
        capabilities = dict(_capabilities(row))
        tariff = _tariff_index(row, tariffs)
        profile = _profile(row, capabilities, priced=tariff != NO_TARIFF)
        profile_index = profiles.setdefault(profile, len(profiles))
        # Interned: names repeat on many offers, and equal strings then compare by identity.
        names = (intern(row[name]) for name in NAMES)
        about_price = (
            *(intern(row["price_doubt"]), row["price_median"]),
            *(other_fees(row["extra"]), read_modes(row["extra"])),
        )
        values: tuple[Any, ...] = (*names, profile_index, tariff, *about_price)
        offers.append(CalculatorOffer(*values))
        # At once, so that no more than one row's columns are in memory: they are much larger.
        place = index.places[row["model__path"]]
        provider = index.providers.get(row["provider__key"]) or _provider(row)
        facet_rows.append((place, offer_row(index.rows[place], row, capabilities, provider)))
    table = TariffTable(tariff for _index, tariff in tariffs.values())
    facets = offer_facet_index(index, facet_rows)
    return OfferTable(tuple(offers), tuple(profiles), table, facets)


def _provider(row: dict[str, Any]) -> ProviderFacts:
    """Return what a row alone tells of a provider that a pull added after the index was read."""
    return ProviderFacts(row["provider__key"], row["provider__name"])


def _tariff_index(row: dict[str, Any], tariffs: dict[PriceKey, tuple[int, Tariff]]) -> int:
    """Return the index of the row's tariff in `tariffs`, adding it if it is new."""
    if row["price_state"] != PriceState.PRICED:
        return NO_TARIFF
    key = (*(row[name] for name in PRICES), str(row["tiers"]))
    if key not in tariffs:
        prices = Prices(**{name: row[f"{name}_price"] for name in COMPONENTS})
        tariff = build_tariff(prices, tiers_from_json(row["tiers"]))
        if tariff is None:
            return NO_TARIFF
        tariffs[key] = (len(tariffs), tariff)
    return tariffs[key][0]


def _profile(
    row: dict[str, Any], capabilities: Mapping[str, bool | None], *, priced: bool
) -> OfferProfile:
    supported = sum(BITS[name] for name, value in capabilities.items() if value)
    unsupported = sum(BITS[name] for name, value in capabilities.items() if value is False)
    context, max_input, max_output = (row[name] for name in LIMITS)
    return OfferProfile(
        row["price_state"], priced, context, max_input, max_output, supported, unsupported
    )


def _capabilities(row: dict[str, Any]) -> Iterator[tuple[str, bool | None]]:
    """Yield each capability with True, False, or None where it is not reported."""
    for name, column in FLAG_COLUMNS.items():
        yield name, row[column]
    for name, (column, modality) in MODALITIES.items():
        yield name, modality in row[column] if row[column] else None
    # Nearly every model reads and writes text, so an offer without modalities is assumed to. An
    # output price of 0 means embeddings: they return no text.
    yield "text", "text" in (row["input_modalities"] or ["text"])
    yield (
        "text-output",
        row["output_price"] != 0 and "text" in (row["output_modalities"] or ["text"]),
    )
    # Never False: a provider may cache prompts without reporting a price for it.
    yield "prompt-caching", True if row["cache_read_price"] is not None else None
