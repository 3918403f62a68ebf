"""The prices of models side by side over time: what each cost on every day, on one chart."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from catalog.domain.records import prices_from_json
from catalog.models import CanonicalModel, Offering, Revision
from changelog.history.chart import Chart, Step, draw
from changelog.intervals import Interval, merge_adjacent
from changelog.models import ModelRevision


class ComparedModel(Protocol):
    """A model of a comparison, the offer whose prices are shown, and whether it was chosen."""

    @property
    def model(self) -> CanonicalModel: ...
    @property
    def offering(self) -> Offering | None: ...
    @property
    def chosen(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class ModelPriceInterval(Interval):
    """What a model cost, and at which provider."""

    provider: str
    input: Decimal | None
    output: Decimal | None

    @property
    def says(self) -> tuple[str, Decimal | None, Decimal | None]:
        return self.provider, self.input, self.output


@dataclass(frozen=True, slots=True)
class ModelSeries:
    """A model's prices: those of the channel that was chosen, else of the recommended one."""

    column: ComparedModel
    spans: tuple[ModelPriceInterval, ...]


@dataclass(frozen=True, slots=True)
class PriceComparisonHistory:
    """What the comparison shows of the past between two days."""

    first: date
    last: date
    series: tuple[ModelSeries, ...]
    charts: tuple[tuple[str, Chart], ...]


def price_comparison(
    columns: Sequence[ComparedModel], today: date, days: int | None
) -> PriceComparisonHistory:
    """Read what models cost in the last days, or ever; two queries for any number of models."""
    chosen = [column for column in columns if column.chosen and column.offering]
    followed = [column.model.pk for column in columns if column not in chosen]
    past = _recommended(followed) | _of_channels(chosen)
    series = tuple(
        ModelSeries(column, tuple(merge_adjacent(past.get(column.model.pk, ()))))
        for column in columns
    )
    begins = min((one.spans[0].start for one in series if one.spans), default=today)
    first = max(begins, today - timedelta(days=days)) if days else begins
    within = tuple(
        replace(one, spans=tuple(span for span in one.spans if not span.end or span.end > first))
        for one in series
    )
    charts = ((name, draw(_steps(within, name), first, today)) for name in ("input", "output"))
    return PriceComparisonHistory(
        first, today, within, tuple((name, chart) for name, chart in charts if chart)
    )


def _recommended(models: Iterable[int]) -> dict[int, list[ModelPriceInterval]]:
    """Return, by model, what its recommended channel cost; that may have been several in turn."""
    rows = ModelRevision.objects.filter(model__in=models).order_by("model", "valid_from")
    past: defaultdict[int, list[ModelPriceInterval]] = defaultdict(list)
    fields = ("recommended__provider__name", "input_price", "output_price")
    for model, start, end, provider, *prices in rows.values_list(
        "model_id", "valid_from", "valid_to", *fields
    ):
        past[model].append(ModelPriceInterval(start, end, provider or "", *prices))
    return past


def _of_channels(columns: Iterable[ComparedModel]) -> dict[int, list[ModelPriceInterval]]:
    """Return, by model, what the channel cost that was chosen for it."""
    offerings = {column.offering.pk: column for column in columns if column.offering}
    if not offerings:
        return {}
    rows = Revision.objects.filter(offering__in=offerings).order_by("offering", "valid_from")
    past: defaultdict[int, list[ModelPriceInterval]] = defaultdict(list)
    for pk, start, end, stored in rows.values_list(
        "offering_id", "valid_from", "valid_to", "facts__prices"
    ):
        column, prices = offerings[pk], prices_from_json(stored or {})
        published = (prices.input, prices.output) if prices.published else (None, None)
        provider = column.offering.provider.name if column.offering else ""
        past[column.model.pk].append(ModelPriceInterval(start, end, provider, *published))
    return past


def _steps(series: Iterable[ModelSeries], name: str) -> list[list[Step]]:
    return [[_step(one.column.model.label, span, name) for span in one.spans] for one in series]


def _step(model: str, span: ModelPriceInterval, name: str) -> Step:
    return Step(span.start, span.end, getattr(span, name), f"{model}, {span.provider}")
