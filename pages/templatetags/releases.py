"""The models of a timeline: `{% load releases %}`. Made here: a maker has up to hundreds."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from catalog.display.money import price_text
from catalog.templatetags.display import joined, unknown
from pages.makers.families import Release

register = template.Library()

ITEM = '<li><a href="{}">{}</a>{} <span class="figures">{}</span></li>'
GONE = ' <span class="tag">{}</span>'


@register.simple_tag
def release_items(releases: Iterable[Release]) -> SafeString:
    """Return each model with its prices, in and out, or a dash that says why there is none."""
    said = gettext("%(input)s in, %(output)s out")
    none = unknown(gettext("No price per token is published"))
    gone = format_html(GONE, gettext("withdrawn"))
    return joined(
        format_html(
            ITEM,
            one.url,
            one.name,
            gone if one.withdrawn_on else "",
            prices_text(one, said) or none,
        )
        for one in releases
    )


def prices_text(one: Release, said: str) -> str:
    if one.input is None or one.output is None:
        return ""
    return said % {"input": price_text(one.input), "output": price_text(one.output)}
