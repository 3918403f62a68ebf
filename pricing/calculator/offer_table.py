"""Every live channel with its tariff, loaded once for each version of the catalogue.

A process keeps the market of the newest version: 20,000 channels are a few plain tuples each, and
channels with equal prices share one tariff, which is then priced once.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from sys import intern
from typing import Any

from catalog.domain.prices import COMPONENTS, Prices, PriceState
from catalog.domain.records import tiers_from_json
from catalog.http import DataVersion
from catalog.listing.bitset import BitSet
from catalog.listing.facets import FacetIndex
from catalog.listing.index import ModelIndex, model_index
from catalog.models import Offering
from catalog.version_cache import per_version
from pricing.calculator.facet_rows import offer_facet_index
from pricing.eligibility import BIT, FITS, CalculatorOffer, OfferProfile
from pricing.tariff import Tariff, TariffTable, tariff_of

NAMED = (
    *("provider__key", "provider__name", "provider_model_id"),
    *("model__path", "model__label", "model__maker__slug", "model__maker__name", "status"),
)
LIMITS = ("context", "max_input", "max_output")
STATED = {
    "tool-calling": "tool_calling",
    "structured-output": "structured_output",
    "reasoning": "reasoning",
    "open-weights": "model__open_weights",
}
# What a channel takes in or gives out: silent where it names no modality at all.
KINDS = {
    "vision": ("input_modalities", "image"),
    "audio": ("input_modalities", "audio"),
    "pdf": ("input_modalities", "pdf"),
    "audio-output": ("output_modalities", "audio"),
}
UNPRICED = -1
PRICES = tuple(f"{name}_price" for name in COMPONENTS)
COLUMNS = (
    *(*NAMED, *LIMITS, *STATED.values(), "input_modalities", "output_modalities"),
    *(*PRICES, "blended_price", "tiers", "price_state"),
)


@dataclass(frozen=True)
class OfferTable:
    """Live channels by provider and id, what they refer to, and what they can be narrowed by."""

    channels: tuple[CalculatorOffer, ...]
    profiles: tuple[OfferProfile, ...]
    tariffs: TariffTable
    sets: FacetIndex

    def profile(self, channel: CalculatorOffer) -> OfferProfile:
        return self.profiles[channel.profile]

    def tariff(self, channel: CalculatorOffer) -> Tariff:
        return self.tariffs.all[channel.tariff]

    @cached_property
    def tariff_places(self) -> tuple[int, ...]:
        return tuple(channel.tariff for channel in self.channels)

    @cached_property
    def model_names(self) -> tuple[str, ...]:
        return tuple(channel.model for channel in self.channels)

    @cached_property
    def _of_profile(self) -> list[BitSet]:
        places: list[list[int]] = [[] for _profile in self.profiles]
        for place, channel in enumerate(self.channels):
            places[channel.profile].append(place)
        return [BitSet.of(own) for own in places]

    def of_model(self, path: str) -> BitSet:
        """Return the set of a model's channels."""
        return BitSet.of(place for place, model in enumerate(self.model_names) if model == path)

    def able(self, reasons: Sequence[str]) -> BitSet:
        """Return the set of the channels whose profile has no reason against it."""
        both = zip(self._of_profile, reasons, strict=True)
        return reduce(or_, (own for own, reason in both if reason == FITS), BitSet())

    def counted(self, reasons: Sequence[str], among: BitSet) -> Counter[str]:
        """Return how many of those channels have each reason against them."""
        found: Counter[str] = Counter()
        for own, reason in zip(self._of_profile, reasons, strict=True):
            if reason != FITS and (left := own.overlap(among)):
                found[reason] += left
        return found


@per_version()
def offer_table(data: DataVersion | None) -> OfferTable:
    return load_offer_table(model_index(data))


def load_offer_table(index: ModelIndex) -> OfferTable:
    """Read every live channel, by one query; the index is that of the same catalogue."""
    profiles: dict[OfferProfile, int] = {}
    tariffs: dict[tuple[Any, ...], tuple[int, Tariff]] = {}
    channels: list[CalculatorOffer] = []
    offered: list[tuple[int, Mapping[str, Any], Mapping[str, bool | None]]] = []
    at = {row.path: place for place, row in enumerate(index.rows)}
    rows = Offering.objects.live().order_by("provider__key", "provider_model_id")
    for row in rows.values(*COLUMNS).iterator(chunk_size=5000):
        if row["model__path"] not in at:
            continue  # the catalogue moved on after the index was read; so will the next request
        stated = dict(_abilities(row))
        tariff = _tariff_place(row, tariffs)
        profile = _profile(row, stated, priced=tariff != UNPRICED)
        profile_place = profiles.setdefault(profile, len(profiles))
        values: tuple[Any, ...] = (*(intern(row[n]) for n in NAMED), profile_place, tariff)
        channels.append(CalculatorOffer(*values))
        offered.append((at[row["model__path"]], row, stated))
    priced = TariffTable(tariff for _place, tariff in tariffs.values())
    return OfferTable(tuple(channels), tuple(profiles), priced, offer_facet_index(index, offered))


def _tariff_place(row: dict[str, Any], known: dict[tuple[Any, ...], tuple[int, Tariff]]) -> int:
    """Return the place of the row's tariff among those known, where it is added if it is new."""
    if row["price_state"] != PriceState.PRICED:
        return UNPRICED
    key = (*(row[name] for name in PRICES), str(row["tiers"]))
    if key not in known:
        prices = Prices(**{name: row[f"{name}_price"] for name in COMPONENTS})
        made = tariff_of(prices, tiers_from_json(row["tiers"]))
        if made is None:
            return UNPRICED
        known[key] = (len(known), made)
    return known[key][0]


def _profile(
    row: dict[str, Any], stated: Mapping[str, bool | None], *, priced: bool
) -> OfferProfile:
    can = sum(BIT[name] for name, value in stated.items() if value)
    cannot = sum(BIT[name] for name, value in stated.items() if value is False)
    context, max_input, max_output = (row[name] for name in LIMITS)
    return OfferProfile(row["price_state"], priced, context, max_input, max_output, can, cannot)


def _abilities(row: dict[str, Any]) -> Iterator[tuple[str, bool | None]]:
    for name, column in STATED.items():
        yield name, row[column]
    for name, (column, kind) in KINDS.items():
        yield name, kind in row[column] if row[column] else None
    # Text is the usual, so silence is a yes; who charges nothing for output writes no answers.
    yield "text", "text" in (row["input_modalities"] or ["text"])
    yield (
        "text-output",
        row["output_price"] != 0 and "text" in (row["output_modalities"] or ["text"]),
    )
    # Silence on a cache price is not a no: a provider may cache and say nothing.
    yield "prompt-caching", True if row["cache_read_price"] is not None else None
