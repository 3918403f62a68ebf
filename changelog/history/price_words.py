"""Prices in charts, in the reader's language."""

from decimal import Decimal

from django.utils.translation import gettext

from catalog.display.money import price_text


def say_price(label: str, price: Decimal) -> str:
    """Return a line's label with its price."""
    return gettext("{label}: {value}").format(label=label, value=price_text(price))


def say_range(label: str, low: Decimal, high: Decimal) -> str:
    """Return the label of a band with its bounds."""
    return gettext("{label}: {low} to {high}").format(
        label=label, low=price_text(low), high=price_text(high)
    )
