"""The shapes of simonw/llm-prices: current-v1.json and historical-v1.json, as of 2025-11. Pure.

A vendor is a provider here. As in that list, a context tier is an entry of its own: its id ends in
the size ("gemini-2.5-pro-200k"), and both names say for which prompts they hold. `to_date` is
exclusive there, too. Offers without published prices per token have no entry: both are required.

The shape has no other price than input, output and cached input, and no state of a price.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from api.bundles.catalogue import PAID_PER_TOKEN, DayCatalogue, PricePeriod
from api.bundles.formats.compact_json import json_bytes
from catalog.domain.prices import Tier, price_state


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of either list."""

    id: str
    vendor: str
    name: str
    input: Decimal
    output: Decimal
    input_cached: Decimal | None
    from_date: date
    to_date: date | None

    @property
    def current(self) -> dict[str, Any]:
        names = ("id", "vendor", "name", "input", "output", "input_cached")
        return {name: getattr(self, name) for name in names}

    @property
    def historical(self) -> dict[str, Any]:
        until = self.to_date.isoformat() if self.to_date else None
        return self.current | {"from_date": self.from_date.isoformat(), "to_date": until}


def write_current(catalogue: DayCatalogue) -> bytes:
    standing = [period for period in catalogue.history if period.valid_to is None]
    prices = [entry.current for period in standing for entry in entries(period)]
    return json_bytes({"updated_at": catalogue.day.isoformat(), "prices": prices})


def write_historical(catalogue: DayCatalogue) -> bytes:
    """Write all prices up to the day; of each entry the current price first, then the newest."""
    prices: list[dict[str, Any]] = []
    for _key, periods in groupby(catalogue.history, key=lambda period: period.key):
        all_entries = [entry for period in periods for entry in entries(period)]
        all_entries.sort(key=lambda entry: (entry.id, entry.from_date))
        for _id, of_one in groupby(all_entries, key=lambda entry: entry.id):
            prices += [entry.historical for entry in reversed(list(merged(of_one)))]
    return json_bytes({"prices": prices})


def merged(entries_in_order: Iterable[Entry]) -> Iterator[Entry]:
    """Join adjacent periods of equal prices: another value of the offer had changed."""
    last: Entry | None = None
    for entry in entries_in_order:
        if last and last.to_date == entry.from_date and _figures(last) == _figures(entry):
            last = replace(last, to_date=entry.to_date, name=entry.name)
            continue
        if last:
            yield last
        last = entry
    if last:
        yield last


def entries(period: PricePeriod) -> Iterator[Entry]:
    """Yield the base price and one entry for each tier; none where no price per token is known."""
    prices, tiers = period.prices, period.tiers
    state = price_state(
        prices, provider=period.provider, provider_model_id=period.provider_model_id
    )
    if prices.input is None or prices.output is None or state not in PAID_PER_TOKEN:
        return
    days = (period.valid_from, period.valid_to)
    own, name = period.provider_model_id, period.name
    base = (prices.input, prices.output, prices.cache_read)
    yield Entry(own, period.provider, f"{name}{_range(None, tiers)}", *base, *days)
    for tier in tiers:
        figures = (
            *(_or(tier.prices.input, base[0]), _or(tier.prices.output, base[1])),
            tier.prices.cache_read if tier.prices.cache_read is not None else base[2],
        )
        tier_id = f"{own}-{_size(tier.above)}"
        yield Entry(tier_id, period.provider, f"{name}{_range(tier, tiers)}", *figures, *days)


def _or(price: Decimal | None, base: Decimal) -> Decimal:
    return base if price is None else price


def _figures(entry: Entry) -> tuple[Decimal | None, ...]:
    return entry.input, entry.output, entry.input_cached


def _range(tier: Tier | None, tiers: Sequence[Tier]) -> str:
    """Return the prompts for which a tier's prices hold: " >128k ≤256k"; "" without tiers."""
    after = [other.above for other in tiers if tier is None or other.above > tier.above]
    lower = f" >{_size(tier.above)}" if tier else ""
    return lower + (f" ≤{_size(after[0])}" if after else "")


def _size(tokens: int) -> str:
    return f"{tokens // 1000}k" if tokens % 1000 == 0 else str(tokens)
