"""How far the published prices of a model lie apart, and where each is drawn in the picture."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import log
from statistics import median

from catalog.models import Offering

# The lowest and the highest price, in percent of the picture's width: a dot at 0% would be cut off.
LEFT, RIGHT = 2.0, 98.0


@dataclass(frozen=True, slots=True)
class PriceSpread:
    """Blended prices of the offers that publish one, in USD per million tokens.

    Doubtful prices are left out: `doubtful` is how many.

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


def price_spread(offerings: Iterable[Offering]) -> PriceSpread | None:
    """Return the spread of the published prices; None where fewer than two are published."""
    several = list(offerings)
    # Provider and key break ties, so that offerings themselves are never compared.
    priced = sorted(
        (offering.blended_price, offering.provider.key, offering.pk, offering)
        for offering in several
        if offering.comparable and offering.blended_price is not None
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
        doubtful=sum(bool(offering.price_doubt) for offering in several),
    )


def _log_scale(lowest: Decimal, highest: Decimal) -> Callable[[Decimal], str]:
    """Return the function from price to place; equal ratios are equal distances.

    Logarithmic, because prices of one model may differ by a factor of 100.
    """
    width = log(highest / lowest)
    if width == 0:
        return lambda _price: f"{(LEFT + RIGHT) / 2:.2f}"
    return lambda price: f"{LEFT + (RIGHT - LEFT) * log(price / lowest) / width:.2f}"
