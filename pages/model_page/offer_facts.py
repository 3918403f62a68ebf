"""Where the offers of a model are served, who sells them, and what a region costs."""

from collections.abc import Iterable, Mapping

from catalog.domain.regions import stated_region
from catalog.domain.sellers import ProviderFacts
from catalog.domain.surcharges import SoldOffer, surcharges
from catalog.listing.stated import Stated, stated_of
from catalog.models import CanonicalModel, Offering
from pricing.region_surcharges import surcharge_text


def facts_of(offerings: Iterable[Offering], model: CanonicalModel) -> dict[int, Stated]:
    """Return what is stated of each offering of a model and of its versions, by its key."""
    return {offering.pk: _stated(offering, str(model.maker_id)) for offering in offerings}


def _stated(offering: Offering, maker: str) -> Stated:
    provider = offering.provider
    # Keys in place of slugs: the provider's maker itself is not loaded.
    facts = ProviderFacts(provider.key, provider.name, provider.npm, str(provider.maker_id or ""))
    return stated_of(facts, offering.provider_model_id, maker, offering.price_state)


def surcharge_texts(offerings: Iterable[Offering], facts: Mapping[int, Stated]) -> dict[int, str]:
    """Return what regions cost over the same provider's offer without one, by key, in words."""
    sold = [one for one in offerings if one.comparable and one.withdrawn_on is None]
    if not any(facts[offering.pk].region for offering in sold):
        return {}
    offers = {offering.pk: _sold_offer(offering) for offering in sold}
    return {key: surcharge_text(surcharge) for key, surcharge in surcharges(offers).items()}


def _sold_offer(offering: Offering) -> SoldOffer:
    region = stated_region(
        provider=offering.provider.key,
        provider_name=offering.provider.name,
        provider_model_id=offering.provider_model_id,
    )
    return SoldOffer(
        *(offering.provider.key, str(offering.model_id), offering.provider_model_id),
        *(region, offering.prices),
    )
