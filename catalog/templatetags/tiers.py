"""Context tiers, spelled out."""

from decimal import Decimal
from typing import Any, NamedTuple

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()

COMPONENT_WORDS: dict[str, Promise | str] = {
    "input": _("input"),
    "output": _("output"),
    "cache_read": _("cache read"),
    "cache_write": _("cache write"),
    "reasoning": _("reasoning"),
    "input_audio": _("audio input"),
    "output_audio": _("audio output"),
}


class TierPrice(NamedTuple):
    label: str | Promise
    price: Decimal


@register.filter
def tier_prices(tier: dict[str, Any]) -> list[TierPrice]:
    """Return the prices of a stored tier in USD per million tokens, each with its name."""
    prices = tier["prices"]
    return [TierPrice(w, Decimal(prices[n])) for n, w in COMPONENT_WORDS.items() if n in prices]
