"""Price histories of several models in one chart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from typing import Protocol

from django.utils.translation import gettext

from catalog.domain.records import prices_from_json
from catalog.models import CanonicalModel, Offering, Revision
from changelog.history.chart import Chart, Series, Step, draw
from changelog.history.doubts import read_doubts
from changelog.history.price_lines import OfferPriceInterval, split_by_doubts
from changelog.history.price_words import say_price
from changelog.intervals import Interval, merge_adjacent, overlapping
from changelog.models import ModelRevision

CHARTS = ("input", "output")


class ComparedModel(Protocol):
    """A compared model, the offering whose prices are shown, and whether a visitor chose it."""

    @property
    def model(self) -> CanonicalModel: ...
    @property
    def offering(self) -> Offering | None: ...
    @property
    def chosen(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class ModelPriceInterval(Interval):
    """A model's prices in USD per million tokens, and the provider whose they are."""

    provider: str
    input: Decimal | None
    output: Decimal | None

    @property
    def value(self) -> tuple[str, Decimal | None, Decimal | None]:
        return self.provider, self.input, self.output


@dataclass(frozen=True, slots=True)
class ModelSeries:
    """A model's prices: those of the chosen offering, else of the recommended one at each time.

    `line` is the key of its line in the charts.
    """

    column: ComparedModel
    intervals: tuple[ModelPriceInterval, ...]
    line: str


@dataclass(frozen=True, slots=True)
class PriceComparisonHistory:
    """The price histories of compared models between two days, both included."""

    first: date
    last: date
    series: tuple[ModelSeries, ...]
    charts: tuple[tuple[str, Chart], ...]

    @property
    def intervals(self) -> Iterator[ModelPriceInterval]:
        """The rows of the table, of all models."""
        return chain.from_iterable(one.intervals for one in self.series)


def price_comparison(
    columns: Sequence[ComparedModel], today: date, days: int | None
) -> PriceComparisonHistory:
    """Read the prices of the last `days`, or of all; at most three queries, however many models.

    A chart without a price is left out.
    """
    chosen = [column for column in columns if column.chosen and column.offering]
    others = [column.model.pk for column in columns if column not in chosen]
    intervals = _recommended_prices(others) | _offering_prices(chosen)
    series = tuple(
        ModelSeries(column, tuple(merge_adjacent(intervals.get(column.model.pk, ()))), f"c{place}")
        for place, column in enumerate(columns, start=1)
    )
    begins = min((one.intervals[0].start for one in series if one.intervals), default=today)
    first = max(begins, today - timedelta(days=days)) if days else begins
    shown = tuple(replace(one, intervals=tuple(_known(one, first, today))) for one in series)
    charts = ((name, draw(_lines(shown, name), first, today, say_price)) for name in CHARTS)
    return PriceComparisonHistory(
        first, today, shown, tuple((name, chart) for name, chart in charts if chart)
    )


def _known(series: ModelSeries, first: date, today: date) -> Iterator[ModelPriceInterval]:
    """Yield what was known on a day; a price that changed later was still valid."""
    for one in overlapping(series.intervals, first, today):
        yield replace(one, end=None) if one.end and one.end > today else one


def _recommended_prices(models: Iterable[int]) -> dict[int, list[ModelPriceInterval]]:
    """Return, by model, the prices of its recommended offerings, which may change over time."""
    rows = ModelRevision.objects.filter(model__in=models).order_by("model", "valid_from")
    intervals: defaultdict[int, list[ModelPriceInterval]] = defaultdict(list)
    columns = ("recommended__provider__name", "input_price", "output_price")
    for model, start, end, provider, *prices in rows.values_list(
        "model_id", "valid_from", "valid_to", *columns
    ):
        intervals[model].append(ModelPriceInterval(start, end, provider or "", *prices))
    return intervals


def _offering_prices(columns: Iterable[ComparedModel]) -> dict[int, list[ModelPriceInterval]]:
    """Return, by model, the prices of the offering that was chosen for it."""
    chosen = {column.offering.pk: column for column in columns if column.offering}
    if not chosen:
        return {}
    rows = Revision.objects.filter(offering__in=chosen).order_by("offering", "valid_from")
    doubts = read_doubts(chosen)
    intervals: defaultdict[int, list[ModelPriceInterval]] = defaultdict(list)
    for pk, start, end, stored in rows.values_list(
        "offering_id", "valid_from", "valid_to", "facts__prices"
    ):
        column, prices = chosen[pk], prices_from_json(stored or {})
        # Both prices at 0, or one missing, means "unknown": a gap in the line, not a price of $0.
        # A doubtful price is a gap, too.
        if column.offering is None:
            continue
        offered = OfferPriceInterval(start, end, column.offering, prices)
        provider = column.offering.provider.name
        intervals[column.model.pk] += [
            ModelPriceInterval(
                *(one.start, one.end, provider, one.published("input"), one.published("output"))
            )
            for one in split_by_doubts(offered, doubts.get(pk, ()))
        ]
    return intervals


def _lines(series: Iterable[ModelSeries], name: str) -> list[Series]:
    return [
        Series(one.line, [_step(one.column.model.label, days, name) for days in one.intervals])
        for one in series
    ]


def _step(model: str, interval: ModelPriceInterval, name: str) -> Step:
    names = {"model": model, "provider": interval.provider}
    label = gettext("{model} on {provider}").format(**names) if interval.provider else model
    return Step(interval.start, interval.end, getattr(interval, name), label)
