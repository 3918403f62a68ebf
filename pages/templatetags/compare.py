"""Cells of a comparison: `{% load compare %}`."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from catalog.display.money import price_text, tokens_text
from catalog.templatetags.display import (
    flag,
    modalities,
    unknown,
)
from pages.compare.comparison import ComparedFactRow

register = template.Library()
NOTHING = SafeString("")
BEST = SafeString(' class="best"')
LEADS = ' <span class="lead">{}</span>'


@register.simple_tag
def compared_cells(line: ComparedFactRow) -> SafeString:
    """Return what each model says of one fact; who leads is told in a word, too."""
    leads = format_html(LEADS, gettext("leads"))
    return format_html_join(
        "",
        "<td{}>{}{}</td>",
        (
            (BEST, compared_value(line.fact.kind, cell.value), leads)
            if cell.best
            else (NOTHING, compared_value(line.fact.kind, cell.value), NOTHING)
            for cell in line.cells
        ),
    )


def compared_value(kind: str, value: Any) -> Any:
    if kind == "flag":
        return flag(value)
    if value in (None, "", []):
        return unknown()
    if kind == "list":
        return modalities(value)
    if kind == "price":
        return price_text(value)
    return tokens_text(value) if kind == "tokens" else value
