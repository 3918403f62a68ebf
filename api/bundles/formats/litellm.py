"""LiteLLM's model_prices_and_context_window.json, as LiteLLM 1.110 reads it. Pure.

Prices are USD per token. LiteLLM prices a model without `input_cost_per_token` at 0, so an offer
has an entry only if its prices per token are published or it is free: of any other, LiteLLM says
that it does not know the model. Cached and reasoning tokens without a price of their own are billed
as input and output by LiteLLM, as they are here.

A context tier is "…_above_200k_tokens", of any size; the shape has no tier for reasoning and audio.
A flag that is not reported is absent, which LiteLLM takes as "no".
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from api.bundles.catalogue import BundleOffer, DayCatalogue, per_token
from api.bundles.formats.compact_json import json_bytes
from api.bundles.formats.litellm_providers import litellm_key, litellm_name
from catalog.domain.kinds import ModelKind
from catalog.domain.reports import has_modality

PRICES = {
    "input_cost_per_token": "input",
    "output_cost_per_token": "output",
    "cache_read_input_token_cost": "cache_read",
    "cache_creation_input_token_cost": "cache_write",
    "output_cost_per_reasoning_token": "reasoning",
    "input_cost_per_audio_token": "input_audio",
    "output_cost_per_audio_token": "output_audio",
}
TIERED = tuple(PRICES)[:4]
MODES = {
    ModelKind.CHAT: "chat",
    ModelKind.TRANSLATION: "chat",
    ModelKind.ROUTER: "chat",
    ModelKind.EMBEDDING: "embedding",
    ModelKind.RERANK: "rerank",
    ModelKind.MODERATION: "moderation",
    ModelKind.IMAGE: "image_generation",
    ModelKind.VIDEO: "video_generation",
    ModelKind.TRANSCRIPTION: "audio_transcription",
    ModelKind.SPEECH: "audio_speech",
    ModelKind.OCR: "ocr",
}


def write_litellm(catalogue: DayCatalogue) -> bytes:
    return json_bytes(
        {
            litellm_key(offer.provider, offer.provider_model_id): _entry(offer)
            for offer in catalogue.offers
            if offer.is_paid_per_token
        }
    )


def _entry(offer: BundleOffer) -> dict[str, Any]:
    facts = offer.facts
    most_input = facts.max_input if facts.max_input is not None else facts.context
    known: dict[str, Any] = {
        "mode": MODES.get(ModelKind(offer.kind)),
        "max_input_tokens": most_input,
        "max_output_tokens": facts.max_output,
        # "LEGACY: max_output_tokens, else max_input_tokens", says LiteLLM's own list.
        "max_tokens": facts.max_output if facts.max_output is not None else most_input,
        **dict(_costs(offer)),
        **_supported(offer),
    }
    return {"litellm_provider": litellm_name(offer.provider)} | {
        name: value for name, value in known.items() if value is not None
    }


def _costs(offer: BundleOffer) -> Iterator[tuple[str, Decimal]]:
    for name, ours in PRICES.items():
        if (price := getattr(offer.facts.prices, ours)) is not None:
            yield name, per_token(price)
    for tier in offer.facts.tiers:
        size = f"{tier.above // 1000}k" if tier.above % 1000 == 0 else str(tier.above)
        for name in TIERED:
            if (price := getattr(tier.prices, PRICES[name])) is not None:
                yield f"{name}_above_{size}_tokens", per_token(price)


def _supported(offer: BundleOffer) -> dict[str, bool | None]:
    facts = offer.facts
    inputs, outputs = facts.input_modalities, facts.output_modalities
    return {
        "supports_function_calling": facts.tool_calling,
        "supports_response_schema": facts.structured_output,
        "supports_reasoning": facts.reasoning,
        "supports_vision": has_modality(inputs, "image"),
        "supports_audio_input": has_modality(inputs, "audio"),
        "supports_pdf_input": has_modality(inputs, "pdf"),
        "supports_audio_output": has_modality(outputs, "audio"),
        # A price of cached tokens says that there is a cache; none says nothing.
        "supports_prompt_caching": True if facts.prices.cache_read is not None else None,
    }
