"""How near real days come to what a pull refuses: the table in docs/operations.md.

Reads the days one after another as pulls would, without a database: what was on sale the day
before is the payload of the day before.

    python -m benchmarks.guards [FOLDER]
"""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.conf import settings

from catalog.domain.prices import PriceState, price_state
from catalog.feed.normalise import MAX_TIERS, NormalisedPayload, ReadingCache
from catalog.feed.payload import MAX_VALUES, count_values
from catalog.feed.source import read_file
from catalog.ingest.guards import (
    FEW,
    MAX_CHANGED,
    MAX_GROWTH_PER_DAY,
    MAX_SHRINK,
    SMALL,
    Before,
    LiveOffering,
    growth,
    loss,
    name_changes,
    price_changes,
)
from catalog.ingest.snapshots import read_payload
from config.management.commands.replay import files_by_day

HISTORY = Path(__file__).resolve().parents[2] / "shared/data/history"


@dataclass(frozen=True, slots=True)
class Measured:
    """What one day did of what a pull limits; both in `unit`."""

    what: str
    day: date
    value: float
    limit: float
    unit: str = ""

    @property
    def used(self) -> float:
        """The share of the limit."""
        return self.value / self.limit


def measured(days: Iterable[tuple[date, bytes]]) -> Iterator[Measured]:
    """Yield what each day did of each limit; the first has nothing to be compared with."""
    before: Before | None = None
    cache: ReadingCache = {}
    for day, body in days:
        payload = read_payload(body, cache)
        yield from _of_payload(day, body, payload)
        if before is not None:
            before = replace(before, day=day)
            yield from _of_change(day, payload, before)
        before = _after(day, payload, before)


def _of_payload(day: date, body: bytes, payload: NormalisedPayload) -> Iterator[Measured]:
    tiers = (len(record.facts.tiers) for record in payload.offerings.values())
    yield Measured("offers", day, len(payload.offerings), settings.FEED_MAX_OFFERS)
    yield Measured("size", day, len(body) / 2**20, settings.FEED_MAX_MB, "MB")
    yield Measured("values", day, count_values(body.decode()), MAX_VALUES)
    yield Measured("tiers of an offer", day, max(tiers, default=0), MAX_TIERS)


def _of_change(day: date, payload: NormalisedPayload, before: Before) -> Iterator[Measured]:
    of_offers, of_providers = name_changes(payload, before)
    now, base = growth(payload, before)
    grown = (now / base - 1) * 100 / before.days if now > SMALL else 0  # the guard lets that pass
    yield Measured("offers gone", day, loss(payload, before).value * 100, MAX_SHRINK * 100, "%")
    yield Measured("more offers a day", day, grown, MAX_GROWTH_PER_DAY * 100, "%")
    for what, share in (
        ("prices that differ", price_changes(payload, before)),
        ("names of offers that differ", of_offers),
        ("names of providers that differ", of_providers),
    ):
        value = share.value * 100 if share.part >= FEW else 0  # the guard lets fewer pass
        yield Measured(what, day, value, MAX_CHANGED * 100, "%")


def _after(day: date, payload: NormalisedPayload, before: Before | None) -> Before:
    """Return what the guards compare the payload of the next day with."""
    known = before.offerings if before else {}
    offerings = {}
    for key, record in payload.offerings.items():
        prices, old = record.facts.prices, known.get(key)
        state = price_state(prices, provider=key[0], provider_model_id=key[1])
        offerings[key] = LiveOffering(
            *(old.first_seen if old else day, record.facts.name, state == PriceState.PRICED),
            (prices.input, prices.output),
        )
    names = {key: provider.name for key, provider in payload.providers.items()}
    first = before.first_day if before else day
    return Before(day, first, day, offerings, names)


def nearest(several: Iterable[Measured]) -> list[Measured]:
    """Return, for each limit, the day that comes nearest to it."""
    by_limit: dict[str, Measured] = {}
    for one in several:
        if one.what not in by_limit or one.used > by_limit[one.what].used:
            by_limit[one.what] = one
    return list(by_limit.values())


def table(several: Iterable[Measured]) -> str:
    """Return the table as Markdown."""
    rows = [
        f"| {one.what} | {_text(one.limit, one.unit)} | {_text(one.value, one.unit)}"
        f" | {one.day} | {one.used:.0%} |"
        for one in several
    ]
    return "\n".join(["| what | limit | nearest | day | of the limit |", "|---" * 5 + "|", *rows])


def _text(value: float, unit: str) -> str:
    number = f"{value:,.1f}".removesuffix(".0") if unit else f"{value:,.0f}"
    return number + {"%": "%", "": ""}.get(unit, f" {unit}")


def main(folder: Path) -> None:
    if not folder.exists():
        sys.exit(f"no days in {folder}")
    days = ((day, read_file(path).body) for day, path in files_by_day(folder))
    print(table(nearest(measured(days))))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HISTORY)
