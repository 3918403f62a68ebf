"""A second reader of a day's payload, for checks: it shares no code with the site.

It reads the JSON as it came and applies the published rules anew. What the site decides by other
means is given to it: which model an offer belongs to, and which providers are the maker's own.
"""

import gzip
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

Key = tuple[str, str]
SUBSCRIPTIONS = {"firepass", "github-copilot", "gitlab", "kimi-for-coding", "ollama-cloud"}
FLAGS = {
    "tool_call": "Tool calling",
    "structured_output": "Structured output",
    "reasoning": "Reasoning",
    "temperature": "Temperature control",
    "attachment": "Attachments",
    "open_weights": "Open weights",
}


# Some providers name cache prices otherwise.
OTHER_NAMES = {
    "cache_read": ("cached_input", "cache_input", "cached_read", "cached"),
    "cache_write": ("cached_write",),
}


@dataclass
class RawOffer:
    """One offer of a payload, as the JSON has it; `own` is its rank among the maker's providers."""

    key: Key
    entry: dict[str, Any]
    own: int | None = None
    doubtful: bool = False

    def price(self, name: str) -> Decimal | None:
        cost = self.entry.get("cost") or {}
        names = (name, *OTHER_NAMES.get(name, ()))
        price = next((cost[one] for one in names if cost.get(one) is not None), None)
        # A float's noise, such as 0.8299999999999998, lies beyond the ninth decimal.
        return None if price is None else round(Decimal(price), 9)

    def limit(self, name: str) -> int | None:
        # A limit of 0 is how the feed says that none is known.
        return (self.entry.get("limit") or {}).get(name) or None

    @property
    def published(self) -> bool:
        prices = self.price("input"), self.price("output")
        return None not in prices and 3 * prices[0] + prices[1] > Decimal("2e-9")

    @property
    def state(self) -> str:
        provider, model_id = self.key
        if "-plan-" in f"{provider}-":
            return "plan"
        if self.published:
            return "priced"
        free = re.search(r"(^|[:/_-])free$", model_id, re.IGNORECASE)
        if free and self.price("input") == self.price("output") == 0:
            return "free"
        return "plan" if provider in SUBSCRIPTIONS else "unknown"

    @property
    def competing(self) -> bool:
        deprecated = self.entry.get("status") == "deprecated"
        return self.state == "priced" and not self.doubtful and not deprecated

    @property
    def blended(self) -> Decimal | None:
        if self.state != "priced":
            return None
        return ((3 * self.price("input") + self.price("output")) / 4).quantize(Decimal("1e-9"))

    def shown(self, name: str) -> Decimal | None:
        return self.price(name) if self.state in {"priced", "free"} else None


@dataclass
class RawDay:
    """A payload's offers, by provider, and by the model that each belongs to."""

    payload: dict[str, Any]
    models: dict[str, list[RawOffer]] = field(default_factory=lambda: defaultdict(list))
    providers: dict[str, list[RawOffer]] = field(default_factory=lambda: defaultdict(list))


def read_raw_day(file: Path, model_of: dict[Key, str], own: dict[str, tuple[str, int]]) -> RawDay:
    """Read a file; `own` gives for a provider its maker, and its rank among that maker's."""
    payload = json.loads(gzip.decompress(file.read_bytes()), parse_float=Decimal, parse_int=Decimal)
    day = RawDay(payload)
    for provider, listed in payload.items():
        for model_id, entry in listed["models"].items():
            path = model_of[provider, model_id]
            maker, rank = own.get(provider, ("", None))
            offer = RawOffer(
                (provider, model_id), entry, rank if maker == path.partition("/")[0] else None
            )
            day.models[path].append(offer)
            day.providers[provider].append(offer)
    for offers in day.models.values():
        mark_doubtful(offers)
    return day


def mark_doubtful(offers: list[RawOffer]) -> None:
    """Mark prices more than ten times off the median, and off every plausible price of the maker."""
    priced = [one for one in offers if one.state == "priced"]
    tiny = [one for one in priced if one.blended < Decimal("0.001")]
    voters = [one for one in priced if one not in tiny]
    for one in tiny:
        one.doubtful = True
    if len(voters) < 3:
        return
    middle = median(one.blended for one in voters).quantize(Decimal("1e-9"))
    standards = [
        one.blended
        for one in voters
        if one.own is not None
        and any(
            within(one.price(part), median(other.price(part) for other in voters))
            for part in ("input", "output")
        )
    ]
    for one in voters:
        near = any(within(one.blended, standard) for standard in (middle, *standards))
        one.doubtful = not near


def within(price: Decimal, standard: Decimal) -> bool:
    return price * 10 >= standard and price <= standard * 10


def first_day(partial: str) -> str:
    return partial + "0000-01-01"[len(partial) :]


def reported(offer: RawOffer) -> int:
    """Count the facts that an offer reports."""
    entry, limit = offer.entry, ("context", "input", "output")
    texts = ("name", "family", "status", "release_date", "last_updated", "knowledge")
    found = [entry.get(name) for name in (*texts, *FLAGS)]
    found += [offer.limit(name) for name in limit]
    found += [(entry.get("modalities") or {}).get(name) for name in ("input", "output")]
    cost = entry.get("cost") or {}
    found += [[1] if PRICE_NAMES & cost.keys() else None]
    found += [[1] if cost.get("tiers") or cost.get("context_over_200k") else None]
    return sum(value not in (None, "", []) for value in found) + 1  # other fields are always one


PRICE_NAMES = {
    *("input", "output", "cache_read", "cache_write", "reasoning", "input_audio", "output_audio")
}


def representative(offers: list[RawOffer]) -> RawOffer:
    own = [one for one in offers if one.own is not None]
    best = [one for one in own if one.own == min(other.own for other in own)] or offers
    ordered = sorted(best, key=lambda one: (one.key[0], len(one.key[1]), one.key))
    return max(
        ordered, key=lambda one: (first_day(one.entry.get("last_updated") or ""), reported(one))
    )


def recommended(offers: list[RawOffer]) -> RawOffer | None:
    sound = [one for one in offers if one.state == "priced" and not one.doubtful]
    own = [one for one in sound if one.own is not None]
    best = [one for one in own if one.own == min(other.own for other in own)] or sound
    return min(best, key=lambda one: (one.blended, one.key), default=None)


def cheapest(offers: list[RawOffer]) -> RawOffer | None:
    """Return the offer with the lowest blended price, without doubtful ones."""
    sound = [one for one in offers if one.state == "priced" and not one.doubtful]
    return min(sound, key=lambda one: one.blended, default=None)


def voted(offers: list[RawOffer], values: list[Any]) -> Any:
    """Return the maker's own value, else that of most offers that report one, at least two.

    Without either, the reference offer's.
    """
    reference = representative(offers)
    stated = values[offers.index(reference)]
    if reference.own is not None and stated not in (None, ()):
        return stated
    reported = [value for value in values if value not in (None, ())]
    for value, count in Counter(reported).most_common(1):
        if count >= 2 and 2 * count > len(reported):
            return value
    return stated


def price_rank(provider: str, day: RawDay) -> tuple[int, int, Decimal] | None:
    """Return models that others price too, those where nobody is cheaper, and the median ratio."""
    pairs = []
    for offers in day.models.values():
        sound = [one for one in offers if one.competing]
        own = [one.blended for one in sound if one.key[0] == provider]
        others = [one.blended for one in sound if one.key[0] != provider]
        if own and others:
            pairs.append((min(own), others))
    if not pairs:
        return None
    ratio = median(price / median(others) for price, others in pairs)
    return len(pairs), sum(price <= min(others) for price, others in pairs), ratio
