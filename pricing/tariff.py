"""An offering's prices made ready: what each component is billed at, by size of the prompt. Pure.

The rules are those of `pricing.estimate`; they are applied once here, and then any load is a sum
of products.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from catalog.prices import COMPONENTS, Prices, Tier
from pricing.estimate import EXACT, Estimate, line_of, price_of, total_of
from pricing.load import Load, Tokens


@dataclass(frozen=True, slots=True)
class Band:
    """What prompts larger than `above`, up to `up_to`, are billed at: USD per million tokens."""

    above: int
    up_to: int | None
    tier: Tier | None
    billed: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Tariff:
    """The published prices of one or more offerings, as bands of prompt size, smallest first."""

    prices: Prices
    bands: tuple[Band, ...]

    def estimate(self, load: Load) -> Estimate:
        """Return the cost with the lines that make it up."""
        lines = tuple(
            line_of(name, load.between(band.above, band.up_to)[place], self.prices, band.tier)
            for place, name in enumerate(COMPONENTS)
            for band in self.bands
            if load.between(band.above, band.up_to)[place]
        )
        return Estimate(load.requests, lines, total_of(lines))

    def band_of(self, prompt: int) -> Band:
        """Return the band that a prompt of so many tokens falls in."""
        return next(band for band in reversed(self.bands) if prompt > band.above)


def totals(tariffs: Sequence[Tariff], load: Load) -> list[Decimal]:
    """Return what the load costs at each tariff, in USD: the sums of its lines, without them."""
    with localcontext(EXACT):
        plain = [tariff.bands[0].billed for tariff in tariffs]
        costs = _products(plain, load.tokens)
        for place, tariff in enumerate(tariffs):
            if len(tariff.bands) > 1:
                parts = (
                    _products([b.billed], load.between(b.above, b.up_to)) for b in tariff.bands
                )
                costs[place] = sum((cost for (cost,) in parts), Decimal(0))
        return [cost.scaleb(-6) for cost in costs]


def _products(billed: Sequence[tuple[Decimal, ...]], tokens: Tokens) -> list[Decimal]:
    """Return the sum of price times tokens for each row of prices, component by component."""
    sums = [Decimal(0)] * len(billed)
    for place, count in enumerate(tokens):
        if count:
            sums = [sum_ + prices[place] * count for sum_, prices in zip(sums, billed, strict=True)]
    return sums


def tariff_of(prices: Prices, tiers: tuple[Tier, ...]) -> Tariff | None:
    """Return the tariff, or None where no price per token is published."""
    return Tariff(prices, tuple(_bands(prices, tiers))) if prices.published else None


def _bands(prices: Prices, tiers: tuple[Tier, ...]) -> Iterator[Band]:
    by_size = {tier.above: tier for tier in reversed(tiers)}  # of two equal sizes the first counts
    starts: list[tuple[int, Tier | None]] = [(-1, None), *sorted(by_size.items())]
    ends = [above for above, _tier in starts[1:]]
    for (above, tier), up_to in zip(starts, [*ends, None], strict=True):
        billed = tuple(price_of(name, prices, tier)[0] for name in COMPONENTS)
        yield Band(above, up_to, tier, billed)
