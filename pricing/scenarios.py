"""The Cost Efficiency Index: what each scenario costs at one offer."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language, gettext

from catalog.domain.records import tiers_from_json
from catalog.models import Offering
from pricing.estimate import Estimate, Usage, estimate
from pricing.models import Scenario


@dataclass(frozen=True, slots=True)
class LocalScenario:
    """A scenario in the reader's language; `per` is the number of requests it covers, in words."""

    name: str
    per: str
    assumption: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class ScenarioCost:
    """What a scenario costs at one offer, in USD: in total and per request."""

    scenario: LocalScenario
    cost: Estimate


def cost_index(offering: Offering | None, scenarios: Iterable[LocalScenario]) -> list[ScenarioCost]:
    """Return what each scenario costs at an offer; nothing where it has no published price."""
    if offering is None or offering.blended_price is None:
        return []
    prices, tiers = offering.prices, tiers_from_json(offering.tiers)
    costs = ((scenario, estimate(prices, tiers, scenario.usage)) for scenario in scenarios)
    return [ScenarioCost(scenario, cost) for scenario, cost in costs if cost is not None]


def local_scenarios(version: str | None) -> list[LocalScenario]:
    """Return the scenarios in the reader's language, cached by the key of the data's version.

    Without a version nothing says when they change, so they are read from the database.
    """
    return _read() if version is None else cached_scenarios(version, get_language())


# One entry per language, for the current version and the one before: an editor who changes a
# scenario makes a new version.
@lru_cache(maxsize=4)
def cached_scenarios(_version: str, _language: str | None) -> list[LocalScenario]:
    return _read()


def _read() -> list[LocalScenario]:
    per = gettext("per %(count)s %(unit)s")
    return [
        LocalScenario(
            name=scenario.name,
            per=per % {"count": f"{scenario.requests:,}", "unit": scenario.unit},
            assumption=scenario.assumption,
            usage=scenario.usage,
        )
        for scenario in Scenario.objects.in_order()
    ]
