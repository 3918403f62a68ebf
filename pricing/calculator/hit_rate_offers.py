"""The offers whose costs are drawn against the cache hit rate, and their break-even points."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from pricing.calculator.calculate import CalculatorResult
from pricing.calculator.query import CalculatorQuery
from pricing.calculator.ranking import RankedOffer
from pricing.eligibility import CalculatorOffer
from pricing.hit_rates import (
    BreakEven,
    HitRateChart,
    HitRateLine,
    break_evens,
    hit_rate_chart,
    x_of,
)
from pricing.load import Load
from pricing.workload import monthly_load

MOST_LINES = 6
MOST_CONSIDERED = 100  # rows; pricing 20,000 offers twice more would double the time of a page


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer's line and its cost at the hit rate that is set, in USD per month."""

    line: HitRateLine
    offer: CalculatorOffer
    cost: Decimal


@dataclass(frozen=True, slots=True)
class OfferBreakEven:
    """A hit rate in percent, and the offers that cost less below and above it."""

    point: BreakEven
    below: OfferLine
    above: OfferLine


@dataclass(frozen=True, slots=True)
class HitRates:
    """A chart of costs against the hit rate; `hits` is the rate that is set, `x` its place."""

    chart: HitRateChart
    offers: tuple[OfferLine, ...]
    break_evens: tuple[OfferBreakEven, ...]
    hits: int
    x: float


def hit_rates(result: CalculatorResult, query: CalculatorQuery) -> HitRates | None:
    """Return costs by hit rate; None where nothing is cached, or no offer can be compared.

    Drawn are the cheapest offers at the rate that is set and, of the first 100, those that are
    cheapest at 0% and at 100%.
    """
    caching = [workload for workload in query.workloads if workload.cached]
    if not caching or not result.ranking.comparable:
        return None
    without, full = (_load_at(query, hits) for hits in (0, 100))
    rows = _drawn(result, (without, full))
    table = result.offer_table
    offers = tuple(
        OfferLine(
            HitRateLine(
                number,
                table.tariff(row.offer).estimate(without).total,
                table.tariff(row.offer).estimate(full).total,
            ),
            row.offer,
            row.cost,
        )
        for number, row in enumerate(rows, start=1)
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
    )


def _load_at(query: CalculatorQuery, hits: int) -> Load:
    return monthly_load(replace(workload, hits=hits) for workload in query.workloads)


def _drawn(result: CalculatorResult, loads: Iterable[Load]) -> list[RankedOffer]:
    """Return the rows to draw, the cheapest first."""
    ranking, table = result.ranking, result.offer_table
    rows = ranking[: min(MOST_CONSIDERED, ranking.comparable)]
    ends = []
    for load in loads:
        costs = [table.tariff(row.offer).estimate(load).total for row in rows]
        ends.append(min(range(len(rows)), key=costs.__getitem__))
    places = list(dict.fromkeys([0, *ends, *range(min(MOST_LINES, len(rows)))]))
    return [rows[place] for place in sorted(places[:MOST_LINES])]
