"""Scores on a page: `{% load scores %}`."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext

from catalog.listing.columns import ListColumn
from scoring.rules import BY_KEY
from scoring.wording import formula_text, input_change_text

register = template.Library()

register.filter("formula", formula_text)
register.simple_tag(input_change_text)


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
