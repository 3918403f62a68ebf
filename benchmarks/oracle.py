"""Costs of random workloads at all offers of a day: the calculator against brute force.

`python -m benchmarks.oracle [FILE] [--workloads N]` prints how many costs agree to the last
decimal, and for how many models the cheapest list price is not the cheapest bill at 90% cache hits.
FILE is a payload, the bundled one by default; 10,000 workloads are compared at all offers.
"""

import json
import os
import sys
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from catalog.domain.prices import PriceState, price_state
from catalog.feed.normalise import normalise
from catalog.feed.payload import parse
from catalog.feed.source import read_bundled, read_file
from catalog.identity.canonicalise import canonicalise
from pricing.tariff import Tariff, TariffTable, build_tariff
from pricing.workload import Per, Workload
from tests.pricing.oracle import UNIT, Offer, random_workload, requests_of

# At 90% of hits on a prompt that repeats wholly; a missing cache price counts as the input price.
CACHED = {
    "requests": 100,
    "per": "month",
    "input": 10_000,
    "output": 0,
    "cached": 100,
    "hits": 90,
    "reasoning_tokens": 0,
    "input_audio": 0,
    "output_audio": 0,
    "steps": 1,
    "added": 0,
}
LEAST_OFFERS = 3


class Day(NamedTuple):
    """The priced offers of a payload: their raw costs and tariffs, and which model each is."""

    offers: dict[tuple[str, str], Mapping[str, Any]]
    tariffs: dict[tuple[str, str], Tariff]
    models: dict[tuple[str, str], str]


class Flips(NamedTuple):
    models: int
    flipped: int
    by_calculator: frozenset[str]
    by_oracle: frozenset[str]


def real_day(raw: Mapping[str, Any]) -> Day:
    read = normalise(parse(json.dumps(raw).encode()))
    identities = canonicalise(record.listing for record in read.offerings.values())
    offers, tariffs, models = {}, {}, {}
    for key, record in read.offerings.items():
        facts = record.facts
        tariff = build_tariff(facts.prices, facts.tiers)
        provider, model_id = key
        state = price_state(facts.prices, provider=provider, provider_model_id=model_id)
        if state is not PriceState.PRICED or tariff is None:
            continue
        offers[key] = raw[provider]["models"][model_id]["cost"]
        tariffs[key], models[key] = tariff, identities[key].id
    return Day(offers, tariffs, models)


def agreements(day: Day, workloads: Iterable[Mapping[str, Any]]) -> tuple[int, list[Any]]:
    """Return the number of costs compared, and those that differ; equal prices are priced once."""
    table = TariffTable(day.tariffs.values())
    keys, compared, differences = list(day.tariffs), 0, []
    texts = [json.dumps(day.offers[key], sort_keys=True) for key in keys]
    brute = {text: Offer(json.loads(text)) for text in texts}
    unit = Fraction(table.usd(1)) / UNIT
    for given in workloads:
        workload = Workload(**{**given, "per": Per(given["per"])})
        requests, costs = requests_of(given), table.totals(workload.load)
        theirs = {text: offer.cost_of_workload(requests) for text, offer in brute.items()}
        for key, text, ours in zip(keys, texts, costs, strict=True):
            compared += 1
            if ours * unit != theirs[text]:
                differences.append((key, given, table.usd(ours), theirs[text] * UNIT))
    return compared, differences


def rank_flips(day: Day) -> Flips:
    """Return for which models another offer is cheapest with a cache than by list price."""
    groups = defaultdict(list)
    for key, model in day.models.items():
        groups[model].append(key)
    several = {model: keys for model, keys in groups.items() if len(keys) >= LEAST_OFFERS}
    load = Workload(**{**CACHED, "per": Per.MONTH}).load
    brute = {key: Offer(day.offers[key]) for keys in several.values() for key in keys}
    ours = frozenset(
        model
        for model, keys in several.items()
        if _flips(
            {key: day.tariffs[key].bands[0].billed[0] for key in keys},
            {key: day.tariffs[key].estimate(load).total for key in keys},
        )
    )
    theirs = frozenset(
        model
        for model, keys in several.items()
        if _flips(
            {key: brute[key].base["input"] for key in keys},
            {key: brute[key].cost_of_workload(requests_of(CACHED)) for key in keys},
        )
    )
    return Flips(len(several), len(ours), ours, theirs)


def _flips(listed: Mapping[tuple[str, str], Any], billed: Mapping[tuple[str, str], Any]) -> bool:
    """Return whether none of the offers with the lowest list price has the lowest bill."""
    lowest, best = min(listed.values()), min(billed.values())
    return not any(billed[key] == best for key, price in listed.items() if price == lowest)


def main() -> None:
    options = ArgumentParser(description=__doc__)
    options.add_argument("file", nargs="?", type=Path)
    options.add_argument("--workloads", type=int, default=10_000)
    given = options.parse_args()
    body = (read_file(given.file) if given.file else read_bundled()).body
    day, random, start = real_day(json.loads(body)), Random(16), time.perf_counter()
    workloads = (random_workload(random) for _number in range(given.workloads))
    compared, differences = agreements(day, workloads)
    flips = rank_flips(day)
    print(f"{compared:,} costs at {len(day.offers):,} offers: {len(differences):,} differ")
    print(f"{flips.flipped} of {flips.models} models: the cheapest list price is not the best bill")
    print(f"{time.perf_counter() - start:.0f} s")
    if differences or flips.by_calculator != flips.by_oracle:
        sys.exit(f"first difference: {differences[:1]}")


if __name__ == "__main__":
    main()
