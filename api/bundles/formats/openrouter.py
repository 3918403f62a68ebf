"""The shape of OpenRouter's model list, GET /api/v1/models, as documented in 2026. Pure.

An entry is an offer: its id is PROVIDER/ID and its `canonical_slug` our MAKER/SLUG, so that no
price of a model is left out. Prices are USD per token, as decimal strings; an offer without a
published price has none, and "0" means free, as there.

The shape has no context tiers: prices are those of short prompts. `supported_parameters` lists what
is reported to work; what is missing from it is not supported or not reported.
"""

from datetime import UTC, date, datetime, time
from typing import Any

from api.bundles.catalogue import BundleOffer, DayCatalogue, per_token
from api.bundles.formats.compact_json import json_bytes

PRICES = {
    "prompt": "input",
    "completion": "output",
    "input_cache_read": "cache_read",
    "input_cache_write": "cache_write",
    "internal_reasoning": "reasoning",
    "audio": "input_audio",
    "audio_output": "output_audio",
}
PARAMETERS = {
    "reasoning": ("include_reasoning", "reasoning"),
    "structured_output": ("response_format", "structured_outputs"),
    "temperature": ("temperature",),
    "tool_calling": ("tool_choice", "tools"),
}
MODALITIES = {"pdf": "file"}


def write_openrouter(catalogue: DayCatalogue) -> bytes:
    return json_bytes({"data": [_model(offer) for offer in catalogue.offers]})


def _model(offer: BundleOffer) -> dict[str, Any]:
    facts = offer.facts
    return {
        "id": f"{offer.provider}/{offer.provider_model_id}",
        "canonical_slug": offer.model,
        "name": facts.name,
        "created": _midnight(facts.released),
        "description": "",
        "context_length": facts.context,
        "architecture": _architecture(offer),
        "pricing": _pricing(offer),
        "top_provider": {
            "context_length": facts.context,
            "max_completion_tokens": facts.max_output,
            "is_moderated": None,
        },
        "per_request_limits": None,
        "supported_parameters": [
            parameter
            for fact, parameters in PARAMETERS.items()
            if getattr(facts, fact)
            for parameter in parameters
        ],
    }


def _architecture(offer: BundleOffer) -> dict[str, Any]:
    inputs = [MODALITIES.get(one, one) for one in offer.facts.input_modalities]
    outputs = [MODALITIES.get(one, one) for one in offer.facts.output_modalities]
    return {
        "modality": f"{'+'.join(inputs)}->{'+'.join(outputs)}" if inputs and outputs else None,
        "input_modalities": inputs,
        "output_modalities": outputs,
        "tokenizer": None,
        "instruct_type": None,
    }


def _pricing(offer: BundleOffer) -> dict[str, str]:
    if not offer.is_paid_per_token:
        return {}
    prices = {name: getattr(offer.facts.prices, ours) for name, ours in PRICES.items()}
    return {
        name: f"{per_token(price).normalize():f}"
        for name, price in prices.items()
        if price is not None
    }


def _midnight(released: str) -> int | None:
    """Return a release date as a Unix time; None unless it is known to the day."""
    if len(released) != len("2026-05-12"):
        return None
    return int(datetime.combine(date.fromisoformat(released), time.min, UTC).timestamp())
