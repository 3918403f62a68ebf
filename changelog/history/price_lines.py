"""The lines of a price chart: recommended, the maker's own, the spread, and offers chosen."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter

from django.utils.translation import gettext, ngettext

from catalog.domain.corrections import PRICE
from catalog.domain.prices import Prices
from catalog.models import CanonicalModel, Offering
from changelog.history.chart import BandStep, Chart, Series, Step, draw
from changelog.history.corrected_steps import mark_corrected
from changelog.history.price_words import say_price, say_range
from changelog.history.statistics import PriceInterval, SpreadInterval, price_spread
from changelog.intervals import Interval, merge_adjacent, pieces

MOST_ROWS = 200  # of a table; the CSV file has all


@dataclass(frozen=True, slots=True)
class OfferPriceInterval(Interval):
    """The prices of one offering; `doubtful` if they are not to be compared.

    `corrected` are the fields whose value is an editor's.
    """

    offering: Offering
    prices: Prices
    doubtful: bool = False
    corrected: frozenset[str] = frozenset()

    @property
    def value(self) -> tuple[Offering, Prices, frozenset[str]]:
        return self.offering, self.prices, self.corrected

    def published(self, name: str) -> Decimal | None:
        """Return one of the prices; None where none is published, or where they are doubtful."""
        shown = self.prices.published and not self.doubtful
        return getattr(self.prices, name) if shown else None

    @property
    def shown(self) -> Prices:
        """The prices that a table shows; none where none is published."""
        return self.prices if self.prices.published else Prices()

    @property
    def input_corrected(self) -> bool:
        return PRICE + "input" in self.corrected

    @property
    def output_corrected(self) -> bool:
        return PRICE + "output" in self.corrected


def split_by_doubts(
    prices: OfferPriceInterval, doubts: Sequence[Interval]
) -> list[OfferPriceInterval]:
    """Return the interval in pieces, with the doubtful ones marked; in order of time."""
    return [
        replace(prices, start=start, end=end, doubtful=doubtful)
        for start, end, doubtful in pieces(prices.start, prices.end, doubts)
    ]


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
class OfferChoice:
    """An offer that a reader can add to the chart: its name in the URL, and its line's key."""

    offering: Offering
    key: str
    line: str  # "" while it is not chosen

    @property
    def chosen(self) -> bool:
        return bool(self.line)


@dataclass(frozen=True, slots=True)
class PriceLines:
    """What the chart of one price shows, each in order of time."""

    name: str
    recommended: tuple[Step, ...]
    own: tuple[Step, ...]
    spread: tuple[SpreadInterval, ...]
    chosen: tuple[tuple[str, tuple[Step, ...]], ...]
    corrected: Mapping[str, Sequence[Interval]] = field(default_factory=dict)

    @property
    def newest_spread(self) -> tuple[SpreadInterval, ...]:
        """What a table shows, newest first."""
        return self.spread[: -MOST_ROWS - 1 : -1]


@dataclass(frozen=True, slots=True)
class ShownPrices:
    """What a chart is drawn from: intervals in order of time, and the label of each offer."""

    model: CanonicalModel
    offers: Sequence[OfferPriceInterval]
    recommended: Sequence[RecommendedInterval]
    choices: Sequence[OfferChoice]
    labels: Mapping[int, str]
    first: date
    last: date


def price_lines(name: str, prices: ShownPrices) -> PriceLines:
    """Return the lines of one price, "input" or "output"."""
    labels, until = prices.labels, prices.last + timedelta(days=1)
    published = [
        (one.offering, PriceInterval(one.start, one.end, labels[one.offering.pk], price))
        for one in prices.offers
        if (price := one.published(name)) is not None
    ]
    own = [
        price
        for offering, price in published
        if offering.provider.maker_id == prices.model.maker_id
    ]
    steps = _recommended_steps(prices.recommended, name, labels)
    corrected = _corrected_days(prices.offers, name, labels)
    own_steps = _own_steps(price_spread(own, until), steps)
    return PriceLines(
        name,
        tuple(mark_corrected(steps, corrected)),
        tuple(mark_corrected(own_steps, corrected)),
        tuple(price_spread([price for _offering, price in published], until)),
        tuple(
            (
                choice.line,
                tuple(
                    mark_corrected(
                        _offer_steps(choice.offering, prices.offers, name, labels), corrected
                    )
                ),
            )
            for choice in sorted(prices.choices, key=attrgetter("line"))
            if choice.chosen
        ),
        corrected,
    )


def _corrected_days(
    offers: Iterable[OfferPriceInterval], name: str, labels: Mapping[int, str]
) -> Mapping[str, list[Interval]]:
    """Return the days on which one of the prices was an editor's, by the offer's label."""
    found: defaultdict[str, list[Interval]] = defaultdict(list)
    for one in offers:
        if PRICE + name in one.corrected:
            found[labels[one.offering.pk]].append(one)
    return dict(found)


def _recommended_steps(
    recommended: Iterable[RecommendedInterval], name: str, labels: Mapping[int, str]
) -> list[Step]:
    return [
        Step(
            one.start,
            one.end,
            getattr(one, name),
            gettext("Recommended ({offer})").format(offer=_label(one, labels)),
            marked=one.switched,
            seller=_label(one, labels),
        )
        for one in recommended
    ]


def _label(recommended: RecommendedInterval, labels: Mapping[int, str]) -> str:
    return labels.get(recommended.offering.pk, "") if recommended.offering else ""


def _own_steps(own: Sequence[SpreadInterval], recommended: Sequence[Step]) -> list[Step]:
    """Return the maker's own lowest price; nothing where the recommended one always equals it."""
    values = merge_adjacent(_Held(one.start, one.end, one.lowest) for one in own)
    same = merge_adjacent(
        _Held(one.start, one.end, one.value) for one in recommended if one.value is not None
    )
    if [(one.start, one.price) for one in values] == [(one.start, one.price) for one in same]:
        return []
    label = gettext("Maker’s own ({offer})")
    return [
        Step(one.start, one.end, one.lowest, label.format(offer=one.cheapest), seller=one.cheapest)
        for one in own
    ]


@dataclass(frozen=True, slots=True)
class _Held(Interval):
    price: Decimal

    @property
    def value(self) -> Decimal:
        return self.price


def _offer_steps(
    offering: Offering,
    intervals: Iterable[OfferPriceInterval],
    name: str,
    labels: Mapping[int, str],
) -> list[Step]:
    own = [one for one in intervals if one.offering == offering]
    label = labels[offering.pk]
    return [Step(one.start, one.end, one.published(name), label, seller=label) for one in own]


def draw_lines(lines: PriceLines, first: date, last: date) -> Chart | None:
    """Draw the recommended line on top, then the offers chosen, the maker's own and the spread."""
    label = gettext("Lowest ({offer})")
    lowest = [
        Step(one.start, one.end, one.lowest, label.format(offer=one.cheapest), seller=one.cheapest)
        for one in lines.spread
    ]
    middle = [
        Step(one.start, one.end, one.median, _median_label(one.offers)) for one in lines.spread
    ]
    series = [
        Series("recommended", lines.recommended),
        *(Series(key, steps) for key, steps in lines.chosen),
        Series("own", lines.own),
        Series("lowest", mark_corrected(lowest, lines.corrected)),
        Series("median", middle),
    ]
    return draw(series, first, last, say_price, band=_band(lines.spread))


def _median_label(offers: int) -> str:
    return ngettext("Median of {number} offer", "Median of {number} offers", offers).format(
        number=offers
    )


def _band(spread: Iterable[SpreadInterval]) -> list[BandStep]:
    label = gettext("10th to 90th percentile")
    return [
        BandStep(one.start, one.end, one.low, one.high, say_range(label, one.low, one.high))
        for one in spread
        if one.low is not None and one.high is not None
    ]
