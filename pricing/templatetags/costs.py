"""What a channel's prices come to: `{% load costs %}`."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django import template

from catalog.domain.prices import Prices, Tier
from catalog.domain.records import tiers_from_json
from catalog.models import CanonicalModel, Offering
from pricing.estimate import Estimate, estimate
from pricing.models import Scenario

register = template.Library()


class ComparedCost(NamedTuple):
    """What a scenario costs at one channel; `times` as much as at the cheapest of them."""

    cost: Estimate | None
    times: Decimal | None
    best: bool


class ComparedRow(NamedTuple):
    """A scenario's costs side by side; `cheapest` are the places of those that cost least."""

    scenario: Scenario
    cells: list[ComparedCost]
    cheapest: list[int]
    differs: bool


@register.simple_tag
def channels_of(columns: Iterable[Any]) -> list[Offering | None]:
    """Return the channel whose prices each column shows."""
    return [column.channel for column in columns]


@register.filter
def names_of(places: Iterable[int], models: Sequence[CanonicalModel]) -> str:
    """Return what the models at these places are called."""
    return ", ".join(models[place].label for place in places)


@register.simple_tag
def compared_costs(offerings: Iterable[Offering | None]) -> list[ComparedRow]:
    """Return what each scenario costs at each of the channels, and how they compare."""
    channels = [
        (o.prices, tiers_from_json(o.tiers)) if o and o.blended_price is not None else None
        for o in offerings
    ]
    if not any(channels):
        return []
    return [_compared(scenario, channels) for scenario in Scenario.objects.in_order()]


def _compared(
    scenario: Scenario, channels: list[tuple[Prices, tuple[Tier, ...]] | None]
) -> ComparedRow:
    costs = [estimate(*channel, scenario.usage) if channel else None for channel in channels]
    known = [cost.total for cost in costs if cost]
    least = min(known)
    said = len(known) == len(costs) and len(set(known)) > 1
    cells = [
        ComparedCost(
            cost,
            cost.total / least if cost and least and cost.total > least else None,
            said and cost is not None and cost.total == least,
        )
        for cost in costs
    ]
    cheapest = [place for place, cost in enumerate(costs) if cost and cost.total == least]
    return ComparedRow(scenario, cells, cheapest, len(set(known)) > 1 or len(known) < len(costs))
