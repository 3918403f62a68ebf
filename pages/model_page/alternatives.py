"""The models beside a model: those that can stand in for it, and others of its maker.

Every model on sale is read once per catalogue version and process, by two queries, and kept in
memory (some 2 MB); a page then ranks them all by `catalog.domain.similarity` without a query.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from catalog.as_of.catalogue import past_catalogue
from catalog.as_of.values import named_values
from catalog.domain import similarity as likeness
from catalog.domain.other_fees import other_fees
from catalog.http import DataVersion
from catalog.models import CanonicalModel
from catalog.version_cache import per_version
from scoring.model_scores import model_scores
from scoring.rules import points_by_rubric

COLUMNS = (
    *("pk", "path", "label", "kind", "released", "input_modalities", "output_modalities"),
    *(*likeness.CAPABILITIES, "official", "provider_count", "recommended__status"),
    "recommended__extra",
    *("input_price", "output_price", "blended_price", "context"),
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """A model that can stand in for another; `ratio` is its blended price over the other's."""

    model: likeness.SimilarModel
    ratio: Decimal | None

    @property
    def url(self) -> str:
        return reverse("model", args=[self.model.maker, self.model.slug])

    @property
    def price(self) -> likeness.PriceComparison | None:
        return None if self.ratio is None else likeness.compared(self.ratio)

    @property
    def saving(self) -> Decimal | None:
        """The share of the price that is saved: 0.6 is 60% cheaper."""
        return None if self.ratio is None else 1 - self.ratio


def alternatives(model: CanonicalModel, data: DataVersion | None) -> list[Alternative]:
    """Return what can stand in for a model, best first, of that version of the catalogue."""
    sold = on_sale(data)
    subject = sold.get(model.path) or similar_model(model, data)
    found = likeness.alternatives(subject, sold.values())
    return [Alternative(other, _ratio(other.blended, subject.blended)) for other in found]


def relatives(model: CanonicalModel, data: DataVersion | None) -> list[likeness.SimilarModel]:
    """Return other models of the maker, those that most providers sell first."""
    sold = on_sale(data)
    return likeness.relatives(sold.get(model.path) or similar_model(model, data), sold.values())


def _ratio(price: Decimal | None, own: Decimal | None) -> Decimal | None:
    return price / own if price and own else None


@per_version()
def on_sale(data: DataVersion | None) -> dict[str, likeness.SimilarModel]:
    """Return every live model by canonical id, of its versions the current one."""
    if data and data.state:
        models = past_catalogue(data).listed
        earned = {model.pk: list(points_by_rubric(model.score_inputs).values()) for model in models}
        return {row.path: _similar(row, earned[row.pk]) for row in named_values(models, COLUMNS)}
    live = CanonicalModel.objects.listed()
    points: dict[int, list[int]] = defaultdict(list)
    scored = live.filter(scores__isnull=False).order_by("scores__rubric")
    for pk, one in scored.values_list("pk", "scores__points"):
        points[pk].append(one)
    rows = live.order_by("pk").values_list(*COLUMNS, named=True)
    return {row.path: _similar(row, points[row.pk]) for row in rows}


def _similar(row: Any, points: Iterable[int]) -> likeness.SimilarModel:
    return likeness.SimilarModel(
        path=row.path,
        key=row.pk,
        context=row.context,
        name=row.label,
        kind=row.kind,
        released=row.released,
        inputs=frozenset(row.input_modalities),
        outputs=frozenset(row.output_modalities),
        capabilities=frozenset(c for c in likeness.CAPABILITIES if getattr(row, c)),
        official=row.official,
        deprecated=row.recommended__status == "deprecated",
        providers=row.provider_count,
        input_price=row.input_price,
        output_price=row.output_price,
        blended=row.blended_price,
        scores=tuple(points),
        fees=other_fees(row.recommended__extra or {}),
    )


def similar_model(model: CanonicalModel, data: DataVersion | None) -> likeness.SimilarModel:
    """Return what the rule looks at, of a model that may be withdrawn."""
    # By rubric, as `on_sale` reads them: distances compare scores by place.
    scores = sorted((score.rubric, score.points) for score in model_scores(model, data))
    return likeness.SimilarModel(
        path=model.path,
        key=model.version_of_id or model.pk,
        context=model.context,
        kind=model.kind,
        inputs=frozenset(model.input_modalities),
        outputs=frozenset(model.output_modalities),
        capabilities=frozenset(c for c in likeness.CAPABILITIES if getattr(model, c)),
        blended=model.blended_price,
        scores=tuple(points for _rubric, points in scores),
    )
