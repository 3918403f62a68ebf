"""What a channel's prices come to: `{% load costs %}`."""

from functools import lru_cache
from typing import NamedTuple

from django import template
from django.utils.translation import get_language, gettext

from catalog.display.money import cost_text
from catalog.domain.records import tiers_from_json
from catalog.http import DataVersion
from catalog.models import Offering
from pricing.estimate import Usage, estimate
from pricing.models import Scenario

register = template.Library()


class Told(NamedTuple):
    """A scenario in the reader's language."""

    name: str
    per: str
    assumption: str
    usage: Usage


class IndexRow(NamedTuple):
    """What a scenario costs at one channel, in all and per request, as text."""

    scenario: Told
    total: str
    per_request: str


@register.simple_tag
def cost_index(offering: Offering | None, data: DataVersion | None) -> list[IndexRow]:
    """Return what each scenario costs at a channel; nothing where it publishes no price."""
    if offering is None or offering.blended_price is None:
        return []
    prices, tiers = offering.prices, tiers_from_json(offering.tiers)
    told = kept_scenarios(data.version, get_language()) if data else read_scenarios()
    costs = [(scenario, estimate(prices, tiers, scenario.usage)) for scenario in told]
    return [
        IndexRow(scenario, cost_text(cost.total), cost_text(cost.per_request))
        for scenario, cost in costs
        if cost is not None
    ]


@lru_cache(maxsize=4)
def kept_scenarios(_version: int, _language: str | None) -> list[Told]:
    """Return the scenarios, which an editor changes only together with the version."""
    return read_scenarios()


def read_scenarios() -> list[Told]:
    per = gettext("per %(count)s %(unit)s")
    return [
        Told(s.name, per % {"count": f"{s.requests:,}", "unit": s.unit}, s.assumption, s.usage)
        for s in Scenario.objects.in_order()
    ]
