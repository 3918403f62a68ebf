"""The levels of the price index from its links: 100 on the first day. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

from changelog.price_index.links import FEW_MODELS, PRECISION, Link

BASE = Decimal(100)
# Of a normal distribution, 95% lies within this many standard errors.
Z_95 = Decimal("1.96")
SHOWN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Level:
    """The index on a day, unrounded, with the bounds of its 95% confidence interval.

    The interval is that of the sample: it takes the links as independent and says nothing of
    mistakes in the source.
    """

    day: date
    value: Decimal
    low: Decimal
    high: Decimal
    link: Link

    @property
    def coverage(self) -> Decimal | None:
        """The share of models with a price on either day that were compared; None without any."""
        either = self.link.priced + self.link.left
        return Decimal(self.link.matched) / either if either else None

    @property
    def few(self) -> bool:
        """Whether so few models were compared that the day's move is uncertain."""
        return self.link.matched < FEW_MODELS

    @property
    def change(self) -> Decimal:
        """How far prices moved since the day before, as a share."""
        return self.link.ratio - 1


def levels(links: Iterable[tuple[date, Link]]) -> Iterator[Level]:
    """Yield the index of each day; `links` are of one measure and tier, in order of time."""
    value, variance = BASE, Decimal(0)
    for day, link in links:
        with localcontext(prec=PRECISION):
            value *= link.ratio
            variance += link.variance or 0
            margin = (Z_95 * variance.sqrt()).exp()
            yield Level(day, value, value / margin, value * margin, link)


def shown(value: Decimal) -> Decimal:
    """Round a level as pages and files show it."""
    return value.quantize(SHOWN, ROUND_HALF_UP)
