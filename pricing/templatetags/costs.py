"""What a channel's prices come to: `{% load costs %}`."""

from typing import NamedTuple

from django import template

from catalog.models import Offering
from catalog.records import tiers_from_json
from pricing.estimate import Estimate, estimate
from pricing.models import Scenario

register = template.Library()


class IndexRow(NamedTuple):
    scenario: Scenario
    cost: Estimate


@register.simple_tag
def cost_index(offering: Offering | None) -> list[IndexRow]:
    """Return what each scenario costs at a channel; nothing where it publishes no price."""
    if offering is None or offering.blended_price is None:
        return []
    tiers = tiers_from_json(offering.tiers)
    priced = [(s, estimate(offering.prices, tiers, s.usage)) for s in Scenario.objects.in_order()]
    return [IndexRow(scenario, cost) for scenario, cost in priced if cost is not None]
