"""A provider's prices compared with those of other providers of the same models."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from catalog.as_of.catalogue import past_catalogue
from catalog.http import DataVersion
from catalog.models import Offering, Provider


@dataclass(frozen=True, slots=True)
class PriceRank:
    """How many models other providers price too, and at how many of those nobody is cheaper.

    Doubtful prices and deprecated offers count on neither side. `ratio` is the median, over those
    models, of the provider's blended price divided by the median of the others' prices: below 1 the
    provider is cheaper than usual.
    """

    models: int
    cheapest: int
    ratio: Decimal

    @property
    def share(self) -> Decimal:
        return Decimal(self.cheapest) / self.models


def price_rank(provider: Provider, data: DataVersion | None = None) -> PriceRank | None:
    """Return the rank, in one query; None where nobody else prices any of its models."""
    own: dict[int, Decimal] = {}
    others: defaultdict[int, list[Decimal]] = defaultdict(list)
    for model, offered_by, price in _prices(provider, data):
        if price is None:
            continue
        if offered_by == provider.pk:
            # A provider may have several offers of a model: its best one competes.
            own[model] = min(price, own.get(model, price))
        else:
            others[model].append(price)
    return _rank([(price, others[model]) for model, price in own.items() if model in others])


def _prices(
    provider: Provider, data: DataVersion | None
) -> Iterable[tuple[int, int, Decimal | None]]:
    """Return model, provider and blended price of each competing offer of the models it prices."""
    if data and data.state:
        catalogue = past_catalogue(data)
        own = catalogue.by_provider.get(provider.pk, ())
        models = {offering.model_id for offering in own if offering.competing}
        found = (one for pk in models for one in catalogue.by_model[pk] if one.competing)
        return ((one.model_id, one.provider_id, one.blended_price) for one in found)
    competing = Offering.objects.live().competing()
    priced = competing.filter(provider=provider).values("model")
    offers = competing.filter(model__in=priced)
    return offers.values_list("model_id", "provider_id", "blended_price")


def _rank(shared: Iterable[tuple[Decimal, list[Decimal]]]) -> PriceRank | None:
    pairs = list(shared)
    if not pairs:
        return None
    cheapest = sum(price <= min(others) for price, others in pairs)
    ratio = median(price / median(others) for price, others in pairs)
    return PriceRank(len(pairs), cheapest, ratio)
