"""Filters for figures in templates: `{% load money %}`."""

from django import template

from catalog.display.money import cost_text, percent_text, price_text, times_text, tokens_text

register = template.Library()

register.filter("usd", price_text)
register.filter("cost", cost_text)
register.filter("tokens", tokens_text)
register.filter("percent", percent_text)
register.filter("times", times_text)
