"""What a reader says of caching, in the URL of a page with prices: `cache` and `cache-rate`.

Invalid values are dropped.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.domain.prices import Prices
from catalog.parameters import Parameters

CACHE_PRICE = "priced"
CACHE_PARAMETERS: Parameters = {
    "cache": {CACHE_PRICE},
    "cache-rate": re.compile(r"\s*(100|[0-9]{1,2})\s*"),
}


@dataclass(frozen=True, slots=True)
class CacheChoice:
    """Whether only offers with a cache price are shown, and the reader's own cache rate.

    The rate is in percent of the input tokens, None for the usual blended price.
    """

    with_cache_price: bool = False
    cache_rate: int | None = None

    @property
    def cache_pairs(self) -> tuple[tuple[str, str], ...]:
        """The parameters of the URL, in a fixed order."""
        cache = (("cache", CACHE_PRICE),) if self.with_cache_price else ()
        rate = () if self.cache_rate is None else (("cache-rate", str(self.cache_rate)),)
        return cache + rate

    @property
    def unit(self) -> str | Promise:
        """The unit of the blended price at the head of its column."""
        if self.cache_rate is None:
            return _("per 1M tokens")
        return gettext("%(rate)s%% cached") % {"rate": self.cache_rate}

    def has_price(self, cache_read: Decimal | None) -> bool:
        """Tell whether an offer with this cache price is shown."""
        return not self.with_cache_price or cache_read is not None

    def blended(self, prices: Prices, usual: Decimal | None) -> Decimal | None:
        """Return the blended price that is compared, USD per 1M; None where none is published."""
        if self.cache_rate is None or usual is None:
            return usual
        return blended_at(prices, self.cache_rate)


class CacheForm(forms.Form):
    """Validates the parameters; each field that is wrong counts as empty."""

    cache = forms.ChoiceField(required=False, choices=[(CACHE_PRICE, CACHE_PRICE)])
    rate = forms.IntegerField(required=False, min_value=0, max_value=100)


def read_cache_choice(parameters: Mapping[str, Any]) -> CacheChoice:
    if not parameters:  # building a form takes longer than all the rest of this
        return CacheChoice()
    form = CacheForm(
        {"cache": parameters.get("cache", ""), "rate": parameters.get("cache-rate", "")}
    )
    form.is_valid()
    given = form.cleaned_data
    return CacheChoice(given.get("cache") == CACHE_PRICE, given.get("rate"))


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
    pairs: Iterable[tuple[str, str]], own: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield a table's parameters beside a form's `own`; a new choice starts at page 1."""
    names = {*dict(own), "page"}
    return (pair for pair in pairs if pair[0] not in names)
