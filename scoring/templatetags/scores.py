"""Scores on a page: `{% load scores %}`."""

from collections.abc import Iterable
from typing import NamedTuple

from django import template
from django.utils.translation import gettext

from catalog.domain.best import best_of, differ
from catalog.listing.columns import ListColumn
from catalog.models import CanonicalModel
from scoring.model_scores import model_scores
from scoring.models import Score
from scoring.rules import BY_KEY, RUBRICS, Criterion, Result, Rubric
from scoring.wording import formula_text, input_change_text

register = template.Library()

register.filter("formula", formula_text)
register.simple_tag(input_change_text)


@register.simple_tag
def scores_of(model: CanonicalModel) -> list[Score]:
    """Return a model's scores in the order of the rubrics."""
    return model_scores(model)


class ComparedCriterion(NamedTuple):
    criterion: Criterion
    results: list[Result | None]
    differs: bool


class ComparedScore(NamedTuple):
    """One score of several models side by side; each is None where a model has none."""

    rubric: Rubric
    cells: list[tuple[Score | None, bool]]
    criteria: list[ComparedCriterion]
    differs: bool


@register.simple_tag
def compared_scores(models: Iterable[CanonicalModel]) -> list[ComparedScore]:
    """Return every score of the models, with who leads, and each of its criteria."""
    known = [{score.rubric: score for score in model.scores.all()} for model in models]
    return [_compared(rubric, [scores.get(rubric.key) for scores in known]) for rubric in RUBRICS]


def _compared(rubric: Rubric, scores: list[Score | None]) -> ComparedScore:
    points = [score.points if score else None for score in scores]
    # A score leads only if what is not reported of the others could not change that.
    leading = max((own for own in points if own is not None), default=0)
    certain = all(s is None or s.upper <= leading or s.points == leading for s in scores)
    best = [leads and certain for leads in best_of(points, max)]
    earned = [
        {result.criterion.key: result for result in score.scored.results} if score else {}
        for score in scores
    ]
    criteria = [
        ComparedCriterion(
            criterion,
            results := [own.get(criterion.key) for own in earned],
            differ([result and (result.points, result.state) for result in results]),
        )
        for criterion in rubric.criteria
    ]
    differs = differ(points) or any(criterion.differs for criterion in criteria)
    return ComparedScore(rubric, list(zip(scores, best, strict=True)), criteria, differs)


@register.filter
def rubric_label(key: str) -> str:
    """Return a score's name in the reader's language."""
    return gettext(BY_KEY[key].label) if key in BY_KEY else key


@register.simple_tag
def column_labels(columns: Iterable[ListColumn]) -> list[str]:
    """Return the labels of a list's columns; a score's column is named after its rubric."""
    return [
        str(column.label) if column.label else rubric_label(column.rubric) for column in columns
    ]
