"""Facts in Markdown: `{% load markdown %}`. What came from upstream never becomes markup."""

import re

from django import template
from django.utils.translation import gettext

register = template.Library()

MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~])")


@register.filter
def md(text: str) -> str:
    """Return a text on one line, with what Markdown would take for markup escaped."""
    return MARKUP.sub(r"\\\1", " ".join(str(text).split()))


@register.filter
def md_code(text: str) -> str:
    """Return a text for a span of code within a table."""
    return " ".join(text.split()).replace("`", "'").replace("|", "\\|")


@register.filter
def said(value: bool | None) -> str:
    """Return yes, no or "not reported" in words."""
    if value is None:
        return gettext("Not reported")
    return gettext("Yes") if value else gettext("No")
