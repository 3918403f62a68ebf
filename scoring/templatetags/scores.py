"""Scores on a page: `{% load scores %}`."""

from django import template
from django.utils.translation import gettext

from scoring.rules import BY_KEY
from scoring.wording import formula_text, input_change_text

register = template.Library()

register.filter("formula", formula_text)
register.simple_tag(input_change_text)


@register.filter
def rubric_label(key: str) -> str:
    """Return a score's name in the reader's language."""
    return gettext(BY_KEY[key].label) if key in BY_KEY else key
