"""A price of the last ninety days as a line no taller than a word. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from changelog.diff import as_percent
from changelog.intervals import Interval, merge_adjacent

DAYS, HEIGHT, MARGIN = 90, 20, 2
# A move by less than this share of the price does not fill the height: it would look like a fall.
SMALLEST_SPREAD = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class SparklinePrice(Interval):
    """A price that held; none is a gap in the line."""

    price: Decimal | None

    @property
    def says(self) -> Decimal | None:
        return self.price


@dataclass(frozen=True, slots=True)
class Sparkline:
    """The line as an SVG path, a unit to a day, and the prices at its ends."""

    path: str
    before: Decimal
    now: Decimal
    percent: Decimal | None


def sparkline(spans: Sequence[SparklinePrice], day: date) -> Sparkline | None:
    """Draw what held in the days up to `day`; None where the price did not move, or there is none.

    `spans` are in order of time; what is before the ninety days is left out.
    """
    first = day - timedelta(days=DAYS)
    shown = [one for one in spans if one.start <= day and (one.end is None or one.end > first)]
    prices = [one.price for one in shown if one.price is not None]
    if not prices or shown[-1].price is None or len(set(prices)) == 1:
        return None
    before, now = prices[0], prices[-1]
    percent = as_percent((now - before) / before) if before else None
    return Sparkline(_path(shown, prices, first), before, now, percent)


def _path(shown: Sequence[SparklinePrice], prices: Sequence[Decimal], first: date) -> str:
    lowest, highest = min(prices), max(prices)
    spread, middle = max(highest - lowest, highest * SMALLEST_SPREAD), (lowest + highest) / 2
    path, end = "", None
    for one in merge_adjacent(shown):
        if one.price is not None:
            y = _y((middle - one.price) / spread)
            path += f"V{y}" if end == one.start else f"M{_x(one.start, first)} {y}"
            path += f"H{_x(one.end, first)}"
            end = one.end
    return path


def _y(share: Decimal) -> int:
    """Return how far down it is, of a share of the height below (or above) the middle."""
    return round(HEIGHT // 2 + (HEIGHT - 2 * MARGIN) * share)


def _x(day: date | None, first: date) -> int:
    return min(max((day - first).days, 0), DAYS) if day else DAYS
