"""How a provider's prices stand beside those of other channels of the same models."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from catalog.models import Offering, Provider


@dataclass(frozen=True, slots=True)
class PriceRank:
    """Of so many models that others publish a price for too: at how many nobody is cheaper.

    `ratio` is the median, over those models, of its blended price over the others' median.
    """

    models: int
    cheapest: int
    ratio: Decimal

    @property
    def share(self) -> Decimal:
        return Decimal(self.cheapest) / self.models


def price_rank(provider: Provider) -> PriceRank | None:
    """Return where its prices stand, in one query; None where nobody else prices its models."""
    own = Offering.objects.live().priced().filter(provider=provider)
    channels = Offering.objects.live().priced().filter(model__in=own.values("model"))
    mine: dict[int, Decimal] = {}
    others: defaultdict[int, list[Decimal]] = defaultdict(list)
    for model, seller, price in channels.values_list("model", "provider", "blended_price"):
        if price is None:
            continue
        if seller == provider.pk:
            mine[model] = min(price, mine.get(model, price))
        else:
            others[model].append(price)
    shared = [model for model in mine if model in others]
    if not shared:
        return None
    cheapest = sum(mine[model] <= min(others[model]) for model in shared)
    ratio = median(mine[model] / median(others[model]) for model in shared)
    return PriceRank(len(shared), cheapest, ratio)
