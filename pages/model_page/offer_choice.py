"""Filters of a model's price table: region, seller, cache prices, and the reader's own cache rate.

The state is in the URL beside the table's order; invalid values are dropped.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from catalog.domain.prices import Prices
from catalog.listing.facets import REGIONS, SELLERS
from catalog.listing.stated import Stated
from catalog.models import Offering
from catalog.parameters import Parameters

CACHE_PRICE = "priced"
CHOICE_PARAMETERS: Parameters = {
    "region": set(REGIONS),
    "seller": set(SELLERS),
    "cache": {CACHE_PRICE},
    "cache-rate": re.compile(r"\s*(100|[0-9]{1,2})\s*"),
}


@dataclass(frozen=True, slots=True)
class OfferChoice:
    """What the price table is limited to; `cache_rate` is in percent, None for the usual price."""

    region: str = ""
    seller: str = ""
    with_cache_price: bool = False
    cache_rate: int | None = None

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The parameters of the URL, in a fixed order."""
        values = {
            "region": self.region,
            "seller": self.seller,
            "cache": CACHE_PRICE if self.with_cache_price else "",
            "cache-rate": "" if self.cache_rate is None else str(self.cache_rate),
        }
        return tuple((name, value) for name, value in values.items() if value)

    @property
    def filtering(self) -> bool:
        """Whether it leaves out any offer."""
        return bool(self.region or self.seller or self.with_cache_price)

    def fits(self, offering: Offering, facts: Stated) -> bool:
        in_region = not self.region or facts.region_value == self.region
        by_seller = not self.seller or facts.seller_value == self.seller
        cached = not self.with_cache_price or offering.cache_read_price is not None
        return in_region and by_seller and cached

    def price(self, offering: Offering) -> Decimal | None:
        """Return the blended price that is compared, USD per 1M; None where none is published."""
        usual: Decimal | None = offering.blended_price
        if self.cache_rate is None or usual is None:
            return usual
        return blended_at(offering.prices, self.cache_rate)


class ChoiceForm(forms.Form):
    """Validates the parameters; each field that is wrong counts as empty."""

    region = forms.ChoiceField(required=False, choices=REGIONS.items)
    seller = forms.ChoiceField(required=False, choices=SELLERS.items)
    cache = forms.ChoiceField(required=False, choices=[(CACHE_PRICE, CACHE_PRICE)])


class RateForm(forms.Form):
    rate = forms.IntegerField(required=False, min_value=0, max_value=100)


def read_offer_choice(parameters: Mapping[str, Any]) -> OfferChoice:
    if not parameters:  # building a form takes longer than all the rest of this
        return OfferChoice()
    form, rate = ChoiceForm(parameters), RateForm({"rate": parameters.get("cache-rate", "")})
    form.is_valid()
    rate.is_valid()
    given = form.cleaned_data
    return OfferChoice(
        region=given.get("region", ""),
        seller=given.get("seller", ""),
        with_cache_price=given.get("cache") == CACHE_PRICE,
        cache_rate=rate.cleaned_data.get("rate"),
    )


def blended_at(prices: Prices, cache_rate: int) -> Decimal | None:
    """Return the price of 3 parts input and 1 part output, USD per 1M, `cache_rate`% from cache.

    Without a cache price, cached tokens cost as much as others. Cache writes are not counted: how
    often a cache is filled depends on the workload, which the calculator knows.
    """
    if prices.input is None or prices.output is None:
        return None
    cached = prices.input if prices.cache_read is None else prices.cache_read
    per_input = (cache_rate * cached + (100 - cache_rate) * prices.input) / 100
    return (3 * per_input + prices.output) / 4


def hidden_pairs(
    pairs: Iterable[tuple[str, str]], choice: OfferChoice
) -> Iterator[tuple[str, str]]:
    """Yield the table's other parameters, which the form keeps; a new choice starts at page 1."""
    own = {*dict(choice.pairs), "page"}
    return (pair for pair in pairs if pair[0] not in own)
