"""An offering's prices made ready: what each component is billed at, by size of the prompt. Pure.

The rules are those of `pricing.estimate`; they are applied once here, and then any load is a sum
of products.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import repeat
from operator import add, mul

from catalog.domain.prices import COMPONENTS, Prices, Tier
from pricing.estimate import EXACT, Estimate, line_of, price_of, total_of
from pricing.load import Load, Tokens

Size = tuple[int, int | None]  # a band: prompts larger than one size, up to another


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


class TariffTable:
    """Many tariffs, priced together: column by column, in whole units so small that all are exact.

    A unit is 10 ** -`digits` USD. Whole numbers are added and sorted in a third of the time.
    """

    def __init__(self, tariffs: Iterable[Tariff]) -> None:
        self.all = tuple(tariffs)
        self.tiered = [place for place, tariff in enumerate(self.all) if len(tariff.bands) > 1]
        prices = {price for tariff in self.all for band in tariff.bands for price in band.billed}
        self.digits = 6 + max(map(_decimals, prices), default=0)
        per_token = {price: int(price.scaleb(self.digits - 6, EXACT)) for price in prices}
        first = [tuple(map(per_token.__getitem__, one.bands[0].billed)) for one in self.all]
        self._columns = list(zip(*first, strict=True))
        self._bands = [
            [
                ((band.above, band.up_to), tuple(map(per_token.__getitem__, band.billed)))
                for band in self.all[place].bands
            ]
            for place in self.tiered
        ]

    def usd(self, units: int) -> Decimal:
        return Decimal(units).scaleb(-self.digits, EXACT)

    def totals(self, load: Load) -> list[int]:
        """Return what the load costs at each tariff, in units: the sum of its lines."""
        costs = self._at_base_prices(load)
        splits: dict[Size, Tokens] = {}  # most tiers begin at the same few sizes
        for place, bands in zip(self.tiered, self._bands, strict=True):
            costs[place] = sum(_in_band(per_token, size, load, splits) for size, per_token in bands)
        return costs

    def _at_base_prices(self, load: Load) -> list[int]:
        costs = [0] * len(self.all)
        for prices, count in zip(self._columns, load.tokens, strict=False):
            if count:
                costs = list(map(add, costs, map(mul, prices, repeat(count))))
        return costs


def _decimals(price: Decimal) -> int:
    return -int(price.as_tuple().exponent)


def _in_band(per_token: tuple[int, ...], size: Size, load: Load, splits: dict[Size, Tokens]) -> int:
    """Return what the requests of one band cost; `splits` keeps their tokens for the next one."""
    if size not in splits:
        splits[size] = load.between(*size)
    return sum(map(mul, per_token, splits[size]))


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
