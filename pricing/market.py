"""Every live channel with its tariff, loaded once for each version of the catalogue.

A process keeps the market of the newest version: 20,000 channels are a few plain tuples each, and
channels with equal prices share one tariff, which is then priced once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from sys import intern
from typing import Any

from catalog.http import Data
from catalog.models import Offering
from catalog.prices import COMPONENTS, Prices, PriceState
from catalog.records import tiers_from_json
from pricing.fit import BIT, Channel
from pricing.load import Load
from pricing.tariff import Tariff, tariff_of, totals

NAMED = (
    *("provider__key", "provider__name", "provider_model_id"),
    *("model__path", "model__name", "model__maker__slug", "model__maker__name"),
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
PRICES = tuple(f"{name}_price" for name in COMPONENTS)
COLUMNS = (
    *(*NAMED, *LIMITS, *FLAGS.values(), "input_modalities", "output_modalities"),
    *(*PRICES, "tiers", "status", "price_state"),
)


@dataclass(frozen=True, slots=True)
class Market:
    """Live channels by provider and id, and the tariffs that they refer to."""

    channels: tuple[Channel, ...]
    tariffs: tuple[Tariff, ...]

    def costs(self, channels: list[Channel], load: Load) -> dict[int, Decimal]:
        """Return what the load costs at each tariff of these channels, in USD."""
        used = list({channel.tariff for channel in channels})
        return dict(zip(used, totals([self.tariffs[place] for place in used], load), strict=True))

    def tariff(self, channel: Channel) -> Tariff:
        return self.tariffs[channel.tariff]


def market_of(data: Data | None) -> Market:
    """Return the market of this version of the catalogue."""
    return _kept_market(data.version) if data else load_market()


@lru_cache(maxsize=1)
def _kept_market(version: int) -> Market:
    return load_market()


forget_market = _kept_market.cache_clear


def load_market() -> Market:
    tariffs: dict[Tariff | Any, int] = {}
    known: list[Tariff] = []
    channels: list[Channel] = []
    rows = Offering.objects.live().order_by("provider__key", "provider_model_id")
    for row in rows.values(*COLUMNS).iterator(chunk_size=5000):
        place = -1
        if row["price_state"] == PriceState.PRICED:
            key = (*(row[name] for name in PRICES), str(row["tiers"]))
            if key not in tariffs and (made := _tariff(row)) is not None:
                tariffs[key] = len(known)
                known.append(made)
            place = tariffs.get(key, -1)
        channels.append(_channel(row, place))
    return Market(tuple(channels), tuple(known))


def _tariff(row: dict[str, Any]) -> Tariff | None:
    prices = Prices(**{name: row[f"{name}_price"] for name in COMPONENTS})
    return tariff_of(prices, tiers_from_json(row["tiers"]))


def _channel(row: dict[str, Any], tariff: int) -> Channel:
    stated = dict(_abilities(row))
    values: tuple[Any, ...] = (
        *(intern(row[name]) for name in (*NAMED, "status", "price_state")),
        *(row[name] for name in LIMITS),
        sum(BIT[name] for name, value in stated.items() if value),
        sum(BIT[name] for name, value in stated.items() if value is False),
        tariff,
    )
    return Channel(*values)


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
