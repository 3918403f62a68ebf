"""Models as the API answers them, of any day."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.offer_items import offer_item, plain
from api.schemas.models import (
    ConflictItem,
    Model,
    ModelDetail,
    ModelPrices,
    OfferKey,
    ReportCounts,
    ScoreItem,
)
from api.schemas.offers import Offer
from catalog.domain.records import prices_to_json
from catalog.listing.index import ModelRow
from catalog.models import CanonicalModel, Offering
from scoring.models import Score


def model_item(row: ModelRow) -> Model:
    """Return an answer's model from a row of the index."""
    prices = {"input": row.input, "output": row.output, "blended": row.blended}
    return Model(
        path=row.path,
        name=row.name,
        maker=row.maker,
        family=row.family or None,
        official=row.official,
        released=row.released or None,
        knowledge=row.knowledge or None,
        status=row.status or None,
        context=row.context,
        max_output=row.max_output,
        prices=ModelPrices(
            **{name: None if price is None else plain(price) for name, price in prices.items()},
            other_fees=list(row.fees),
        ),
        price_states=sorted(row.price_states),  # type: ignore[arg-type]  # names of PriceState
        providers=row.provider_count,
        offers=row.offering_count,
        input_modalities=sorted(row.input_modalities),
        output_modalities=sorted(row.output_modalities),
        capabilities=dict(row.capabilities),
        reports=_reports(row.reports),
        scores=dict(row.scores),
        versions=list(row.other_versions),
    )


def model_detail(
    model: CanonicalModel,
    offerings: Sequence[Offering],
    scores: Sequence[Score],
    versions: Sequence[str],
) -> ModelDetail:
    """Return one model whose recommended and representative offerings are loaded."""
    return ModelDetail(
        path=model.path,
        name=model.name,
        withdrawn_on=model.withdrawn_on,
        recommended=_key(model.recommended),
        reference=_key(model.representative),
        versions=list(versions),
        scores=[ScoreItem(s.rubric, s.points, s.upper, s.breakdown) for s in scores],
        reports=_reports(model.reports),
        conflicts=[ConflictItem(**conflict) for conflict in model.conflicts],
        offers=[_offer(offering, model.path) for offering in offerings],
        corrected=sorted(model.corrected),
    )


def _reports(counted: Mapping[str, Sequence[int]]) -> dict[str, ReportCounts]:
    return {fact: ReportCounts(*counts) for fact, counts in counted.items()}


def _key(offering: Offering | None) -> OfferKey | None:
    return OfferKey(offering.provider.key, offering.provider_model_id) if offering else None


def _offer(offering: Offering, path: str) -> Offer:
    """Return an answer's offer from a row of the catalogue, as from a stored revision."""
    facts: dict[str, Any] = {
        name: getattr(offering, name)
        for name in Offer.__struct_fields__
        if hasattr(offering, name) and name not in ROW_ONLY
    }
    facts |= {"prices": prices_to_json(offering.prices), "tiers": offering.tiers}
    facts["extra"] = offering.extra
    names = (offering.provider.key, offering.provider_model_id)
    answer = offer_item(*names, path, facts, offering.corrected)
    answer.price_state = offering.price_state  # type: ignore[assignment]  # names of PriceState
    return answer


ROW_ONLY = {
    *("corrected", "provider", "provider_model_id", "model", "price_state", "prices", "tiers"),
    "other_fees",
}
