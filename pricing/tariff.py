"""Tariffs: an offering's prices resolved once for each component and prompt size. Pure.

The rules are those of `pricing.estimate`. With them applied beforehand, the cost of any load is a
sum of products.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial, reduce
from itertools import repeat
from operator import add, mul

from catalog.domain.modes import Mode
from catalog.domain.prices import COMPONENTS, Prices, Tier
from pricing.estimate import EXACT, Estimate, billed_price, cost_line, sum_costs
from pricing.load import Load, Tokens

FEW = 4  # a column at once is so many times as fast as one price after the other
Bounds = tuple[int, int | None]  # prompt sizes: larger than the first, at most the second


# eq=False: bands and tariffs are dictionary keys, and identity hashes faster than seven decimals.
@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Billed prices, USD per million tokens, of prompts larger than `above`, at most `up_to`."""

    above: int
    up_to: int | None
    tier: Tier | None
    billed: tuple[Decimal, ...]

    @property
    def bounds(self) -> Bounds:
        return self.above, self.up_to


@dataclass(frozen=True, slots=True, eq=False)
class Tariff:
    """The published prices of one or more offerings, as bands of prompt size, smallest first.

    `longest` is the longest prompt, in tokens, that has a price; None: every prompt has. `mode` is
    the name of the mode that these prices are for, "" for none.
    """

    prices: Prices
    bands: tuple[Band, ...]
    longest: int | None = None
    mode: str = ""

    def covers(self, prompt: int) -> bool:
        """Tell whether a prompt of that many tokens has a price."""
        return self.longest is None or prompt <= self.longest

    def estimate(self, load: Load) -> Estimate:
        """Return the cost of the load, itemised by component, then by band."""
        split = [(band, load.between(*band.bounds)) for band in self.bands]
        lines = tuple(
            cost_line(name, tokens[index], self.prices, band.tier)
            for index, name in enumerate(COMPONENTS)
            for band, tokens in split
            if tokens[index]
        )
        return Estimate(load.requests, lines, sum_costs(lines))

    def cost_in_band(self, band: Band, tokens: Tokens) -> Decimal:
        """Return the cost in USD of tokens that are all billed in one band."""
        counts = zip(COMPONENTS, tokens, strict=True)
        return sum_costs(cost_line(name, n, self.prices, band.tier) for name, n in counts if n)

    def repriced(self, change: Callable[[Prices], Prices]) -> "Tariff":
        """Return a tariff with other prices in the same bands."""
        prices = change(self.prices)
        tiers = (band.tier for band in self.bands if band.tier)
        changed = tuple(Tier(tier.above, change(tier.prices)) for tier in tiers)
        return Tariff(prices, tuple(_bands(prices, changed)), self.longest, self.mode)

    def band_for(self, prompt: int) -> Band:
        """Return the band of a prompt of that many tokens."""
        return next(band for band in reversed(self.bands) if prompt > band.above)


class TariffTable:
    """Many tariffs, priced together column by column.

    Costs are integers of 10 ** -`digits` USD, a unit so small that every price is a whole number of
    units per token: integers are exact, and add and sort three times as fast as decimals.
    """

    def __init__(self, tariffs: Iterable[Tariff]) -> None:
        self.all = tuple(tariffs)
        self.tiered = [index for index, tariff in enumerate(self.all) if len(tariff.bands) > 1]
        prices = {price for tariff in self.all for band in tariff.bands for price in band.billed}
        self.digits = 6 + max(map(_decimals, prices), default=0)
        units = {price: int(price.scaleb(self.digits - 6, EXACT)) for price in prices}
        base = [tuple(map(units.__getitem__, one.bands[0].billed)) for one in self.all]
        self._columns = list(zip(*base, strict=True))
        self._bands = [
            [(band.bounds, tuple(map(units.__getitem__, band.billed))) for band in tariff.bands]
            for tariff in map(self.all.__getitem__, self.tiered)
        ]

    def usd(self, units: int) -> Decimal:
        return Decimal(units).scaleb(-self.digits, EXACT)

    def totals(self, load: Load, among: Collection[int] | None = None) -> list[int]:
        """Return the cost of the load at each tariff, in units.

        With `among`, only at those tariffs, by index; the others cost 0.
        """
        wanted = set(range(len(self.all)) if among is None else among)
        few = len(wanted) * FEW < len(self.all)
        costs = self._one_by_one(load, wanted) if few else self._at_base_prices(load)
        splits: dict[Bounds, Tokens] = {}  # shared: most tiers begin at the same few sizes
        for index, bands in zip(self.tiered, self._bands, strict=True):
            if index in wanted:
                costs[index] = sum(_in_band(units, size, load, splits) for size, units in bands)
        return costs

    def _one_by_one(self, load: Load, wanted: Iterable[int]) -> list[int]:
        costs, columns = [0] * len(self.all), zip(self._columns, load.tokens, strict=True)
        used = [(prices, count) for prices, count in columns if count]
        for index in wanted:
            costs[index] = sum(prices[index] * count for prices, count in used)
        return costs

    def _at_base_prices(self, load: Load) -> list[int]:
        # strict=False: without any tariff there are no columns.
        columns = zip(self._columns, load.tokens, strict=False)
        terms = [map(mul, prices, repeat(count)) for prices, count in columns if count]
        # One list in the end: a list for each term would take half as long again.
        return list(reduce(partial(map, add), terms)) if terms else [0] * len(self.all)


def _decimals(price: Decimal) -> int:
    return -int(price.as_tuple().exponent)


def _in_band(
    units: tuple[int, ...], bounds: Bounds, load: Load, splits: dict[Bounds, Tokens]
) -> int:
    """Return the cost of the requests of one band, in units; `splits` caches their tokens."""
    if bounds not in splits:
        splits[bounds] = load.between(*bounds)
    return sum(map(mul, units, splits[bounds]))


def build_tariff(prices: Prices, tiers: tuple[Tier, ...]) -> Tariff | None:
    """Return the tariff, or None where no price per token is published."""
    return Tariff(prices, tuple(_bands(prices, tiers))) if prices.published else None


def mode_tariff(mode: Mode, standard: tuple[Tier, ...]) -> Tariff | None:
    """Return the tariff of a mode of an offering with these context tiers; as `build_tariff`."""
    tariff = build_tariff(mode.prices, mode.tiers)
    return tariff and replace(tariff, longest=mode.priced_up_to(standard), mode=mode.name)


def _bands(prices: Prices, tiers: tuple[Tier, ...]) -> Iterator[Band]:
    # Reversed, so that the first of two tiers of one size wins, as in `estimate.tier_for`.
    by_size = {tier.above: tier for tier in reversed(tiers)}
    # A prompt may have 0 tokens, so the base band begins below that.
    starts: list[tuple[int, Tier | None]] = [(-1, None), *sorted(by_size.items())]
    ends = [above for above, _tier in starts[1:]]
    for (above, tier), up_to in zip(starts, [*ends, None], strict=True):
        billed = tuple(billed_price(name, prices, tier)[0] for name in COMPONENTS)
        yield Band(above, up_to, tier, billed)
