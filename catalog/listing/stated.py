"""Where an offer is served and who sells it, as far as that is stated."""

from dataclasses import dataclass

from django.utils.functional import Promise

from catalog.domain.sellers import ProviderFacts
from catalog.listing.facets import REGIONS, SELLERS
from catalog.listing.index import NOT_STATED, region_value, seller_value


@dataclass(frozen=True, slots=True)
class Stated:
    """Region and seller as values of their facets; "" is "not stated"."""

    region: str = ""
    seller: str = ""

    @property
    def region_value(self) -> str:
        """The value by which a filter finds it, also where nothing is stated."""
        return self.region or NOT_STATED

    @property
    def seller_value(self) -> str:
        """As `region_value`."""
        return self.seller or NOT_STATED

    @property
    def region_text(self) -> str | Promise:
        """The region in words, "" where it is not stated."""
        return REGIONS[self.region] if self.region else ""

    @property
    def seller_text(self) -> str | Promise:
        """The kind of seller in words, "" where it is not stated."""
        return SELLERS[self.seller] if self.seller else ""


def stated_of(
    provider: ProviderFacts, provider_model_id: str, maker: str, price_state: str
) -> Stated:
    """Return what is stated of an offer of a maker's model."""
    region = region_value(provider, provider_model_id)
    seller = seller_value(provider, maker, price_state)
    return Stated(*("" if value == NOT_STATED else value for value in (region, seller)))
