"""The shape in which opencode reads models: its `ModelsDev.Provider` schema, as of 1.1. Pure.

That is models.dev's own shape with the fields that opencode knows, here with corrections. A flag
or limit that is not reported is absent, although the schema asks for it: opencode does not check,
and takes it as "no" or "no limit". A missing cost is shown as 0 by opencode itself.

The shape has one context tier, above 200,000 tokens; other tiers, and the prices of reasoning and
audio, cannot be said.
"""

from typing import Any

from api.bundles.catalogue import BundleOffer, DayCatalogue
from api.bundles.formats.compact_json import json_bytes
from catalog.domain.prices import Prices
from catalog.domain.records import ProviderRecord

TIER_ABOVE = 200_000
STATUSES = frozenset({"alpha", "beta", "deprecated"})
MODALITIES = ("text", "audio", "image", "video", "pdf")
FLAGS = {
    "attachment": "attachment",
    "reasoning": "reasoning",
    "temperature": "temperature",
    "tool_call": "tool_calling",
}
PRICES = ("input", "output", "cache_read", "cache_write")
# Known to opencode and not to us: as the feed reports them.
AS_REPORTED = ("interleaved", "experimental", "provider")


def write_opencode(catalogue: DayCatalogue) -> bytes:
    return json_bytes(
        {
            provider.key: _provider(provider)
            | {"models": {offer.provider_model_id: _model(offer) for offer in offers}}
            for provider, offers in catalogue.by_provider()
        }
    )


def _provider(provider: ProviderRecord) -> dict[str, Any]:
    texts = {"api": provider.api_url, "npm": provider.npm, "doc": provider.doc_url}
    known = {name: text for name, text in texts.items() if text}
    return {"id": provider.key, "name": provider.name, "env": list(provider.env)} | known


def _model(offer: BundleOffer) -> dict[str, Any]:
    facts = offer.facts
    flags = {name: getattr(facts, ours) for name, ours in FLAGS.items()}
    limits = {"context": facts.context, "input": facts.max_input, "output": facts.max_output}
    known: dict[str, Any] = {
        "family": facts.family or None,
        "release_date": facts.released or None,
        **flags,
        "cost": _cost(offer),
        "modalities": _modalities(offer),
        "status": facts.status if facts.status in STATUSES else None,
        **{name: facts.extra.get(name) for name in AS_REPORTED},
    }
    return {
        "id": offer.provider_model_id,
        "name": facts.name,
        "limit": {name: limit for name, limit in limits.items() if limit is not None},
    } | {name: value for name, value in known.items() if value is not None}


def _modalities(offer: BundleOffer) -> dict[str, list[str]] | None:
    facts = offer.facts
    both = {"input": facts.input_modalities, "output": facts.output_modalities}
    if not any(both.values()):
        return None
    return {way: [one for one in words if one in MODALITIES] for way, words in both.items()}


def _cost(offer: BundleOffer) -> dict[str, Any] | None:
    """Return the prices where they are what a customer pays; None where none is published."""
    if not offer.is_paid_per_token:
        return None
    tiers = [tier for tier in offer.facts.tiers if tier.above == TIER_ABOVE]
    base = _prices(offer.facts.prices)
    above = {"context_over_200k": base | _prices(tiers[0].prices)} if tiers else {}
    return base | above


def _prices(prices: Prices) -> dict[str, Any]:
    named = {name: getattr(prices, name) for name in PRICES}
    return {name: price for name, price in named.items() if price is not None}
