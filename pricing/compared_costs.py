"""The cost of each scenario at several offers, side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from catalog.display.money import distinct_cost_texts
from catalog.domain.prices import Prices, Tier
from catalog.domain.records import tiers_from_json
from catalog.models import Offering
from catalog.templatetags.display import comma
from pricing.estimate import Estimate, estimate
from pricing.models import Scenario
from pricing.tariff import build_tariff
from pricing.workload import Workload

Tariff = tuple[Prices, tuple[Tier, ...]]


@dataclass(frozen=True, slots=True)
class ComparedCost:
    """A scenario's cost at one offer; `times` is its ratio to the lowest, None at the lowest.

    `text` is the cost in dollars, "" for none, with enough digits to differ from others of its row.
    `too_long` tells that a prompt exceeds the offer's context window: it has no cost.
    """

    cost: Estimate | None
    times: Decimal | None
    best: bool
    too_long: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class ComparedCostRow:
    """One scenario's costs; `cheapest` names the models with the lowest cost.

    The scenario is None where they are monthly costs of the reader's workload.
    """

    scenario: Scenario | None
    cells: tuple[ComparedCost, ...]
    cheapest: str
    differs: bool


def compared_costs(
    offerings: Sequence[Offering | None], labels: Sequence[str]
) -> list[ComparedCostRow]:
    """Return every scenario's cost at each of the offers, in one query; labels are those of models.

    The list is empty if none of the offers has a price.
    """
    tariffs = _tariffs(offerings)
    if not any(tariffs):
        return []
    doubtful = _doubtful(offerings)
    return [
        _row(
            scenario,
            [estimate(*tariff, scenario.usage) if tariff else None for tariff in tariffs],
            doubtful,
            labels,
        )
        for scenario in Scenario.objects.in_order()
    ]


def monthly_costs(
    offerings: Sequence[Offering | None], labels: Sequence[str], workload: Workload
) -> ComparedCostRow:
    """Return what a workload costs per month at each of the offers, without a query."""
    load = workload.load
    fits = [offering is None or _holds(offering, load.largest_prompt) for offering in offerings]
    tariffs = [tariff and build_tariff(*tariff) for tariff in _tariffs(offerings)]
    costs = [
        tariff.estimate(load) if tariff and fitting else None
        for tariff, fitting in zip(tariffs, fits, strict=True)
    ]
    row = _row(None, costs, _doubtful(offerings), labels)
    cells = (replace(cell, too_long=not fit) for cell, fit in zip(row.cells, fits, strict=True))
    return replace(row, cells=tuple(cells))


def _holds(offering: Offering, prompt: int) -> bool:
    """Whether an offer's context window holds a prompt of so many tokens; unknown ones do."""
    return not offering.context or prompt <= offering.context


def _tariffs(offerings: Iterable[Offering | None]) -> list[Tariff | None]:
    return [
        (offering.prices, tiers_from_json(offering.tiers))
        if offering and offering.blended_price is not None
        else None
        for offering in offerings
    ]


def _doubtful(offerings: Iterable[Offering | None]) -> list[bool]:
    return [bool(offering and offering.price_doubt) for offering in offerings]


def _row(
    scenario: Scenario | None,
    costs: Sequence[Estimate | None],
    doubtful: Sequence[bool],
    labels: Sequence[str],
) -> ComparedCostRow:
    # A cost at a doubtful price is shown, and compared with nothing.
    sure = [None if unsure else cost for cost, unsure in zip(costs, doubtful, strict=True)]
    totals = [cost.total for cost in sure if cost]
    lowest = min(totals, default=None)
    varies = len(set(totals)) > 1
    # An unknown cost could be the lowest, so there is a best one only where all are known.
    complete = len(totals) == len(costs)
    cheapest = [n for n, cost in zip(labels, sure, strict=True) if cost and cost.total == lowest]
    cells = [
        _cell(cost, lowest, marks_best=complete and varies)
        if compared
        else ComparedCost(cost, None, False)
        for cost, compared in zip(costs, sure, strict=True)
    ]
    texts = distinct_cost_texts(cost.total for cost in costs if cost)
    return ComparedCostRow(
        scenario,
        tuple(replace(cell, text=texts[cell.cost.total]) if cell.cost else cell for cell in cells),
        comma().join(cheapest),
        varies or not complete,
    )


def _cell(cost: Estimate | None, lowest: Decimal | None, *, marks_best: bool) -> ComparedCost:
    if cost is None:
        return ComparedCost(None, None, False)
    # Where the lowest is free, no ratio can be given.
    times = cost.total / lowest if lowest and cost.total > lowest else None
    return ComparedCost(cost, times, marks_best and cost.total == lowest)
