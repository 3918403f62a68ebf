"""Scores on a page: `{% load scores %}`."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from catalog.links import page_url
from catalog.models import CanonicalModel
from catalog.templatetags.display import joined, reported_by
from scoring.models import Score
from scoring.rules import BY_KEY, Result
from scoring.wording import formula_text, input_change_text

register = template.Library()

register.filter("formula", formula_text)
register.simple_tag(input_change_text)


@register.filter
def rubric_label(key: str) -> str:
    """Return a score's name in the reader's language."""
    return gettext(BY_KEY[key].label) if key in BY_KEY else key


@register.filter
def ranking_url(key: str) -> str:
    """Return the URL of the ranking by a score."""
    return page_url("ranking", key)


@register.filter
def criteria_rows(results: Iterable[Result], model: CanonicalModel) -> SafeString:
    """Return what each criterion of a model's score earned, and how many offers report its fact.

    A model's page has some thirty, of a few kinds: each is rendered once per process and language.
    A loop in the template would take a twentieth of the time of the page.
    """
    language = get_language()
    return joined(
        _criterion(
            *(language, one.criterion.label, one.state, one.points, one.criterion.points),
            reported_by(model, one.criterion.fact),
        )
        for one in results
    )


@lru_cache(maxsize=4096)
def _criterion(
    _language: str | None, label: str, state: str, points: int, most: int, reported: SafeString
) -> SafeString:
    context = {"label": label, "state": state, "points": points, "most": most, "reported": reported}
    return render_to_string("scoring/_criterion.html", context)


@register.filter
def bar(score: Score) -> SafeString:
    """Return the bar of a score's points, with those that unreported facts may still add."""
    return _bar(score.points, score.possible)


@lru_cache(maxsize=8192)  # all there can be
def _bar(points: int, possible: int) -> SafeString:
    return render_to_string("scoring/_bar.html", {"points": points, "possible": possible})
