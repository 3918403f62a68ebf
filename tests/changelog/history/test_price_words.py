"""Prices in charts, in words."""

from decimal import Decimal

import pytest
from django.utils import translation

from changelog.history.price_words import say_price, say_range


@pytest.mark.parametrize(
    "language, text", [("en", "Acme: $0.010"), ("zh-hant", "Acme\uff1a$0.010")]
)
def test_a_label_with_its_price(language, text):
    with translation.override(language):
        assert say_price("Acme", Decimal("0.01")) == text


def test_a_range():
    assert say_range("Most", Decimal(1), Decimal("2.5")) == "Most: $1.00 to $2.50"
