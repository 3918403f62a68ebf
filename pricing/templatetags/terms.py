"""The filter for amounts in a reader's currency: `{% load terms %}`."""

from decimal import Decimal

from django import template

from pricing.terms import Currency

register = template.Library()


@register.filter
def in_currency(usd: Decimal | None, currency: Currency | None) -> str:
    """Return an amount in the reader's currency; "" without one."""
    return currency.text(usd) if currency and usd is not None else ""
