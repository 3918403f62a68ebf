"""A price over the last ninety days as a line the size of a word. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from changelog.diff import as_percent
from changelog.intervals import Interval, merge_adjacent, overlapping

DAYS, HEIGHT, MARGIN = 90, 20, 2  # one unit across is a day
# The least range of the y axis, as a share of the highest price: a change of 1% must not look like
# a crash.
MIN_RANGE = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class PriceInterval(Interval):
    """A blended price in USD per million tokens; None is a gap in the line."""

    price: Decimal | None

    @property
    def value(self) -> Decimal | None:
        return self.price


@dataclass(frozen=True, slots=True)
class Sparkline:
    """The line as an SVG path, the prices at its ends, and the change in percent."""

    path: str
    before: Decimal
    now: Decimal
    percent: Decimal | None


def sparkline(intervals: Sequence[PriceInterval], day: date) -> Sparkline | None:
    """Draw the days up to `day`; None if the price did not change in them or is unknown today.

    `intervals` are in order of time and may begin earlier.
    """
    first = day - timedelta(days=DAYS)
    shown = overlapping(intervals, first, day)
    prices = [one.price for one in shown if one.price is not None]
    if not prices or shown[-1].price is None or len(set(prices)) == 1:
        return None
    before, now = prices[0], prices[-1]
    percent = as_percent((now - before) / before) if before else None
    return Sparkline(_path(shown, prices, first), before, now, percent)


def flat_line(price: Decimal) -> Sparkline:
    """Draw a price that did not change."""
    return Sparkline(f"M0 {_y(Decimal(0))}H{DAYS}", price, price, Decimal(0))


def _path(shown: Sequence[PriceInterval], prices: Sequence[Decimal], first: date) -> str:
    """Return horizontal lines, joined by vertical ones where the price changed without a gap."""
    lowest, highest = min(prices), max(prices)
    spread, middle = max(highest - lowest, highest * MIN_RANGE), (lowest + highest) / 2
    path, end = "", None
    for one in merge_adjacent(shown):
        if one.price is not None:
            y = _y((middle - one.price) / spread)
            path += f"V{y}" if end == one.start else f"M{_x(one.start, first)} {y}"
            path += f"H{_x(one.end, first)}"
            end = one.end
    return path


def _y(share: Decimal) -> int:
    """Return the place down the line: `share` of its height below the middle, negative above."""
    return round(HEIGHT // 2 + (HEIGHT - 2 * MARGIN) * share)


def _x(day: date | None, first: date) -> int:
    return min(max((day - first).days, 0), DAYS) if day else DAYS
