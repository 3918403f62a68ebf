"""genai-prices, an independent price book, as a judge of our arithmetic.

Its prices are of other days than our payload's. Where it lists another price for a kind of token
the costs must differ, and the difference has that name; where it lists the same, random usage must
cost the same to the last digit.
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
SMALL, LARGE = 1000, 900_000  # a prompt in the base band of everybody, and one in the last


@dataclass(frozen=True)
class Known:
    provider: str
    name: str
    prices: Prices
    tiers: tuple[Tier, ...]


def theirs(known, usage):
    """What they say a request costs; input counts cached tokens as well, output reasoning."""
    asked = TheirUsage(
        input_tokens=usage.prompt,
        cache_read_tokens=usage.cache_read or None,
        cache_write_tokens=usage.cache_write or None,
        output_tokens=usage.output,
    )
    return calc_price(asked, known.name, provider_id=known.provider).total_price


def ours(known, usage):
    return estimate(known.prices, known.tiers, usage).total


PROBES = {
    "input": lambda size: Usage(input=size),
    "output": lambda size: Usage(input=size, output=1000),
    "cache read": lambda size: Usage(input=size, cache_read=1000),
    "cache write": lambda size: Usage(input=size, cache_write=1000),
}


@cache
def both_know():
    read = normalise(parse(read_bundled().body))
    found = []
    for record in read.offerings.values():
        known = Known(
            record.provider, record.provider_model_id, record.facts.prices, record.facts.tiers
        )
        if record.provider in PROVIDERS and known.prices.published:
            try:
                theirs(known, Usage(input=1))
            except LookupError:
                continue
            found.append(known)
    return found


def another_price(known):
    """Return the kinds of tokens that they list at another price, for small or large prompts."""
    sizes = {"": SMALL, " of long prompts": LARGE}
    return tuple(
        f"{name}{where}"
        for where, size in sizes.items()
        for name, probe in PROBES.items()
        if theirs(known, probe(size)) != ours(known, probe(size))
    )


KINDS = ("input", "output", "cache read", "cache write")


def random_usage(random, without=()):
    """Return a request of any size, short of the kinds of tokens that are left out."""
    counts = {
        "input": random.choice((0, 250_000, 600_000)) + random.randrange(1, 500),
        "output": random.randrange(5000),
        "cache_read": random.randrange(9000),
        "cache_write": random.randrange(3000),
    }
    return Usage(**counts | {name.replace(" ", "_"): 0 for name in without})


def test_enough_models_are_known_to_both():
    agreed = [known for known in both_know() if not another_price(known)]
    assert len(agreed) >= 100
    assert len([known for known in agreed if known.tiers]) >= 8
    assert {known.provider for known in agreed} >= {"anthropic", "google", "mistral", "openai"}


@pytest.mark.parametrize("seed", range(5))
def test_the_same_prices_cost_the_same(seed):
    random = Random(seed)
    for known in both_know():
        if not another_price(known):
            usage = random_usage(random)
            assert ours(known, usage) == theirs(known, usage), (known, usage)


def test_every_difference_is_another_price_for_what_is_named():
    random = Random(0)
    for known in both_know():
        named = another_price(known)
        without = [kind for kind in KINDS if any(name.startswith(kind) for name in named)]
        if named and "input" not in without:
            usage = random_usage(random, without)
            assert ours(known, usage) == theirs(known, usage), (known, named)


def test_a_price_that_differs_is_seen():
    known = both_know()[0]
    dearer = Prices(input=known.prices.input + 1, output=known.prices.output)
    assert "input" in another_price(Known(known.provider, known.name, dearer, ()))
