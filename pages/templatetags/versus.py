"""Links to comparisons: `{% load versus %}`."""

from django import template

from pages.compare.paths import compare_url

register = template.Library()


@register.simple_tag
def versus(*paths: str) -> str:
    """Return the URL at which the models with these canonical ids are compared."""
    return compare_url(paths)
