"""Offers and offer tables for tests, from the few values that matter to a test."""

from catalog.capabilities import CAPABILITIES
from catalog.listing.facets import FacetIndex
from catalog.listing.index import ModelIndex, ModelRow
from pricing.calculator.offer_table import OfferTable
from pricing.eligibility import BITS, TEXT, CalculatorOffer, OfferProfile
from pricing.tariff import TariffTable

PROFILE = OfferProfile("priced", True, None, None, None, TEXT, 0)


def make_offer(**values):
    defaults = {
        "provider": "inference",
        "provider_name": "Inference",
        "provider_model_id": "llama",
        "model": "meta/llama",
        "model_name": "Llama",
        "maker": "meta",
        "maker_name": "Meta",
        "status": "",
        "profile": 0,
        "tariff": 0,
    }
    return CalculatorOffer(**defaults | values)


def make_offer_table(offers=(), profiles=(PROFILE,), tariffs=(), derived=(), makers=()):
    """Make a table; `derived` models are not official, `makers` are providers that sell their own."""
    rows = tuple(
        make_row(
            offer,
            profiles[offer.profile],
            official=offer.model not in derived,
            sellers={"maker"} if offer.provider in makers else (),
        )
        for offer in offers
    )
    facets = FacetIndex(ModelIndex(rows, {}))
    return OfferTable(tuple(offers), tuple(profiles), TariffTable(tariffs), facets)


def make_row(offer, profile, *, official=True, sellers=()):
    """Make the row of the facet index for an offer."""
    return ModelRow(
        path=offer.model,
        name=offer.model_name,
        label=offer.model_name,
        maker=offer.maker,
        maker_name=offer.maker_name,
        family="",
        official=official,
        released="",
        knowledge="",
        status=offer.status,
        context=profile.context,
        max_output=profile.max_output,
        input=None,
        output=None,
        blended=None,
        trend=None,
        provider_count=1,
        offering_count=1,
        input_modalities=frozenset(),
        output_modalities=frozenset(),
        capabilities={c.key: capability_of(profile, BITS.get(c.key, 0)) for c in CAPABILITIES},
        scores={},
        provider_keys=frozenset({offer.provider}),
        price_states=frozenset({profile.state}),
        sellers=frozenset(sellers),
        provider_model_ids=(offer.provider_model_id,),
    )


def capability_of(profile, bit):
    return True if profile.supported & bit else False if profile.unsupported & bit else None
