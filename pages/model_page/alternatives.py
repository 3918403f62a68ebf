"""The models beside a model: those that can stand in for it, and others of its maker.

Every model on sale is read once per catalogue version and process, by two queries, and kept in
memory (some 2 MB); a page then ranks them all by `catalog.domain.similarity` without a query.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from catalog.domain import similarity as likeness
from catalog.http import DataVersion
from catalog.models import CanonicalModel
from catalog.version_cache import per_version

COLUMNS = (
    *("pk", "path", "label", "released", "input_modalities", "output_modalities"),
    *(*likeness.CAPABILITIES, "official", "provider_count", "recommended__status"),
    *("input_price", "output_price", "blended_price"),
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
    subject = sold.get(model.path) or similar_model(model)
    found = likeness.alternatives(subject, sold.values())
    return [Alternative(other, _ratio(other.blended, subject.blended)) for other in found]


def relatives(model: CanonicalModel, data: DataVersion | None) -> list[likeness.SimilarModel]:
    """Return other models of the maker, those that most providers sell first."""
    sold = on_sale(data)
    return likeness.relatives(sold.get(model.path) or similar_model(model), sold.values())


def _ratio(price: Decimal | None, own: Decimal | None) -> Decimal | None:
    return price / own if price and own else None


@per_version()
def on_sale(_data: DataVersion | None) -> dict[str, likeness.SimilarModel]:
    """Return every live model by canonical id, of its versions the current one."""
    live = CanonicalModel.objects.listed()
    points: dict[int, list[int]] = defaultdict(list)
    scored = live.filter(scores__isnull=False).order_by("scores__rubric")
    for pk, earned in scored.values_list("pk", "scores__points"):
        points[pk].append(earned)
    return {
        row.path: likeness.SimilarModel(
            path=row.path,
            name=row.label,
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
            scores=tuple(points[row.pk]),
        )
        for row in live.order_by("pk").values_list(*COLUMNS, named=True)
    }


def similar_model(model: CanonicalModel) -> likeness.SimilarModel:
    """Return what the rule looks at, of a model that may be withdrawn."""
    # By rubric, as `on_sale` reads them: distances compare scores by place.
    scores = sorted((score.rubric, score.points) for score in model.scores.all())
    return likeness.SimilarModel(
        path=model.path,
        inputs=frozenset(model.input_modalities),
        outputs=frozenset(model.output_modalities),
        capabilities=frozenset(c for c in likeness.CAPABILITIES if getattr(model, c)),
        blended=model.blended_price,
        scores=tuple(points for _rubric, points in scores),
    )
