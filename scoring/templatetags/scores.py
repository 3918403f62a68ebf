"""Scores on a page: `{% load scores %}`."""

from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from catalog.display.money import price_text, tokens_text
from catalog.models import CanonicalModel
from catalog.prepared import Prepared
from scoring.models import Score
from scoring.rules import BY_KEY, FACT_NAMES, RUBRICS, Criterion, State

register = template.Library()

EARNED = '<div class="{}"><dt>{}{}</dt> <dd>{}/{}</dd></div>'
BAR = (
    '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"'
    ' focusable="false"><rect class="bar-track" width="100" height="6"/>'
    '<rect class="bar-fill" width="{}" height="6"/>{}</svg>'
)
MAYBE = '<path class="bar-maybe" d="M{} 3h{}"/>'
scores_at = Prepared(lambda pk: Score.objects.filter(model=pk))
ORDER = {rubric.key: place for place, rubric in enumerate(RUBRICS)}


@register.simple_tag
def scores_of(model: CanonicalModel) -> list[Score]:
    """Return a model's scores in the order of the rubrics."""
    known = [score for score in scores_at(model.pk) if score.rubric in ORDER]
    return sorted(known, key=lambda score: ORDER[score.rubric])


@register.simple_tag
def criteria_of(score: Score) -> SafeString:
    """Return what each criterion earned, points out of points, and which rest on silence."""
    silent = format_html(' <span class="tag">{}</span>', gettext("not reported"))
    labels = _labels(get_language())
    rows = [
        EARNED.format(
            result.state,
            labels[result.criterion.label],
            silent if result.state is State.NOT_REPORTED else "",
            result.points,
            result.criterion.points,
        )
        for result in score.scored.results
    ]
    return mark_safe("".join(rows))  # noqa: S308  of our own words and figures


@lru_cache(maxsize=4)
def _labels(_language: str | None) -> dict[str, str]:
    """Return what scores and criteria are called in a language, as HTML, by what the rules say."""
    said = {text for r in RUBRICS for text in (r.label, *(c.label for c in r.criteria))}
    return {text: escape(gettext(text)) for text in said}


@register.simple_tag
def bar(score: Score) -> SafeString:
    """Return a score as a picture: what is certain, and what is not reported."""
    maybe = MAYBE.format(score.points, score.possible) if score.possible else ""
    return mark_safe(BAR.format(score.points, maybe))  # noqa: S308  of our own figures


@register.simple_tag
def fact_move(name: str, was: Any, now: Any) -> str:
    """Return how one fact moved, in the reader's language: number of providers 4 → 5."""
    old, new = fact_text(was), fact_text(now)
    if old == new:  # 128,000 and 131,072 are both 128K
        old, new = f"{was:,}", f"{now:,}"
    return f"{gettext(FACT_NAMES[name])} {old} → {new}"


def fact_text(value: Any) -> str:
    """Return the value of a fact in words: yes, no, a price, or a count."""
    if value is None or isinstance(value, bool):
        return gettext("not reported") if value is None else gettext("yes" if value else "no")
    return price_text(value) if isinstance(value, Decimal) else tokens_text(value)


@register.filter
def rubric_label(key: str) -> str:
    """Return what a score is called, in the reader's language."""
    return gettext(BY_KEY[key].label) if key in BY_KEY else key


@register.filter
def formula(criterion: Criterion) -> str:
    """Return how a criterion's points are worked out, in the reader's language."""
    terms = criterion.terms | {"fact": gettext(criterion.terms["fact"])}
    return gettext(criterion.rule.formula) % terms
