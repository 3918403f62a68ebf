"""Costs by brute force, from the rules alone: one request at a time, in whole units.

It shares no code with `pricing`: it reads the raw payload and knows only these rules.

- A request's prompt is its input, cache reads, cache writes and audio input. The tier with the
  largest size below the prompt reprices the whole request ("> 200000" and "≥ 200001" are the same).
- A kind of token without a price of its own in the tier has its base price; without a base price it
  is billed as text of its direction. Reasoning is never billed below the output it is part of where
  the tier names no reasoning price.
- Of the text of a prompt, a percentage repeats; a hit reads it from the cache, a miss writes it.
  Each step of an agent resends the conversation: the reply and what was added.
- The feed's prices are USD per million tokens; what a float adds beyond nine decimals is no price.
"""

from fractions import Fraction

KINDS = ("input", "output", "cache_read", "cache_write", "reasoning", "input_audio", "output_audio")
OF_THE_PROMPT = ("input", "cache_read", "cache_write", "input_audio")
DIRECTION = {
    "cache_read": "input",
    "cache_write": "input",
    "input_audio": "input",
    "reasoning": "output",
    "output_audio": "output",
}
DECIMALS = 9
# Of one unit, in USD: a price per million tokens has nine decimals.
UNIT = Fraction(1, 10 ** (DECIMALS + 6))


def units_per_token(price):
    """Return a price per million tokens as whole units per token."""
    return int(Fraction(str(price)) * 10**DECIMALS + Fraction(1, 2))


def tiers_of(cost):
    """Return the sizes of the context tiers with their prices, from a feed's `cost`."""
    listed = [
        (item["tier"]["size"], item)
        for item in cost.get("tiers") or ()
        if item["tier"].get("type", "context") == "context"
    ]
    if not listed and cost.get("context_over_200k"):
        listed = [(200_000, cost["context_over_200k"])]
    return listed


def price_of(kind, cost, tier):
    """Return the price of a kind of token in a tier (None: at base prices), in units per token."""
    if tier is not None and tier.get(kind) is not None:
        return units_per_token(tier[kind])
    if cost.get(kind) is None:
        return price_of(DIRECTION[kind], cost, tier)
    base = units_per_token(cost[kind])
    if tier is not None and kind == "reasoning":
        return max(base, price_of("output", cost, tier))
    return base


class Offer:
    """An offer's prices in units per token: at base, and in each tier from a first prompt on."""

    def __init__(self, cost):
        self.base = {kind: price_of(kind, cost, None) for kind in KINDS}
        self.tiers = [
            (size + 1, {kind: price_of(kind, cost, tier) for kind in KINDS})
            for size, tier in sorted(tiers_of(cost), key=lambda one: one[0])
        ]

    def cost_of_request(self, tokens):
        """Return what one request costs, in units; `tokens` are counts by kind."""
        prompt, prices = sum(tokens.get(kind, 0) for kind in OF_THE_PROMPT), self.base
        for first, dearer in self.tiers:
            if prompt >= first:
                prices = dearer
        return sum(prices[kind] * count for kind, count in tokens.items())

    def cost_of_workload(self, requests):
        """Return the cost of several requests of each size, in units."""
        return sum(count * self.cost_of_request(tokens) for count, tokens in requests)


def requests_of(workload):
    """Return a month's requests as numbers and tokens by kind; a workload is as the form has it."""
    tasks = workload["requests"] * (30 if workload["per"] == "day" else 1)
    hits = int(Fraction(tasks * workload["hits"], 100) + Fraction(1, 2))
    conversation, requests = workload["input"], []
    for _step in range(workload["steps"]):
        repeated = int(Fraction(conversation * workload["cached"], 100))
        request = {
            "input": conversation - repeated,
            "output": workload["output"],
            "reasoning": workload["reasoning_tokens"],
            "input_audio": workload["input_audio"],
            "output_audio": workload["output_audio"],
        }
        requests.append((hits, request | {"cache_read": repeated}))
        requests.append((tasks - hits, request | {"cache_write": repeated}))
        conversation += workload["output"] + workload["added"]
    return requests


def random_workload(random):
    """Return a workload with everything that the form knows, sizes around the tiers included."""
    sizes = (0, 1, 500, 32_000, 128_000, 199_999, 200_000, 200_001, 256_001, 400_000)
    return {
        "requests": random.choice((1, 3, 1000, 12_345)),
        "per": random.choice(("day", "month")),
        "input": random.choice(sizes) + random.choice((0, 0, random.randrange(5000))),
        "output": random.choice((0, 1, 500, random.randrange(8000))),
        "cached": random.choice((0, 0, 50, 90, 100, random.randrange(101))),
        "hits": random.choice((0, 90, 100, random.randrange(101))),
        "reasoning_tokens": random.choice((0, 0, 2000, random.randrange(5000))),
        "input_audio": random.choice((0, 0, 0, random.randrange(2000))),
        "output_audio": random.choice((0, 0, 0, random.randrange(2000))),
        "steps": random.choice((1, 1, 1, 2, 7)),
        "added": random.choice((0, 300)),
    }
