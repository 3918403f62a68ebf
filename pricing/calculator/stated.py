"""Where an offer of the calculator is served and who sells it, as far as that is stated."""

from dataclasses import dataclass

from django.utils.functional import Promise

from catalog.domain.sellers import ProviderFacts
from catalog.listing.facets import REGIONS, SELLERS
from catalog.listing.index import NOT_STATED, region_value, seller_value
from pricing.calculator.offer_table import OfferTable
from pricing.eligibility import CalculatorOffer


@dataclass(frozen=True, slots=True)
class Stated:
    """Region and seller as values of their facets; "" is "not stated"."""

    region: str
    seller: str

    @property
    def region_text(self) -> str | Promise:
        return REGIONS[self.region] if self.region else ""

    @property
    def seller_text(self) -> str | Promise:
        return SELLERS[self.seller] if self.seller else ""


def stated_of(table: OfferTable, offer: CalculatorOffer) -> Stated:
    provider = table.facets.index.providers.get(offer.provider)
    provider = provider or ProviderFacts(offer.provider, offer.provider_name)
    region = region_value(provider, offer.provider_model_id)
    seller = seller_value(provider, offer.maker, table.profile(offer).state)
    known = ("" if value == NOT_STATED else value for value in (region, seller))
    return Stated(*known)
