"""Filters for figures in templates: `{% load money %}`."""

from decimal import Decimal

from django import template

from catalog.display.money import cost_text, percent_text, price_text, times_text, tokens_text

register = template.Library()

register.filter("usd", price_text)
register.filter("cost", cost_text)
register.filter("tokens", tokens_text)
register.filter("percent", percent_text)
register.filter("times", times_text)


@register.filter
def ratio(value: Decimal) -> str:
    """Return a ratio without the sign of `times`, for sentences that have it or a word for it."""
    return times_text(value).removesuffix("×")
