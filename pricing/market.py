"""Every live channel with its tariff, loaded once for each version of the catalogue.

A process keeps the market of the newest version: 20,000 channels are a few plain tuples each, and
channels with equal prices share one tariff, which is then priced once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import Any

from catalog.http import Data
from catalog.models import Offering
from catalog.prices import COMPONENTS, Prices, PriceState
from catalog.records import tiers_from_json
from pricing.fit import BIT, Channel, Profile
from pricing.tariff import Tariff, Tariffs, tariff_of

NAMED = (
    *("provider__key", "provider__name", "provider_model_id"),
    *("model__path", "model__name", "model__maker__slug", "model__maker__name", "status"),
)
LIMITS = ("context", "max_input", "max_output")
FLAGS = {
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
    *(*NAMED, *LIMITS, *FLAGS.values(), "input_modalities", "output_modalities"),
    *(*PRICES, "tiers", "price_state"),
)


@dataclass(frozen=True, slots=True)
class Market:
    """Live channels by provider and id, and the profiles and tariffs that they refer to."""

    channels: tuple[Channel, ...]
    profiles: tuple[Profile, ...]
    tariffs: Tariffs

    def profile(self, channel: Channel) -> Profile:
        return self.profiles[channel.profile]

    def tariff(self, channel: Channel) -> Tariff:
        return self.tariffs.all[channel.tariff]


def market_of(data: Data | None) -> Market:
    """Return the market of this version of the catalogue."""
    return _kept_market(data.version) if data else load_market()


@lru_cache(maxsize=1)
def _kept_market(version: int) -> Market:
    return load_market()


forget_market = _kept_market.cache_clear


def load_market() -> Market:
    profiles: dict[Profile, int] = {}
    tariffs: dict[tuple[Any, ...], tuple[int, Tariff]] = {}
    channels: list[Channel] = []
    rows = Offering.objects.live().order_by("provider__key", "provider_model_id")
    for row in rows.values(*COLUMNS).iterator(chunk_size=5000):
        tariff = _tariff_place(row, tariffs)
        profile = _profile(row, priced=tariff != UNPRICED)
        profile_place = profiles.setdefault(profile, len(profiles))
        values: tuple[Any, ...] = (*(intern(row[n]) for n in NAMED), profile_place, tariff)
        channels.append(Channel(*values))
    priced = Tariffs(tariff for _place, tariff in tariffs.values())
    return Market(tuple(channels), tuple(profiles), priced)


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


def _profile(row: dict[str, Any], *, priced: bool) -> Profile:
    stated = dict(_abilities(row))
    can = sum(BIT[name] for name, value in stated.items() if value)
    cannot = sum(BIT[name] for name, value in stated.items() if value is False)
    context, max_input, max_output = (row[name] for name in LIMITS)
    return Profile(row["price_state"], priced, context, max_input, max_output, can, cannot)


def _abilities(row: dict[str, Any]) -> Iterator[tuple[str, bool | None]]:
    for name, column in FLAGS.items():
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
