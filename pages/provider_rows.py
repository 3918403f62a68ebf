"""The list of providers: what kind of seller each is, its regions, and filters by both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise

from catalog.domain.prices import PriceState
from catalog.domain.sellers import ProviderFacts, Seller, provider_seller
from catalog.listing.facets import REGIONS, SELLERS
from catalog.listing.index import NOT_STATED, ModelIndex, SoldBy, region_value
from catalog.models import Provider
from catalog.templatetags.display import comma

NOTHING = SoldBy(frozenset(), False)


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """One provider as the list shows it; `regions` are those of any of its offers."""

    provider: Provider
    seller: Seller | None
    regions: frozenset[str]

    @property
    def key(self) -> str:
        return self.provider.key

    @property
    def name(self) -> str:
        return self.provider.name

    @property
    def seller_value(self) -> str:
        return self.seller.kind.value if self.seller else NOT_STATED

    @property
    def seller_text(self) -> str | Promise:
        """The kind of seller; "" where it is not stated."""
        return SELLERS[self.seller_value] if self.seller else ""

    @property
    def region_text(self) -> str:
        """The regions that its offers state, "" for none."""
        return comma().join(
            str(text) for key, text in REGIONS.items() if key in self.regions - {NOT_STATED}
        )


@dataclass(frozen=True, slots=True)
class ProviderChoice:
    """What the list is limited to; "" is no limit."""

    region: str = ""
    seller: str = ""

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        values = (("region", self.region), ("seller", self.seller))
        return tuple(pair for pair in values if pair[1])

    def fits(self, row: ProviderRow) -> bool:
        by_seller = not self.seller or row.seller_value == self.seller
        return by_seller and (not self.region or self.region in row.regions)


class ChoiceForm(forms.Form):
    """Validates the parameters; each field that is wrong counts as empty."""

    region = forms.ChoiceField(required=False, choices=REGIONS.items)
    seller = forms.ChoiceField(required=False, choices=SELLERS.items)


def read_provider_choice(parameters: Mapping[str, Any]) -> ProviderChoice:
    form = ChoiceForm(parameters)
    form.is_valid()
    given = form.cleaned_data
    return ProviderChoice(given.get("region", ""), given.get("seller", ""))


def provider_rows(providers: Iterable[Provider], index: ModelIndex) -> list[ProviderRow]:
    return [_row(provider, index.sold_by.get(provider.key, NOTHING)) for provider in providers]


def _row(provider: Provider, sold: SoldBy) -> ProviderRow:
    maker = provider.maker.slug if provider.maker else ""
    facts = ProviderFacts(provider.key, provider.name, provider.npm, maker)
    return ProviderRow(provider, provider_seller(facts, plan=sold.plan), sold.regions)


def provider_row(provider: Provider, offers: Iterable[tuple[str, str]]) -> ProviderRow:
    """Return the row of one provider from the ids and the price states of its offers."""
    facts = ProviderFacts(provider.key, provider.name)
    several = list(offers)
    regions = frozenset(region_value(facts, own_id) for own_id, _state in several)
    return _row(provider, SoldBy(regions, any(state == PriceState.PLAN for _id, state in several)))


def chosen_values(rows: Sequence[ProviderRow]) -> tuple[list[str], list[str]]:
    """Return all regions and all kinds of sellers of the rows, to count them."""
    return [region for row in rows for region in row.regions], [row.seller_value for row in rows]
