"""The offers whose costs are drawn against the cache hit rate, and their break-even points."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from pricing.calculator.calculate import CalculatorResult
from pricing.calculator.query import CalculatorQuery
from pricing.eligibility import CalculatorOffer
from pricing.hit_rates import (
    BreakEven,
    HitRateChart,
    HitRateLine,
    Lowest,
    break_evens,
    hit_rate_chart,
    lower_envelope,
    x_of,
)
from pricing.load import Load
from pricing.workload import monthly_load

MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer's line and its cost at the hit rate that is set, in USD per month.

    `lowest` are the shares of hits between which no offer costs less; None if one always does.
    """

    line: HitRateLine
    offer: CalculatorOffer
    cost: Decimal
    lowest: tuple[Fraction, Fraction] | None

    @property
    def lowest_text(self) -> str:
        """The range in percent, to one decimal where needed: "0–37.5%"; "" without one."""
        if self.lowest is None:
            return ""
        since, until = (f"{float(100 * share):.1f}".removesuffix(".0") for share in self.lowest)
        return f"{since}–{until}%"


@dataclass(frozen=True, slots=True)
class OfferBreakEven:
    """A hit rate in percent, and the offers that cost less below and above it."""

    point: BreakEven
    below: OfferLine
    above: OfferLine


@dataclass(frozen=True, slots=True)
class HitRates:
    """A chart of costs against the hit rate; `hits` is the rate that is set, `x` its place.

    `more` offers are the cheapest over ranges too narrow to be drawn.
    """

    chart: HitRateChart
    offers: tuple[OfferLine, ...]
    break_evens: tuple[OfferBreakEven, ...]
    hits: int
    x: float
    more: int = 0


def hit_rates(result: CalculatorResult, query: CalculatorQuery) -> HitRates | None:
    """Return costs by hit rate; None where nothing is cached, or no offer can be compared.

    Drawn are the offers that are the cheapest of all at some hit rate, those over the widest ranges
    first, and the next ones at the rate that is set while there is room.
    """
    caching = [workload for workload in query.workloads if workload.cached]
    places = result.ranking.comparable_offers if caching else []
    if not places:
        return None
    table = result.offer_table
    tariffs = [table.tariff_indexes[place] for place in places]
    wanted = set(tariffs)
    ends = [table.tariffs.totals(_load_at(query, hits), wanted) for hits in (0, 100)]
    columns = [[totals[one] for one in tariffs] for totals in (*ends, result.totals)]
    lowest = lower_envelope(columns[0], columns[1])
    widest = sorted(lowest, key=_width, reverse=True)[:MOST_LINES]
    ranges = {one.place: (one.since, one.until) for one in widest}
    ranked = (bisect_left(places, row) for row in result.ranking.first_places(MOST_LINES))
    several = list(dict.fromkeys((*ranges, *ranked)))[:MOST_LINES]
    drawn = sorted(several, key=lambda place: (columns[2][place], place))
    offers = tuple(
        OfferLine(
            HitRateLine(number, *(table.tariffs.usd(costs[place]) for costs in columns[:2])),
            table.offers[places[place]],
            table.tariffs.usd(columns[2][place]),
            ranges.get(place),
        )
        for number, place in enumerate(drawn, start=1)
    )
    lines = [one.line for one in offers]
    return HitRates(
        hit_rate_chart(lines),
        offers,
        tuple(
            OfferBreakEven(point, offers[point.below - 1], offers[point.above - 1])
            for point in break_evens(lines)
        ),
        caching[0].hits,
        x_of(caching[0].hits),
        len(lowest) - len(widest),
    )


def _load_at(query: CalculatorQuery, hits: int) -> Load:
    return monthly_load(replace(workload, hits=hits) for workload in query.workloads)


def _width(one: Lowest) -> Fraction:
    return one.until - one.since
