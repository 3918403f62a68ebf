"""Bringing the scores to what the catalogue says: scoring's write module."""

from collections.abc import Iterator
from functools import lru_cache

from django.db import transaction

from catalog.models import CanonicalModel, CanonicalModelQuerySet
from scoring.models import Score, to_json
from scoring.rules import BY_KEY, Facts, scores

ROWS_A_STATEMENT = 1000
COLUMNS = (
    *("pk", "tool_calling", "structured_output", "reasoning", "temperature"),
    *("context", "max_output", "provider_count", "blended_price"),
    *("recommended_id", "recommended__cache_read_price", "conflicts", "official"),
)

Stored = tuple[int, int, list[list[str | int]]]


@transaction.atomic
def rescore_all() -> int:
    """Score every model anew, and drop the scores of rubrics that are no more."""
    Score.objects.exclude(rubric__in=BY_KEY).delete()
    return rescore(CanonicalModel.objects.all())


def rescore(models: CanonicalModelQuerySet) -> int:
    """Write the scores of these models that are not what they were; return how many."""
    known = _known(models)
    changed = [
        Score(model_id=pk, rubric=rubric, points=points, upper=upper, breakdown=breakdown)
        for pk, facts in score_facts(models)
        for rubric, (points, upper, breakdown) in stored_scores(facts)
        if known.get((pk, rubric)) != (points, upper, breakdown)
    ]
    Score.objects.bulk_create(
        changed,
        batch_size=ROWS_A_STATEMENT,
        update_conflicts=True,
        unique_fields=("model", "rubric"),
        update_fields=("points", "upper", "breakdown"),
    )
    return len(changed)


def score_facts(models: CanonicalModelQuerySet) -> Iterator[tuple[int, Facts]]:
    """Read what the scores of these models are made from, in one query."""
    for row in models.order_by("pk").values_list(*COLUMNS, named=True):
        yield (
            row.pk,
            Facts(
                tool_calling=row.tool_calling,
                structured_output=row.structured_output,
                reasoning=row.reasoning,
                temperature=row.temperature,
                context=row.context,
                max_output=row.max_output,
                providers=row.provider_count,
                blended=row.blended_price,
                has_cache_price=_has(row.recommended__cache_read_price, row.recommended_id),
                price_published=row.blended_price is not None,
                conflicts=len(row.conflicts),
                official=row.official,
            ),
        )


def _has(price: object, channel: int | None) -> bool | None:
    """Whether the channel lists the price; None where there is no channel to ask."""
    return None if channel is None else price is not None


def _known(models: CanonicalModelQuerySet) -> dict[tuple[int, str], Stored]:
    rows = Score.objects.filter(model__in=models)
    return {
        (model, rubric): (points, upper, breakdown)
        for model, rubric, points, upper, breakdown in rows.values_list(
            "model_id", "rubric", "points", "upper", "breakdown"
        )
    }


@lru_cache(maxsize=10_000)  # from one day to the next, few models change
def stored_scores(facts: Facts) -> tuple[tuple[str, Stored], ...]:
    """Return the scores that these facts earn, as they are stored, by rubric."""
    return tuple(
        (scored.rubric.key, (scored.points, scored.upper, to_json(scored)))
        for scored in scores(facts)
    )
