"""Models and facets, as answers hold them."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from api.schemas.offers import Offer
from api.schemas.values import DecimalText, OtherFees, PriceStateName


class ModelPrices(Struct):
    """USD per million tokens of the recommended offer; `blended` is 3 parts input, 1 output."""

    input: DecimalText | None
    output: DecimalText | None
    blended: DecimalText | None
    other_fees: OtherFees


class ReportCounts(Struct):
    """How many of the model's own offers report a fact.

    Of `context` and `max_output`, `yes` counts every offer that reports one.
    """

    yes: int
    no: int
    silent: Annotated[int, Meta(description="Offers that report nothing: never a no.")]


ReportsByFact = Annotated[
    dict[str, ReportCounts],
    Meta(description="What offers report of each fact that capabilities and scores are made of."),
]


class Model(Struct):
    """One model across all providers that offer it, versions included."""

    path: Annotated[str, Meta(description="MAKER/SLUG")]
    name: str
    maker: str
    family: str | None
    official: Annotated[bool, Meta(description="False for derivatives of other models.")]
    released: str | None
    knowledge: str | None
    status: str | None
    context: int | None
    max_output: int | None
    prices: ModelPrices
    price_states: list[PriceStateName]
    providers: int
    offers: int
    input_modalities: list[str]
    output_modalities: list[str]
    capabilities: dict[str, bool | None]
    reports: ReportsByFact
    scores: Annotated[dict[str, int], Meta(description="Fit scores, 0 to 100, by rubric.")]
    versions: Annotated[list[str], Meta(description="Other versions of this model.")]


class ScoreItem(Struct):
    rubric: str
    points: int
    upper: Annotated[int, Meta(description="Points if everything not reported were a yes.")]
    breakdown: list[list[str | int]]


class OfferKey(Struct):
    provider: str
    provider_model_id: str


class ConflictItem(Struct):
    """A fact on which offers disagree, with the values that they report."""

    fact: str
    values: list[str]
    span_days: int | None


class ModelDetail(Struct):
    """One model with every offer, its scores and the conflicts between its offers."""

    path: str
    name: str
    withdrawn_on: date | None
    recommended: OfferKey | None
    reference: Annotated[OfferKey | None, Meta(description="The offer whose facts are shown.")]
    versions: list[str]
    scores: list[ScoreItem]
    reports: ReportsByFact
    conflicts: list[ConflictItem]
    offers: list[Offer]
    corrected: Annotated[list[str], Meta(description="Fields that an editor corrected.")]


class FacetValue(Struct):
    value: str
    models: int


class Facet(Struct):
    """One filter of /models, and how many models each of its values would leave."""

    name: str
    values: list[FacetValue]
