"""How far the published prices of a model lie apart, and where each is drawn in the picture."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import log
from statistics import median

from catalog.models import Offering

# The lowest and the highest price, in percent of the picture's width: a dot at 0% would be cut off.
LEFT, RIGHT = 2.0, 98.0
LEAST_RATIO = 2  # of the ends of the scale: $4.37 and $4.57 must not lie as far apart as $1 and $9
# The digits of round prices, from fine to coarse: the first that leaves room between labels.
TICKS = ((1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 5), (1,))
MOST_TICKS = 7


@dataclass(frozen=True, slots=True)
class PriceSpread:
    """Blended prices of the offers that publish one, in USD per million tokens.

    Doubtful prices are left out, and those of deprecated offers: `doubtful` and `deprecated` are
    how many.

    `places` and `median_place` are in percent of the picture's width, on a logarithmic scale; as
    text, since CSS numbers have a decimal point in every language.
    """

    lowest: Offering
    highest: Offering
    median: Decimal
    median_place: str
    times: Decimal
    places: tuple[str, ...]
    doubtful: int = 0
    deprecated: int = 0
    ticks: tuple[tuple[str, Decimal], ...] = ()


def price_spread(offerings: Iterable[Offering]) -> PriceSpread | None:
    """Return the spread of the published prices; None where fewer than two are published."""
    several = list(offerings)
    # Provider and key break ties, so that offerings themselves are never compared.
    priced = sorted(
        (offering.blended_price, offering.provider.key, offering.pk, offering)
        for offering in several
        if offering.competing and offering.blended_price is not None
    )
    if len(priced) < 2:
        return None
    prices = [price for price, *_rest in priced]
    place = _log_scale(prices[0], prices[-1])
    middle = median(prices)
    return PriceSpread(
        lowest=priced[0][-1],
        highest=priced[-1][-1],
        median=middle,
        median_place=place(middle),
        times=prices[-1] / prices[0],
        places=tuple(map(place, prices)),
        ticks=tuple(_ticks(prices[0], prices[-1])),
        doubtful=sum(bool(offering.price_doubt) for offering in several),
        deprecated=sum(one.comparable and not one.competing for one in several),
    )


def _log_scale(lowest: Decimal, highest: Decimal) -> Callable[[Decimal], str]:
    """Return the function from price to place; equal ratios are equal distances.

    Logarithmic, because prices of one model may differ by a factor of 100. Prices that lie close
    together stand in the middle of a scale from one price to its double.
    """
    width = max(log(highest / lowest), log(LEAST_RATIO))
    middle = log(lowest * highest) / 2
    return lambda price: f"{50 + (RIGHT - LEFT) * (log(price) - middle) / width:.2f}"


def _ticks(lowest: Decimal, highest: Decimal) -> Iterator[tuple[str, Decimal]]:
    """Yield place and price of each round price on the scale, at most MOST_TICKS."""
    place, power = _log_scale(lowest, highest), (lowest / LEAST_RATIO).adjusted()
    powers = range(power, (highest * LEAST_RATIO).adjusted() + 1)
    for digits in TICKS:
        prices = [Decimal(digit).scaleb(power) for power in powers for digit in digits]
        shown = [(place(price), price) for price in prices if 0 <= float(place(price)) <= 100]
        if len(shown) <= MOST_TICKS:
            break
    yield from shown
