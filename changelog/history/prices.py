"""The price history of one model: of every offering, and of the recommended one at each time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext

from catalog.domain.prices import Prices
from catalog.domain.records import prices_from_json
from catalog.models import CanonicalModel, Offering, Revision
from changelog.history.chart import Chart, Step, draw
from changelog.intervals import Interval, merge_adjacent, overlapping
from changelog.models import ModelRevision, PriceDoubtRevision

COLOURS = 5  # besides the recommended offering's: more cannot be told apart
CHARTS = ("input", "output")


@dataclass(frozen=True, slots=True)
class OfferPriceInterval(Interval):
    """The prices of one offering; `doubtful` if they were, on any of the days."""

    offering: Offering
    prices: Prices
    doubtful: bool = False

    @property
    def value(self) -> tuple[Offering, Prices]:
        return self.offering, self.prices


@dataclass(frozen=True, slots=True)
class RecommendedInterval(Interval):
    """The recommended offering at these prices, None where there was none.

    `switched` if another one was recommended right before.
    """

    offering: Offering | None
    input: Decimal | None
    output: Decimal | None
    switched: bool = False

    @property
    def value(self) -> tuple[Offering | None, Decimal | None, Decimal | None]:
        return self.offering, self.input, self.output


@dataclass(frozen=True, slots=True)
class ModelPriceHistory:
    """Everything that the price history page shows between two days, both included."""

    first: date
    last: date
    offerings: tuple[Offering, ...]
    charts: tuple[tuple[str, Chart], ...]
    intervals: tuple[OfferPriceInterval, ...]
    recommendations: tuple[RecommendedInterval, ...]

    @property
    def coloured(self) -> tuple[Offering, ...]:
        return self.offerings[:COLOURS]

    @property
    def uncoloured_count(self) -> int:
        return len(self.offerings) - len(self.coloured)

    @property
    def ambiguous_providers(self) -> frozenset[int]:
        return _ambiguous_providers(self.offerings)


def price_history(model: CanonicalModel, today: date, days: int | None) -> ModelPriceHistory:
    """Read the prices of the last `days`, or of all; four queries for any number of offerings.

    A withdrawn model is shown up to its last day. Tables are newest first.
    """
    last = min(today, model.last_seen or today)
    all_offerings = {offering.pk: offering for offering in _offerings(model)}
    intervals = _offer_prices(all_offerings)
    recommended = _recommendations(model, all_offerings)
    begins = min((interval.start for interval in intervals), default=last)
    first = max(begins, last - timedelta(days=days)) if days else begins
    shown = overlapping(intervals, first, last)
    offerings = _ranked(all_offerings, model, {interval.offering.pk for interval in shown})
    doubted = _with_doubts(shown, all_offerings)
    newest = sorted(doubted, key=lambda one: (one.start, -one.offering.pk), reverse=True)
    return ModelPriceHistory(
        first,
        last,
        tuple(offerings),
        tuple(_charts(offerings, shown, recommended, first, last)),
        tuple(newest),
        tuple(reversed(overlapping(recommended, first, last))),
    )


def _offerings(model: CanonicalModel) -> Iterable[Offering]:
    rows = Offering.objects.filter(model=model).select_related("provider")
    columns = (
        *("provider__name", "provider__key"),
        *("provider_model_id", "withdrawn_on", "blended_price"),
    )
    return rows.only(*columns).order_by("withdrawn_on", "blended_price", "provider__key", "pk")


def _offer_prices(offerings: Mapping[int, Offering]) -> list[OfferPriceInterval]:
    """Return the price intervals of every offering; a revision of other facts begins none."""
    rows = Revision.objects.filter(offering__in=offerings).order_by("offering", "valid_from")
    stored = rows.values_list("offering_id", "valid_from", "valid_to", "facts__prices")
    return merge_adjacent(
        OfferPriceInterval(start, end, offerings[pk], prices_from_json(prices or {}))
        for pk, start, end, prices in stored
    )


def _with_doubts(
    intervals: Iterable[OfferPriceInterval], offerings: Iterable[int]
) -> list[OfferPriceInterval]:
    """Mark the intervals on a day of which the price was doubtful."""
    doubts = defaultdict(list)
    rows = PriceDoubtRevision.objects.filter(offering__in=offerings)
    for pk, start, end in rows.values_list("offering", "valid_from", "valid_to"):
        doubts[pk].append(Interval(start, end))
    return [
        replace(one, doubtful=any(map(one.overlaps, doubts.get(one.offering.pk, ()))))
        for one in intervals
    ]


def _recommendations(
    model: CanonicalModel, offerings: Mapping[int, Offering]
) -> list[RecommendedInterval]:
    rows = ModelRevision.objects.filter(model=model).order_by("valid_from")
    stored = rows.values_list(
        "valid_from", "valid_to", "recommended_id", "input_price", "output_price"
    )
    merged = merge_adjacent(
        RecommendedInterval(start, end, offerings.get(pk), *prices)
        for start, end, pk, *prices in stored
    )
    return merged[:1] + [
        replace(one, switched=one.offering != before.offering) for before, one in pairwise(merged)
    ]


def _ranked(
    offerings: Mapping[int, Offering], model: CanonicalModel, shown: set[int]
) -> list[Offering]:
    """Put the recommended offering first, then live ones, cheapest first: they get the colours."""
    return sorted(
        (offering for pk, offering in offerings.items() if pk in shown),
        key=lambda one: (
            one.pk != model.recommended_id,
            one.withdrawn_on is not None,
            one.blended_price is None,
            one.blended_price or 0,
            one.provider.key,
            one.pk,
        ),
    )


def _charts(
    offerings: Sequence[Offering],
    shown: Sequence[OfferPriceInterval],
    recommended: Sequence[RecommendedInterval],
    first: date,
    last: date,
) -> Iterable[tuple[str, Chart]]:
    """Yield a chart for each price that has one: the recommended line first, then the offerings."""
    labels = _labels(offerings)
    for name in CHARTS:
        series = [_recommended_steps(recommended, name, labels)]
        series += [_steps(offering, shown, name, labels[offering.pk]) for offering in offerings]
        if chart := draw(series, first, last):
            yield name, chart


def _recommended_steps(
    recommended: Iterable[RecommendedInterval], name: str, labels: Mapping[int, str]
) -> list[Step]:
    return [
        Step(
            one.start,
            one.end,
            getattr(one, name),
            labels.get(one.offering.pk, "") if one.offering else "",
            marked=one.switched,
        )
        for one in recommended
    ]


def _steps(
    offering: Offering, intervals: Iterable[OfferPriceInterval], name: str, label: str
) -> list[Step]:
    own = [one for one in intervals if one.offering == offering]
    return [Step(one.start, one.end, _published(one.prices, name), label) for one in own]


def _published(prices: Prices, name: str) -> Decimal | None:
    return getattr(prices, name) if prices.published else None


def _ambiguous_providers(offerings: Iterable[Offering]) -> frozenset[int]:
    """Return the providers with several offerings of the model: a name alone is ambiguous."""
    counts = Counter(offering.provider_id for offering in offerings)
    return frozenset(provider for provider, count in counts.items() if count > 1)


def _labels(offerings: Sequence[Offering]) -> dict[int, str]:
    ambiguous = _ambiguous_providers(offerings)
    return {
        one.pk: gettext("{provider} ({model_id})").format(
            provider=one.provider.name, model_id=one.provider_model_id
        )
        if one.provider_id in ambiguous
        else one.provider.name
        for one in offerings
    }
