"""Scores on a page: `{% load scores %}`."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from catalog.display.money import price_text, tokens_text
from catalog.domain.best import best_of, differ
from catalog.listing.columns import ListColumn
from catalog.models import CanonicalModel
from scoring.models import Score
from scoring.rules import BY_KEY, FACT_NAMES, RUBRICS, Criterion, Result, Rubric, State

register = template.Library()

EARNED = '<div class="{}"><dt>{}{}</dt> <dd>{}/{}</dd></div>'
BAR = (
    '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"'
    ' focusable="false"><rect class="bar-track" width="100" height="6"/>'
    '<rect class="bar-fill" width="{}" height="6"/>{}</svg>'
)
MAYBE = '<path class="bar-maybe" d="M{} 3h{}"/>'


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


@register.simple_tag
def column_labels(columns: Iterable[ListColumn]) -> list[str]:
    """Return what the columns of a list are called, those of scores too."""
    return [
        str(column.label) if column.label else rubric_label(column.rubric) for column in columns
    ]


@register.filter
def formula(criterion: Criterion) -> str:
    """Return how a criterion's points are worked out, in the reader's language."""
    terms = criterion.terms | {"fact": gettext(criterion.terms["fact"])}
    return gettext(criterion.rule.formula) % terms
