"""The models beside a model: those that can stand in for it, and others of its maker.

They are ranked by `catalog.domain.similarity` from the rows of the model index, without a query.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.urls import reverse

from catalog.capabilities import CAPABILITIES
from catalog.domain import similarity as likeness
from catalog.http import DataVersion
from catalog.listing.index import ModelRow, model_index, word_set
from catalog.models import CanonicalModel
from catalog.version_cache import per_version
from scoring.model_scores import model_scores

# The key in the index of each capability that the rule looks at.
FLAGS = {c.fact: c.key for c in CAPABILITIES if c.fact in likeness.CAPABILITIES}


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
    return {row.path: _similar(row) for row in model_index(data).rows}


def _similar(row: ModelRow) -> likeness.SimilarModel:
    """Return what the rule looks at; its values are the row's own objects, to share memory."""
    return likeness.SimilarModel(
        path=row.path,
        key=row.key,
        context=row.context,
        name=row.label,
        kind=row.kind,
        released=row.released,
        inputs=row.input_modalities,
        outputs=row.output_modalities,
        capabilities=word_set(tuple(c for c, key in FLAGS.items() if row.capabilities[key])),
        official=row.official,
        deprecated=row.deprecated,
        providers=row.provider_count,
        input_price=row.input,
        output_price=row.output,
        blended=row.blended,
        scores=points_by_key(tuple(row.scores.items())),
        fees=row.fees,
    )


# Equal scores share one tuple: 20,000 models have some thousand.
@lru_cache(maxsize=4096)
def points_by_key(scores: tuple[tuple[str, int], ...]) -> tuple[int, ...]:
    return tuple(points for _rubric, points in sorted(scores))


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
