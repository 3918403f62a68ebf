"""The prices of one model over time: of every channel, and of the channel that is recommended."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from catalog.domain.prices import Prices
from catalog.domain.records import prices_from_json
from catalog.models import CanonicalModel, Offering, Revision
from changelog.history.chart import Chart, Step, draw
from changelog.intervals import Interval, merge_adjacent
from changelog.models import ModelRevision

COLOURS = 5


@dataclass(frozen=True, slots=True)
class OfferPriceInterval(Interval):
    """The prices of one channel."""

    offering: Offering
    prices: Prices

    @property
    def says(self) -> tuple[Offering, Prices]:
        return self.offering, self.prices


@dataclass(frozen=True, slots=True)
class RecommendedInterval(Interval):
    """The recommended channel at these prices; `is_other` if it was another before."""

    offering: Offering | None
    input: Decimal | None
    output: Decimal | None
    is_other: bool = False

    @property
    def says(self) -> tuple[Offering | None, Decimal | None, Decimal | None]:
        return self.offering, self.input, self.output


@dataclass(frozen=True, slots=True)
class ModelPriceHistory:
    """What the price history page shows between two days."""

    first: date
    last: date
    channels: tuple[Offering, ...]
    charts: tuple[tuple[str, Chart], ...]
    spans: tuple[OfferPriceInterval, ...]
    recommendations: tuple[RecommendedInterval, ...]

    @property
    def coloured(self) -> tuple[Offering, ...]:
        return self.channels[:COLOURS]

    @property
    def namesakes(self) -> frozenset[int]:
        return _namesakes(self.channels)

    @property
    def grey(self) -> int:
        """How many channels are drawn without a colour of their own."""
        return len(self.channels) - len(self.coloured)


def price_history(model: CanonicalModel, today: date, days: int | None) -> ModelPriceHistory:
    """Read a model's prices of the last days, or of all; three queries for any number of channels.

    A model that is withdrawn is shown up to its last day.
    """
    last = min(today, model.last_seen or today)
    offerings = list(
        Offering.objects.filter(model=model)
        .select_related("provider")
        .only(
            "provider__name", "provider__key", "provider_model_id", "withdrawn_on", "blended_price"
        )
        .order_by("withdrawn_on", "blended_price", "provider__key", "pk")
    )
    spans = _spans({offering.pk: offering for offering in offerings})
    recommended = _recommendations(model, {offering.pk: offering for offering in offerings})
    begins = min((span.start for span in spans), default=last)
    first = max(begins, last - timedelta(days=days)) if days else begins
    shown = [span for span in spans if span.start <= last and (not span.end or span.end > first)]
    channels = _ranked(offerings, model, {span.offering.pk for span in shown})
    titles, charts = _titles(channels), []
    for name in ("input", "output"):
        series = [_followed(recommended, name, titles)]
        series += [_series(offering, shown, name, titles[offering.pk]) for offering in channels]
        if chart := draw(series, first, last):
            charts.append((name, chart))
    return ModelPriceHistory(
        first,
        last,
        tuple(channels),
        tuple(charts),
        tuple(sorted(shown, key=lambda span: (span.start, -span.offering.pk), reverse=True)),
        tuple(r for r in reversed(recommended) if r.start <= last and (not r.end or r.end > first)),
    )


def _spans(offerings: dict[int, Offering]) -> list[OfferPriceInterval]:
    """Return the spans of every channel; a revision that left the prices alone begins none."""
    rows = Revision.objects.filter(offering__in=offerings).order_by("offering", "valid_from")
    stored = rows.values_list("offering_id", "valid_from", "valid_to", "facts__prices")
    return merge_adjacent(
        OfferPriceInterval(start, end, offerings[pk], prices_from_json(prices or {}))
        for pk, start, end, prices in stored
    )


def _recommendations(
    model: CanonicalModel, offerings: dict[int, Offering]
) -> list[RecommendedInterval]:
    rows = ModelRevision.objects.filter(model=model).order_by("valid_from")
    stored = rows.values_list(
        "valid_from", "valid_to", "recommended_id", "input_price", "output_price"
    )
    found = merge_adjacent(
        RecommendedInterval(start, end, offerings.get(pk), *prices)
        for start, end, pk, *prices in stored
    )
    return found[:1] + [
        replace(one, is_other=one.offering != before.offering) for before, one in pairwise(found)
    ]


def _ranked(
    offerings: Sequence[Offering], model: CanonicalModel, shown: Iterable[int]
) -> list[Offering]:
    """Put the recommended channel first, then what is still sold, cheapest first."""
    known = [offering for offering in offerings if offering.pk in set(shown)]
    return sorted(
        known,
        key=lambda one: (
            one.pk != model.recommended_id,
            one.withdrawn_on is not None,
            one.blended_price is None,
            one.blended_price or 0,
            one.provider.key,
            one.pk,
        ),
    )


def _followed(
    recommended: Iterable[RecommendedInterval], name: str, titles: Mapping[int, str]
) -> list[Step]:
    """Return the prices of the channel that was recommended at each time."""
    return [
        Step(
            one.start,
            one.end,
            getattr(one, name),
            titles.get(one.offering.pk, "") if one.offering else "",
            marked=one.is_other,
        )
        for one in recommended
    ]


def _series(
    offering: Offering, spans: Iterable[OfferPriceInterval], name: str, title: str
) -> list[Step]:
    own = [span for span in spans if span.offering == offering]
    return [Step(span.start, span.end, _published(span.prices, name), title) for span in own]


def _namesakes(channels: Iterable[Offering]) -> frozenset[int]:
    """Return the providers of several channels: their names alone do not tell which is meant."""
    sellers = Counter(offering.provider_id for offering in channels)
    return frozenset(provider for provider, number in sellers.items() if number > 1)


def _titles(channels: Sequence[Offering]) -> dict[int, str]:
    namesakes = _namesakes(channels)
    return {
        one.pk: f"{one.provider.name} ({one.provider_model_id})"
        if one.provider_id in namesakes
        else one.provider.name
        for one in channels
    }


def _published(prices: Prices, name: str) -> Decimal | None:
    return getattr(prices, name) if prices.published else None
