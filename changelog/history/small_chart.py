"""The price chart of a model's page: the recommended offer's two prices, over all days on record.

It stands in the page itself, so it is small: no lines of other offers, no texts for each day. The
page of the price history has those.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from catalog.models import CanonicalModel
from changelog.history.chart import (
    TOP,
    WIDTH,
    Axis,
    ChartLine,
    Series,
    Step,
    Tick,
    scale_of,
)
from changelog.intervals import Interval, merge_adjacent, overlapping
from changelog.models import ModelRevision

NAMES = ("input", "output")
HEIGHT = 96  # pixels of the plot


@dataclass(frozen=True, slots=True)
class PricePair(Interval):
    """Both prices of the recommended offer, in USD per million tokens; None where there is none."""

    offer: int | None
    input: Decimal | None
    output: Decimal | None

    @property
    def value(self) -> tuple[int | None, Decimal | None, Decimal | None]:
        return self.offer, self.input, self.output


@dataclass(frozen=True, slots=True)
class Ends:
    """What one price was on the first and on the last day with a price."""

    name: str
    before: Decimal
    now: Decimal


@dataclass(frozen=True, slots=True)
class SmallChart:
    """The lines of both prices, with a dot wherever another offer became the recommended one."""

    first: date
    last: date
    is_log: bool
    ticks: tuple[Tick, ...]
    lines: tuple[ChartLine, ...]
    ends: tuple[Ends, ...]
    floor: int = TOP + HEIGHT
    width: int = WIDTH

    @property
    def switches(self) -> int:
        """How many times another offer became the recommended one."""
        return len(self.lines[0].dots)


def read_small_chart(model: CanonicalModel, day: date) -> SmallChart | None:
    """Read the prices up to a day in one query; a withdrawn model's end on its last day."""
    last = min(day, model.last_seen or day)
    rows = ModelRevision.objects.filter(model=model, valid_from__lte=last).order_by("valid_from")
    stored = rows.values_list(
        *("valid_from", "valid_to", "recommended_id", "input_price", "output_price")
    )
    return small_chart([PricePair(*row) for row in stored], last)


def small_chart(pairs: Sequence[PricePair], last: date) -> SmallChart | None:
    """Lay out prices in order of time up to `last`; None where there never was a price."""
    merged = merge_adjacent(pairs)
    merged = overlapping(merged, merged[0].start, last) if merged else []
    prices = [price for one in merged for price in (one.input, one.output) if price is not None]
    if not prices:
        return None
    scale = replace(scale_of(prices), height=HEIGHT)
    axis = Axis(merged[0].start, last + timedelta(days=1), scale)  # the last day is drawn in full
    series = [Series(name, _steps(merged, name)) for name in NAMES]
    return SmallChart(
        axis.first,
        last,
        scale.is_log,
        tuple(Tick(value, scale.y(value)) for value in scale.ticks),
        tuple(map(axis.line, series)),
        tuple(_ends(one) for one in series),
    )


def _steps(pairs: Sequence[PricePair], name: str) -> list[Step]:
    steps, before = [], None
    for one in pairs:
        switched = before is not None and one.offer != before
        steps.append(Step(one.start, one.end, getattr(one, name), "", marked=switched))
        before = one.offer or before
    return steps


def _ends(series: Series) -> Ends:
    values = [step.value for step in series.steps if step.value is not None]
    return Ends(series.key, values[0], values[-1])
