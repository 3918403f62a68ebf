"""What a provider charges for a region, in words, and of the offers that a result shows."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext

from catalog.display.money import percent_text
from catalog.domain.regions import StatedRegion, stated_region
from catalog.domain.surcharges import SoldOffer, Surcharge, surcharges
from pricing.calculator.offer_table import NO_TARIFF, OfferTable
from pricing.eligibility import CalculatorOffer

OfferId = tuple[str, str]  # provider, and its model id


def region_surcharges(
    table: OfferTable, shown: Iterable[CalculatorOffer]
) -> dict[OfferId, Surcharge]:
    """Return what the regions of the shown offers cost over their providers' offers without one.

    By list prices, in the mode of the table if it has one.
    """
    wanted = {(offer.provider, offer.model) for offer in shown if _region(offer)}
    if not wanted:
        return {}
    sold = {
        (offer.provider, offer.provider_model_id): SoldOffer(
            offer.provider,
            offer.model,
            offer.provider_model_id,
            _region(offer),
            table.list_tariff(offer).prices,
        )
        for place, offer in enumerate(table.offers)
        if (offer.provider, offer.model) in wanted
        if offer.tariff != NO_TARIFF and not offer.price_doubt and table.has_price(place)
    }
    return surcharges(sold)


def _region(offer: CalculatorOffer) -> StatedRegion | None:
    return stated_region(
        provider=offer.provider,
        provider_name=offer.provider_name,
        provider_model_id=offer.provider_model_id,
    )


def surcharge_text(surcharge: Surcharge) -> str:
    """Return "+10% over this provider’s offer without a region."."""
    if surcharge.input == surcharge.output > 0:
        text = gettext("%(change)s over this provider’s offer without a region.")
        return text % {"change": _signed(surcharge.input)}
    text = gettext(
        "Input %(input)s, output %(output)s compared with this provider’s offer without a region."
    )
    return text % {"input": _signed(surcharge.input), "output": _signed(surcharge.output)}


def surcharge_figures(surcharge: Surcharge) -> str:
    """Return "+10%", or both where they differ: "+10% / +5%"."""
    both = dict.fromkeys((_signed(surcharge.input), _signed(surcharge.output)))
    return " / ".join(both)


def _signed(percent: Decimal) -> str:
    return f"{'+' if percent > 0 else ''}{percent_text(percent / 100)}"
