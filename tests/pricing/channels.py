"""Channels and markets of them, from the little that a test cares about."""

from catalog.capabilities import CAPABILITIES
from catalog.listing.facets import FacetIndex
from catalog.listing.index import ModelIndex, ModelRow
from pricing.calculator.offer_table import OfferTable
from pricing.eligibility import BIT, CalculatorOffer, OfferProfile
from pricing.tariff import TariffTable

TEXT = BIT["text"] | BIT["text-output"]
ABLE = OfferProfile("priced", True, None, None, None, TEXT, 0)


def make_channel(**stated):
    usual = {
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
    return CalculatorOffer(**usual | stated)


def make_market(channels=(), profiles=(ABLE,), tariffs=()):
    rows = tuple(make_row(channel, profiles[channel.profile]) for channel in channels)
    return OfferTable(
        tuple(channels), tuple(profiles), TariffTable(tariffs), FacetIndex(ModelIndex(rows, {}))
    )


def make_row(channel, profile):
    """Make the row that such a channel is narrowed by."""
    return ModelRow(
        path=channel.model,
        name=channel.model_name,
        label=channel.model_name,
        maker=channel.maker,
        maker_name=channel.maker_name,
        family="",
        official=True,
        released="",
        knowledge="",
        status=channel.status,
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
        capabilities={c.key: says(profile, BIT.get(c.key, 0)) for c in CAPABILITIES},
        scores={},
        provider_keys=frozenset({channel.provider}),
        price_states=frozenset({profile.state}),
        provider_model_ids=(channel.provider_model_id,),
    )


def says(profile, bit):
    return True if profile.can & bit else False if profile.cannot & bit else None
