"""An offering's prices made ready: what each component is billed at, by size of the prompt. Pure.

The rules are those of `pricing.estimate`; they are applied once here, and then any load is a sum
of products.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext

from catalog.prices import COMPONENTS, Prices, Tier
from pricing.estimate import EXACT, Estimate, line_of, price_of, total_of
from pricing.load import Load, Tokens


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """What prompts larger than `above`, up to `up_to`, are billed at: USD per million tokens."""

    above: int
    up_to: int | None
    tier: Tier | None
    billed: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Tariff:
    """The published prices of one or more offerings, as bands of prompt size, smallest first."""

    prices: Prices
    bands: tuple[Band, ...]

    def estimate(self, load: Load) -> Estimate:
        """Return the cost with the lines that make it up."""
        split = [(band, load.between(band.above, band.up_to)) for band in self.bands]
        lines = tuple(
            line_of(name, tokens[place], self.prices, band.tier)
            for place, name in enumerate(COMPONENTS)
            for band, tokens in split
            if tokens[place]
        )
        return Estimate(load.requests, lines, total_of(lines))

    def band_of(self, prompt: int) -> Band:
        """Return the band that a prompt of so many tokens falls in."""
        return next(band for band in reversed(self.bands) if prompt > band.above)


class Tariffs:
    """Many tariffs, priced together: column by column, which is several times as fast."""

    def __init__(self, tariffs: Iterable[Tariff]) -> None:
        self.all = tuple(tariffs)
        self.tiered = [place for place, tariff in enumerate(self.all) if len(tariff.bands) > 1]
        per_token = [
            [price.scaleb(-6, EXACT) for price in tariff.bands[0].billed] for tariff in self.all
        ]
        self.columns = list(zip(*per_token, strict=True))

    def totals(self, load: Load) -> list[Decimal]:
        """Return what the load costs at each tariff, in USD: the sum of its lines, without them."""
        splits: dict[tuple[int, int | None], Tokens] = {}  # most tiers begin at the same few sizes
        with localcontext(EXACT):
            costs = self._at_base_prices(load)
            for place in self.tiered:
                costs[place] = sum(
                    (_in_band(band, load, splits) for band in self.all[place].bands), Decimal(0)
                )
        return costs

    def _at_base_prices(self, load: Load) -> list[Decimal]:
        costs = [Decimal(0)] * len(self.all)
        used = [(prices, n) for prices, n in zip(self.columns, load.tokens, strict=False) if n]
        for number, (prices, count) in enumerate(used):
            if number == 0:
                costs = [price * count for price in prices]
            else:
                costs = [cost + price * count for cost, price in zip(costs, prices, strict=True)]
        return costs


def _in_band(band: Band, load: Load, splits: dict[tuple[int, int | None], Tokens]) -> Decimal:
    """Return what the requests of one band cost; `splits` keeps their tokens for the next one."""
    size = (band.above, band.up_to)
    if size not in splits:
        splits[size] = load.between(*size)
    costs = (price * n for price, n in zip(band.billed, splits[size], strict=True) if n)
    return sum(costs, Decimal(0)).scaleb(-6)


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
