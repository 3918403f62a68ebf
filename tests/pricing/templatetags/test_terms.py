from decimal import Decimal

from pricing.templatetags.terms import in_currency
from pricing.terms import Currency

TWD = Currency("TWD", Decimal("31.5"))


def test_it_works():
    assert in_currency(Decimal(2), TWD) == "TWD 63.00"


def test_without_a_currency_or_an_amount_there_is_nothing():
    assert in_currency(Decimal(2), None) == ""
    assert in_currency(None, TWD) == ""
    assert in_currency(Decimal(0), TWD) == "TWD 0.00"
