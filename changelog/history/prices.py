"""The price history of one model: of every offer, and of the recommended one at each time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext

from catalog.domain.corrections import PRICE_FIELDS
from catalog.domain.records import prices_from_json
from catalog.models import MOST_OFFERINGS, CanonicalModel, Offering, Revision
from changelog.history.chart import Chart
from changelog.history.doubts import read_doubts
from changelog.history.events import ChartEvent, Presence, chart_events
from changelog.history.offer_choice import PriceQuery, offer_key
from changelog.history.price_lines import (
    MOST_ROWS,
    OfferChoice,
    OfferPriceInterval,
    PriceLines,
    RecommendedInterval,
    ShownPrices,
    draw_lines,
    price_lines,
    split_by_doubts,
)
from changelog.intervals import merge_adjacent, overlapping
from changelog.models import ModelRevision

CHARTS = ("input", "output")


@dataclass(frozen=True, slots=True)
class ModelPriceHistory:
    """Everything that the price history page shows between two days, both included."""

    first: date
    last: date
    choices: tuple[OfferChoice, ...]
    lines: tuple[PriceLines, ...]
    charts: tuple[tuple[str, Chart], ...]
    events: tuple[ChartEvent, ...]
    intervals: tuple[OfferPriceInterval, ...]
    recommendations: tuple[RecommendedInterval, ...]
    ambiguous_providers: frozenset[int]
    left_out: int = 0  # offers of the model, where there are more than were asked for
    keys: tuple[str, ...] = ()  # of all offers that were read, whether of these days or not

    @property
    def newest_intervals(self) -> tuple[OfferPriceInterval, ...]:
        return self.intervals[:MOST_ROWS]

    @property
    def older_intervals(self) -> int:
        """How many intervals a page leaves out."""
        return len(self.intervals[MOST_ROWS:])

    @property
    def newest_recommendations(self) -> tuple[RecommendedInterval, ...]:
        return self.recommendations[:MOST_ROWS]

    @property
    def newest_events(self) -> tuple[ChartEvent, ...]:
        return self.events[-MOST_ROWS:]

    @property
    def has_own(self) -> bool:
        """Whether the maker's own price has a line of its own."""
        return any(lines.own for lines in self.lines)

    @property
    def has_corrected(self) -> bool:
        """Whether a line has a stretch that an editor corrected."""
        return any(chart.corrected for _name, chart in self.charts)

    @property
    def has_band(self) -> bool:
        return any(one.low is not None for lines in self.lines for one in lines.spread)


def price_history(
    model: CanonicalModel, today: date, query: PriceQuery, most: int | None = MOST_OFFERINGS
) -> ModelPriceHistory:
    """Read the prices of the days asked for; four queries for any number of offers.

    Of more than `most` offers only the most relevant are read, in four more queries.
    A withdrawn model is shown up to its last day. Tables are newest first.
    """
    last = min(today, model.last_seen or today)
    rows, left_out = _offerings(model, query, most)
    offerings = {offering.pk: offering for offering in rows}
    labels = _labels(list(offerings.values()))
    intervals = _with_doubts(_offer_prices(offerings), offerings)
    recommended = _recommendations(model, offerings)
    begins = min((interval.start for interval in intervals), default=last)
    first = max(begins, last - timedelta(days=query.days)) if query.days else begins
    shown = overlapping(intervals, first, last)
    choices = _choices(offerings, model, {one.offering.pk for one in shown}, query)
    newest = sorted(shown, key=lambda one: (one.start, -one.offering.pk), reverse=True)
    prices = ShownPrices(model, shown, recommended, choices, labels, first, last)
    lines = [price_lines(name, prices) for name in CHARTS]
    presence = merge_adjacent(
        Presence(one.start, one.end, labels[one.offering.pk]) for one in intervals
    )
    return ModelPriceHistory(
        first,
        last,
        tuple(choices),
        tuple(lines),
        tuple((one.name, chart) for one in lines if (chart := draw_lines(one, first, last))),
        tuple(chart_events(presence, model.released, first, last)),
        tuple(newest),
        tuple(reversed(overlapping(recommended, first, last))),
        _ambiguous_providers(choice.offering for choice in choices),
        left_out,
        tuple(map(offer_key, rows)),
    )


def _offerings(
    model: CanonicalModel, query: PriceQuery, most: int | None
) -> tuple[list[Offering], int]:
    """Return the offerings on sale first, then by price, and how many are left out."""
    columns = (
        *("provider__name", "provider__key", "provider__maker"),
        *("provider_model_id", "withdrawn_on", "blended_price"),
    )
    rows = Offering.objects.filter(model=model).select_related("provider").only(*columns)
    ordered = rows.order_by("withdrawn_on", "blended_price", "provider__key", "pk")
    read = list(ordered if most is None else ordered[: most + 1])
    if most is None or len(read) <= most:
        return read, 0
    named = Concat("provider__key", Value(":"), "provider_model_id")  # as `offer_key` writes it
    asked = rows.order_by().annotate(named=named).filter(named__in=query.offers)
    recommended = ModelRevision.objects.filter(model=model).exclude(recommended=None)
    chosen = {
        *asked.values_list("pk", flat=True),
        *recommended.values_list("recommended_id", flat=True),
    }
    return list(rows.most_relevant(chosen)[:most]), rows.count() - most


def _offer_prices(offerings: Mapping[int, Offering]) -> list[OfferPriceInterval]:
    """Return the price intervals of every offering; a revision of other facts begins none."""
    rows = Revision.objects.filter(offering__in=offerings).order_by("offering", "valid_from")
    stored = rows.values_list("offering_id", "valid_from", "valid_to", "facts__prices", "corrected")
    return merge_adjacent(
        OfferPriceInterval(
            *(start, end, offerings[pk], prices_from_json(prices or {})),
            corrected=frozenset(PRICE_FIELDS).intersection(corrected),
        )
        for pk, start, end, prices, corrected in stored
    )


def _with_doubts(
    intervals: Iterable[OfferPriceInterval], offerings: Iterable[int]
) -> list[OfferPriceInterval]:
    """Mark the prices that were doubtful, on the days on which they were."""
    doubts = read_doubts(offerings)
    return [
        piece
        for one in intervals
        for piece in split_by_doubts(one, doubts.get(one.offering.pk, ()))
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


def _choices(
    offerings: Mapping[int, Offering], model: CanonicalModel, shown: set[int], query: PriceQuery
) -> list[OfferChoice]:
    """Return the offers of the period: the recommended one first, then live ones by price."""
    ranked = sorted(
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
    keyed = [(offering, offer_key(offering)) for offering in ranked]
    known = {key for _offering, key in keyed}
    asked = [key for key in query.offers if key in known]
    lines = {key: f"o{place}" for place, key in enumerate(asked, start=1)}
    return [OfferChoice(offering, key, lines.get(key, "")) for offering, key in keyed]


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
