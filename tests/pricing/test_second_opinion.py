"""Checks our arithmetic against genai-prices, an independent price list.

Its prices are from other days than our payload's. Models with a different price for some kind of
token are compared on the other kinds; at equal prices, random usage must cost the same to the last
digit.
"""

from dataclasses import dataclass
from functools import cache
from random import Random

import pytest
from genai_prices import Usage as TheirUsage
from genai_prices import calc_price

from catalog.domain.prices import Prices, Tier
from catalog.feed.normalise import normalise
from catalog.feed.payload import parse
from catalog.feed.source import read_bundled
from pricing.estimate import Usage, estimate

PROVIDERS = ("anthropic", "cohere", "deepseek", "google", "groq", "mistral", "openai", "xai")
SMALL, LARGE = 1000, 900_000  # a prompt at base prices of every model, and one in the last tier


@dataclass(frozen=True)
class Known:
    provider: str
    name: str
    prices: Prices
    tiers: tuple[Tier, ...]


def theirs(known, usage):
    """Return their cost of a request; their input includes cached tokens, their output reasoning."""
    converted = TheirUsage(
        input_tokens=usage.prompt,
        cache_read_tokens=usage.cache_read or None,
        cache_write_tokens=usage.cache_write or None,
        output_tokens=usage.output,
    )
    return calc_price(converted, known.name, provider_id=known.provider).total_price


def ours(known, usage):
    return estimate(known.prices, known.tiers, usage).total


PROBES = {
    "input": lambda size: Usage(input=size),
    "output": lambda size: Usage(input=size, output=1000),
    "cache read": lambda size: Usage(input=size, cache_read=1000),
    "cache write": lambda size: Usage(input=size, cache_write=1000),
}


@cache
def known_to_both():
    read = normalise(parse(read_bundled().body))
    models = []
    for record in read.offerings.values():
        known = Known(
            record.provider, record.provider_model_id, record.facts.prices, record.facts.tiers
        )
        if record.provider in PROVIDERS and known.prices.published:
            try:
                theirs(known, Usage(input=1))
            except LookupError:
                continue
            models.append(known)
    return models


def price_differences(known):
    """Return the kinds of tokens with a different price, for small or large prompts."""
    sizes = {"": SMALL, " of long prompts": LARGE}
    return tuple(
        f"{name}{where}"
        for where, size in sizes.items()
        for name, probe in PROBES.items()
        if theirs(known, probe(size)) != ours(known, probe(size))
    )


KINDS = ("input", "output", "cache read", "cache write")


def random_usage(random, without=()):
    """Return a request of random size, without some kinds of tokens."""
    counts = {
        "input": random.choice((0, 250_000, 600_000)) + random.randrange(1, 500),
        "output": random.randrange(5000),
        "cache_read": random.randrange(9000),
        "cache_write": random.randrange(3000),
    }
    return Usage(**counts | {name.replace(" ", "_"): 0 for name in without})


def test_enough_models_are_known_to_both():
    agreed = [known for known in known_to_both() if not price_differences(known)]
    assert len(agreed) >= 100
    assert len([known for known in agreed if known.tiers]) >= 8
    assert {known.provider for known in agreed} >= {"anthropic", "google", "mistral", "openai"}


@pytest.mark.parametrize("seed", range(5))
def test_equal_prices_cost_the_same(seed):
    random = Random(seed)
    for known in known_to_both():
        if not price_differences(known):
            usage = random_usage(random)
            assert ours(known, usage) == theirs(known, usage), (known, usage)


def test_costs_are_equal_apart_from_the_kinds_with_a_different_price():
    random = Random(0)
    for known in known_to_both():
        differences = price_differences(known)
        without = [kind for kind in KINDS if any(name.startswith(kind) for name in differences)]
        if differences and "input" not in without:
            usage = random_usage(random, without)
            assert ours(known, usage) == theirs(known, usage), (known, differences)


def test_finds_a_different_price():
    known = known_to_both()[0]
    prices = Prices(input=known.prices.input + 1, output=known.prices.output)
    assert "input" in price_differences(Known(known.provider, known.name, prices, ()))
