"""Where offers are served and who sells them, as the API answers it, by today's rules."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import cast

from api.days import Reading
from api.schemas.offers import Offer, TokenPrices
from catalog.domain.prices import Prices, PriceState
from catalog.domain.regions import stated_region
from catalog.domain.sellers import ProviderFacts
from catalog.domain.surcharges import SoldOffer, Surcharge, surcharges
from catalog.http import DataVersion
from catalog.listing.index import (
    NOT_STATED,
    PROVIDER_COLUMNS,
    provider_facts,
    region_value,
    seller_value,
)
from catalog.models import Provider
from catalog.version_cache import per_version


def with_sellers(offers: Iterable[Offer], reading: Reading) -> list[Offer]:
    """Fill in region and seller; null is "not stated". One query for each version."""
    data = DataVersion(reading.version, reading.day, timedelta(0), token=reading.token)
    providers = _every_provider(data)
    return [_filled(offer, providers) for offer in offers]


def _filled(offer: Offer, providers: Mapping[str, ProviderFacts]) -> Offer:
    key, maker = str(offer.provider), str(offer.model).partition("/")[0]
    provider = providers.get(key) or ProviderFacts(key)
    region = region_value(provider, str(offer.provider_model_id))
    seller = seller_value(provider, maker, str(offer.price_state))
    offer.region = None if region == NOT_STATED else region
    offer.seller = None if seller == NOT_STATED else seller
    return offer


def region_surcharges(
    offers: Iterable[Offer], doubts: Mapping[tuple[str, str], str]
) -> dict[tuple[str, str], Surcharge]:
    """Return what regions cost over the same provider's offer without one, by provider and id.

    The offers have their regions; those of `doubts` have a doubtful price and are no base.
    """
    sold = {}
    for offer in offers:
        key = str(offer.provider), str(offer.provider_model_id)
        if offer.price_state == PriceState.PRICED.value and not doubts.get(key):
            stated = stated_region(provider=key[0], provider_name="", provider_model_id=key[1])
            prices = cast(TokenPrices, offer.prices)
            known = {name: getattr(prices, name) for name in ("input", "output")}
            figures = {name: Decimal(text) for name, text in known.items() if text is not None}
            sold[key] = SoldOffer(key[0], str(offer.model), key[1], stated, Prices(**figures))
    return surcharges(sold)


@per_version()
def _every_provider(_data: DataVersion | None) -> Mapping[str, ProviderFacts]:
    """Return all providers, withdrawn ones too, under the names that they have now."""
    return provider_facts(Provider.objects.values_list(*PROVIDER_COLUMNS))
