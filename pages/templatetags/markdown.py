"""Text from upstream in Markdown, escaped: `{% load markdown %}`."""

import re

from django import template

register = template.Library()

MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~])")


@register.filter
def md(text: str) -> str:
    """Return a text on one line, with every character that Markdown gives a meaning escaped."""
    return MARKUP.sub(r"\\\1", " ".join(str(text).split()))


@register.filter
def md_code(text: str) -> str:
    """Return a text for a code span in a table: a code span has no escapes, so ` becomes '."""
    return " ".join(text.split()).replace("`", "'").replace("|", "\\|")
