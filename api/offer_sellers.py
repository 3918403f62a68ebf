"""Where offers are served and who sells them, as the API answers it, by today's rules."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from api.days import Reading
from api.schemas.offers import Offer
from catalog.domain.sellers import ProviderFacts
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


@per_version()
def _every_provider(_data: DataVersion | None) -> Mapping[str, ProviderFacts]:
    """Return all providers, withdrawn ones too, under the names that they have now."""
    return provider_facts(Provider.objects.values_list(*PROVIDER_COLUMNS))
