"""The scores of several models side by side, criterion by criterion."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.domain.best import best_of, differ
from catalog.http import DataVersion
from catalog.models import CanonicalModel
from scoring.model_scores import scores_of
from scoring.models import Score
from scoring.rules import RUBRICS, Criterion, Result, Rubric


@dataclass(frozen=True, slots=True)
class ComparedScoreCell:
    """One model's score; None where it has none."""

    score: Score | None
    best: bool


@dataclass(frozen=True, slots=True)
class ComparedCriterion:
    criterion: Criterion
    results: tuple[Result | None, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class ComparedScore:
    """One rubric's scores with its criteria."""

    rubric: Rubric
    cells: tuple[ComparedScoreCell, ...]
    criteria: tuple[ComparedCriterion, ...]
    differs: bool


def compared_scores(
    models: Sequence[CanonicalModel],
    data: DataVersion | None = None,
    *,
    only_differences: bool = False,
) -> list[ComparedScore]:
    """Return a row per rubric, in one query.

    `only_differences` leaves out rubrics and criteria on which all models agree.
    """
    scores = scores_of(models, data)
    by_model = [{score.rubric: score for score in scores[model.pk]} for model in models]
    compared = [
        _compared(rubric, [own.get(rubric.key) for own in by_model], only_differences)
        for rubric in RUBRICS
    ]
    return [score for score in compared if score.differs or not only_differences]


def _compared(
    rubric: Rubric, scores: Sequence[Score | None], only_differences: bool
) -> ComparedScore:
    points = [score.points if score else None for score in scores]
    criteria = _criteria(rubric, scores)
    return ComparedScore(
        rubric,
        tuple(map(ComparedScoreCell, scores, _best(scores, points))),
        tuple(one for one in criteria if one.differs or not only_differences),
        differ(points) or any(criterion.differs for criterion in criteria),
    )


def _best(scores: Sequence[Score | None], points: Sequence[int | None]) -> list[bool]:
    # A score is the best only if no fact that is not reported of the others could change that.
    highest = max((own for own in points if own is not None), default=0)
    certain = all(s is None or s.upper <= highest or s.points == highest for s in scores)
    return [best and certain for best in best_of(points, max)]


def _criteria(rubric: Rubric, scores: Sequence[Score | None]) -> list[ComparedCriterion]:
    by_model = [
        {result.criterion.key: result for result in score.scored.results} if score else {}
        for score in scores
    ]
    rows = [
        (criterion, tuple(results.get(criterion.key) for results in by_model))
        for criterion in rubric.criteria
    ]
    return [
        ComparedCriterion(
            criterion, results, differ([own and (own.points, own.state) for own in results])
        )
        for criterion, results in rows
    ]
