"""The API's answers as tools give them: without what costs tokens and says little."""

from typing import Any

import msgspec
from msgspec import UnsetType

from api.schemas.costs import Cost
from api.schemas.models import Model, ModelDetail
from api.schemas.offers import Offer

Answer = dict[str, Any]
FACTS = (
    *("family", "context", "max_input", "max_output", "tool_calling", "structured_output"),
    *("reasoning", "temperature", "attachment", "open_weights", "input_modalities"),
    *("output_modalities", "released", "last_updated", "knowledge", "status"),
)
MOST_VERSIONS = 20


def brief_model(model: Model) -> Answer:
    """Return a model of a list; a capability in neither list is not reported."""
    prices = {"input": model.prices.input, "output": model.prices.output}
    return _with_fees(model.prices.other_fees) | {
        "model": model.path,
        "name": model.name,
        "released": model.released,
        "status": model.status,
        "context": model.context,
        "max_output": model.max_output,
        "prices": prices,
        "price_states": model.price_states,
        "offers": model.offers,
        "has": [key for key, value in model.capabilities.items() if value],
        "has_not": [key for key, value in model.capabilities.items() if value is False],
        "scores": model.scores,
    }


def brief_detail(model: ModelDetail) -> Answer:
    reference = model.reference and msgspec.to_builtins(model.reference)
    facts = next((o for o in model.offers if _key(o) == reference), None)
    return {
        "model": model.path,
        "name": model.name,
        "withdrawn_on": model.withdrawn_on,
        "recommended_offer": model.recommended,
        "facts": facts and {name: getattr(facts, name) for name in FACTS},
        "versions": model.versions[:MOST_VERSIONS],
        "scores": {score.rubric: score.points for score in model.scores},
        "conflicts": model.conflicts,
        "corrected_by_editors": model.corrected,
    }


def brief_offer(offer: Offer) -> Answer:
    """Return an offer; a price that is absent is not reported, which is not free."""
    return _with_fees(offer.other_fees) | {
        "provider": offer.provider,
        "id": offer.provider_model_id,
        "price_state": offer.price_state,
        "prices": reported(offer.prices),
        "tiers": [{"above": t.above, "prices": reported(t.prices)} for t in offer.tiers or ()],
        "context": offer.context,
        "status": offer.status,
        "corrected": offer.corrected,
    }


def brief_cost(one: Cost) -> Answer:
    lines = [f"{line.component}: {line.tokens} at {line.price} = {line.cost}" for line in one.lines]
    # Said only where it is so: most answers pay for no word of it.
    doubt = {"price_doubt": one.price_doubt} if one.price_doubt else {}
    status = {"status": one.status} if one.status else {}
    return _with_fees(one.other_fees) | {
        "provider": one.provider,
        "id": one.provider_model_id,
        "price_state": one.price_state,
        "total": one.total,
        "lines": lines,
        **doubt,
        **status,
    }


def reported(item: Any) -> Answer:
    """Return an item without what is null."""
    return {
        name: value for name, value in msgspec.structs.asdict(item).items() if value is not None
    }


def _with_fees(fees: list[str] | UnsetType) -> Answer:
    """Return what the prices beside it leave out; nothing where they leave nothing out."""
    return {"other_fees": fees} if fees else {}


def _key(offer: Offer) -> dict[str, Any]:
    return {"provider": offer.provider, "provider_model_id": offer.provider_model_id}
