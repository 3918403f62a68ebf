"""Where the offers of a model are served, who sells them, and what a region costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext

from catalog.display.money import percent_text
from catalog.domain.prices import PriceState
from catalog.domain.regions import StatedRegion, stated_region
from catalog.domain.sellers import ProviderFacts, Seller, offer_seller
from catalog.domain.surcharges import SoldOffer, Surcharge, surcharges
from catalog.listing.facets import REGIONS, SELLERS
from catalog.listing.index import NOT_STATED
from catalog.models import CanonicalModel, Offering


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """Where an offer is served and who sells it; None is "not stated"."""

    region: StatedRegion | None
    seller: Seller | None

    @property
    def region_value(self) -> str:
        return self.region.region.value if self.region else NOT_STATED

    @property
    def seller_value(self) -> str:
        return self.seller.kind.value if self.seller else NOT_STATED

    def region_text(self) -> str | Promise:
        """Return the region in words, "" where it is not stated."""
        return REGIONS[self.region_value] if self.region else ""

    def seller_text(self) -> str | Promise:
        """Return the kind of seller in words, "" where it is not stated."""
        return SELLERS[self.seller_value] if self.seller else ""


def facts_of(offerings: Iterable[Offering], model: CanonicalModel) -> dict[int, OfferFacts]:
    """Return what is stated of each offering of a model and of its versions, by its key."""
    return {offering.pk: _facts(offering, str(model.maker_id)) for offering in offerings}


def _facts(offering: Offering, maker: str) -> OfferFacts:
    provider = offering.provider
    # Keys in place of slugs: the provider's maker itself is not loaded.
    facts = ProviderFacts(provider.key, provider.name, provider.npm, str(provider.maker_id or ""))
    return OfferFacts(
        stated_region(
            provider=provider.key,
            provider_name=provider.name,
            provider_model_id=offering.provider_model_id,
        ),
        offer_seller(facts, maker=maker, plan=offering.price_state == PriceState.PLAN),
    )


def surcharge_texts(
    offerings: Iterable[Offering], facts: Mapping[int, OfferFacts]
) -> dict[int, str]:
    """Return what regions cost over the same provider's offer without one, by key, in words."""
    sold = {
        offering.pk: SoldOffer(
            offering.provider.key,
            str(offering.model_id),
            offering.provider_model_id,
            facts[offering.pk].region,
            offering.prices,
        )
        for offering in offerings
        if offering.comparable and offering.withdrawn_on is None
    }
    if not any(offer.region for offer in sold.values()):
        return {}
    return {key: surcharge_text(surcharge) for key, surcharge in surcharges(sold).items()}


def surcharge_text(surcharge: Surcharge) -> str:
    """Return "+10% over this provider’s offer without a region."."""
    if surcharge.input == surcharge.output > 0:
        text = gettext("%(change)s over this provider’s offer without a region.")
        return text % {"change": _signed(surcharge.input)}
    text = gettext(
        "Input %(input)s, output %(output)s compared with this provider’s offer without a region."
    )
    return text % {"input": _signed(surcharge.input), "output": _signed(surcharge.output)}


def _signed(percent: Decimal) -> str:
    return f"{'+' if percent > 0 else ''}{percent_text(percent / 100)}"
