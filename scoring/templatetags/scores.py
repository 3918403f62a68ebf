"""Scores on a page: `{% load scores %}`."""

from django import template
from django.utils.translation import gettext

from catalog.models import CanonicalModel
from scoring.models import Score
from scoring.rules import RUBRICS, Criterion

register = template.Library()

ORDER = {rubric.key: place for place, rubric in enumerate(RUBRICS)}


@register.simple_tag
def scores_of(model: CanonicalModel) -> list[Score]:
    """Return a model's scores in the order of the rubrics; they may have been prefetched."""
    known = [score for score in model.scores.all() if score.rubric in ORDER]
    return sorted(known, key=lambda score: ORDER[score.rubric])


@register.filter
def formula(criterion: Criterion) -> str:
    """Return how a criterion's points are worked out, in the reader's language."""
    terms = criterion.terms | {"fact": gettext(criterion.terms["fact"])}
    return gettext(criterion.rule.formula) % terms
