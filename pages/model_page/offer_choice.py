"""Filters of a model's price table: region, seller, cache prices, and the reader's own cache rate.

The state is in the URL beside the table's order; invalid values are dropped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from catalog.listing.cache_choice import CACHE_PARAMETERS, CacheChoice, read_cache_choice
from catalog.listing.facets import REGIONS, SELLERS
from catalog.listing.stated import Stated
from catalog.models import Offering
from catalog.parameters import Parameters

CHOICE_PARAMETERS: Parameters = {
    "region": set(REGIONS),
    "seller": set(SELLERS),
    **CACHE_PARAMETERS,
}


@dataclass(frozen=True, slots=True)
class OfferChoice(CacheChoice):
    """What the price table is limited to, and the cache rate of its blended price."""

    region: str = ""
    seller: str = ""

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The parameters of the URL, in a fixed order."""
        values = (("region", self.region), ("seller", self.seller))
        return (*(pair for pair in values if pair[1]), *self.cache_pairs)

    @property
    def filtering(self) -> bool:
        """Whether it leaves out any offer."""
        return bool(self.region or self.seller or self.with_cache_price)

    def fits(self, offering: Offering, facts: Stated) -> bool:
        in_region = not self.region or facts.region_value == self.region
        by_seller = not self.seller or facts.seller_value == self.seller
        return in_region and by_seller and self.has_price(offering.cache_read_price)

    def price(self, offering: Offering) -> Decimal | None:
        """Return the blended price that is compared, USD per 1M; None where none is published."""
        usual: Decimal | None = offering.blended_price
        # Prices are built only for a rate: a table asks for each of its offers.
        return usual if self.cache_rate is None else self.blended(offering.prices, usual)


class ChoiceForm(forms.Form):
    """Validates the parameters; each field that is wrong counts as empty."""

    region = forms.ChoiceField(required=False, choices=REGIONS.items)
    seller = forms.ChoiceField(required=False, choices=SELLERS.items)


def read_offer_choice(parameters: Mapping[str, Any]) -> OfferChoice:
    if not parameters:  # building a form takes longer than all the rest of this
        return OfferChoice()
    form, cache = ChoiceForm(parameters), read_cache_choice(parameters)
    form.is_valid()
    given = form.cleaned_data
    return OfferChoice(
        region=given.get("region", ""),
        seller=given.get("seller", ""),
        with_cache_price=cache.with_cache_price,
        cache_rate=cache.cache_rate,
    )
