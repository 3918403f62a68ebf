from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from pricing.calculator.fields import NumberField, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("500", 500),
        ("1,000", 1000),
        (" 1 000 ", 1000),
        ("5k", 5000),
        ("1.5M", 1_500_000),
        ("2B", 2_000_000_000),
        ("\uff15\uff10\uff10", 500),
        ("\uff11\uff0c\uff10\uff10\uff10", 1000),
        ("$12.50", Decimal("12.5")),
        ("50%", 50),
        ("0", 0),
    ],
)
def test_parses_everyday_notations(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "NaN", "inf", "-5", "1e30", "0x10", "five", "1.2.3", "٣", "²", "1" * 41, "=1+1"]
)
def test_rejects_other_texts(text):
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("NaN", "Write a figure"),
        ("-1", "Write a figure"),
        ("1" + "0" * 30, "100 is the most"),
        ("101", "100 is the most"),
        ("0", "Show Write 1 or more"),
        ("1.5", "Write a whole number"),
        ("x" * 10_000, "Write a figure"),
    ],
)
def test_an_error_says_what_is_wrong(text, words):
    with pytest.raises(ValidationError, match=words):
        NumberField(maximum=100, minimum=1).clean(text)


def test_allows_as_many_decimals_as_configured():
    assert NumberField(maximum=100, decimals=2).clean("1.25") == Decimal("1.25")
    with pytest.raises(ValidationError, match="two decimals"):
        NumberField(maximum=100, decimals=2).clean("1.255")


@pytest.mark.parametrize("text", ["", "  ", None])
def test_an_empty_value_is_none(text):
    assert NumberField(maximum=100).clean(text) is None


@given(st.text(max_size=60))
def test_accepts_any_text(text):
    number = parse_number(text)
    assert number is None or number >= 0
