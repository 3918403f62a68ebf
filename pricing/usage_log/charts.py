"""Charts of a priced log as plain geometry: stacked columns by month, bars of costs. Pure.

x and widths are percent of the plot, y and heights pixels from its top, as in the site's other
charts, so that a chart fits any screen while its text keeps its size.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from math import ceil
from typing import NamedTuple

from pricing.estimate import EXACT
from pricing.usage_log.bill import ZERO, UsageTotals
from pricing.usage_log.price_history import OfferKey

MAX_SERIES = 5  # that readers can tell apart; the others are one more
TOP, HEIGHT = 8, 216  # pixels: half a line of text above the plot, and the plot
COLUMN = Decimal("0.7")  # of a month's place
STEPS = (1, 2, 5)  # times a power of ten
MAX_TICKS = 5
MAX_LABELS = 5  # months that have room on a phone
BAR, LABEL = 14, 18  # pixels: a bar, and the text above it
ROW = BAR + LABEL + 10


class Part(NamedTuple):
    """One model's part of a month: its place in the legend, and its box. `cost` is USD."""

    series: int
    cost: Decimal
    y: float
    height: float

    @property
    def number(self) -> int:
        """Its number in the legend, from 1: colour is not the only key."""
        return self.series + 1

    @property
    def baseline(self) -> float | None:
        """Where the number is written; None where the box is too low for it."""
        return round(self.y + self.height / 2 + 4, 1) if self.height >= LABEL - 4 else None


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """A month as "2026-05", its total in USD, and its parts from the bottom up."""

    month: str
    total: Decimal
    x: float
    width: float
    parts: tuple[Part, ...]
    labelled: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class MonthChart:
    """Columns and their legend: offers by cost, and None for the sum of all others."""

    columns: tuple[MonthColumn, ...]
    series: tuple[OfferKey | None, ...]
    ticks: tuple[tuple[Decimal, float], ...]  # USD, and pixels from the top
    floor: int = TOP + HEIGHT


@dataclass(frozen=True, slots=True)
class CostBar:
    """A bar of a cost in USD; `own` is what the log cost."""

    name: str
    provider: str
    cost: Decimal
    width: float
    y: int
    own: bool = False

    @property
    def bar_y(self) -> int:
        return self.y + LABEL


@dataclass(frozen=True, slots=True)
class CostChart:
    """Bars of costs, and the height of the chart in pixels."""

    bars: tuple[CostBar, ...]
    bar: int = BAR

    @property
    def height(self) -> int:
        return ROW * len(self.bars)


def month_chart(
    offers: Sequence[OfferKey],
    months: Sequence[str],
    cells: Mapping[tuple[OfferKey, str], UsageTotals],
) -> MonthChart | None:
    """Return the chart of these months; None where nothing cost anything.

    `offers` come by cost, the highest first.
    """
    named = offers[: MAX_SERIES if len(offers) > MAX_SERIES + 1 else MAX_SERIES + 1]
    others = offers[len(named) :]
    groups = [[offer] for offer in named] + ([others] if others else [])
    costs = {month: [_sum(cells, group, month) for group in groups] for month in months}
    highest = max(map(_total, costs.values()), default=ZERO)
    if not highest:
        return None
    ticks = _ticks(highest)
    place, every = Decimal(100) / len(months), -(-len(months) // MAX_LABELS)
    columns = tuple(
        MonthColumn(
            month,
            _total(parts),
            _percent(place * number + place * (1 - COLUMN) / 2),
            _percent(place * COLUMN),
            _stack(parts, ticks[-1]),
            number % every == 0,
        )
        for number, (month, parts) in enumerate(costs.items())
    )
    series = (*named, *([None] if others else []))
    return MonthChart(columns, series, tuple((usd, _y(usd, ticks[-1])) for usd in ticks))


def cost_chart(costs: Sequence[tuple[str, str, Decimal, bool]]) -> CostChart | None:
    """Return bars of name, provider, cost in USD, and whether it is the log's own; None of none."""
    highest = max((cost for _name, _provider, cost, _own in costs), default=ZERO)
    if not highest:
        return None
    return CostChart(
        tuple(
            CostBar(name, provider, cost, _percent(100 * cost / highest), ROW * place, own)
            for place, (name, provider, cost, own) in enumerate(costs)
        )
    )


def _sum(
    cells: Mapping[tuple[OfferKey, str], UsageTotals], offers: Sequence[OfferKey], month: str
) -> Decimal:
    return _total(cell.cost for offer in offers if (cell := cells.get((offer, month))))


def _total(costs: Iterable[Decimal]) -> Decimal:
    return reduce(EXACT.add, costs, ZERO)


def _stack(costs: Sequence[Decimal], top: Decimal) -> tuple[Part, ...]:
    parts, below = [], ZERO
    for series, cost in enumerate(costs):
        if cost:
            above = EXACT.add(below, cost)
            y = _y(above, top)
            parts.append(Part(series, cost, y, round(_y(below, top) - y, 1)))
            below = above
    return tuple(parts)


def _ticks(highest: Decimal) -> list[Decimal]:
    """Return round numbers from 0 to one at or above the highest."""
    least = highest / (MAX_TICKS - 1)
    power = least.adjusted()
    steps = (Decimal(n).scaleb(p) for p in (power, power + 1) for n in STEPS)
    step = next(step for step in steps if step >= least)
    count = ceil(highest / step)
    return [step * number for number in range(count + 1)]


def _y(usd: Decimal, top: Decimal) -> float:
    return round(TOP + HEIGHT * (1 - float(usd / top)), 1)


def _percent(value: Decimal) -> float:
    return round(float(value), 2)
