"""Writing the scores that the catalogue's facts give: scoring's write module."""

from functools import lru_cache

from django.db import transaction

from catalog.domain.score_inputs import ScoreInputs
from catalog.ingest.bulk import ROWS_PER_STATEMENT
from catalog.models import CanonicalModel, CanonicalModelQuerySet
from scoring.models import Score, to_json
from scoring.rules import BY_KEY, scores

StoredScore = tuple[int, int, list[list[str | int]]]  # points, upper, breakdown


@transaction.atomic
def rescore_all() -> int:
    """Score every model again and delete the scores of removed rubrics; return how many changed."""
    Score.objects.exclude(rubric__in=BY_KEY).delete()
    return rescore(CanonicalModel.objects.all())


def rescore(models: CanonicalModelQuerySet) -> int:
    """Write the scores of these models that differ from the stored ones; return how many."""
    stored = _stored(models)
    changed = [
        Score(model_id=pk, rubric=rubric, points=points, upper=upper, breakdown=breakdown)
        for pk, inputs in models.score_inputs()
        for rubric, (points, upper, breakdown) in scores_to_store(inputs)
        if stored.get((pk, rubric)) != (points, upper, breakdown)
    ]
    Score.objects.bulk_create(
        changed,
        batch_size=ROWS_PER_STATEMENT,
        update_conflicts=True,
        unique_fields=("model", "rubric"),
        update_fields=("points", "upper", "breakdown"),
    )
    return len(changed)


def _stored(models: CanonicalModelQuerySet) -> dict[tuple[int, str], StoredScore]:
    rows = Score.objects.filter(model__in=models)
    return {
        (model, rubric): (points, upper, breakdown)
        for model, rubric, points, upper, breakdown in rows.values_list(
            "model_id", "rubric", "points", "upper", "breakdown"
        )
    }


@lru_cache(maxsize=10_000)  # few models change from one day to the next: a replay mostly hits
def scores_to_store(inputs: ScoreInputs) -> tuple[tuple[str, StoredScore], ...]:
    """Return the scores that these inputs earn, as they are stored, by rubric."""
    return tuple(
        (scored.rubric.key, (scored.points, scored.upper, to_json(scored)))
        for scored in scores(inputs)
    )
