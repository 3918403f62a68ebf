from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from pricing.calculator.fields import FigureField, read_figure


@pytest.mark.parametrize(
    ("text", "figure"),
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
def test_figures_as_people_write_them(text, figure):
    assert read_figure(text) == figure


@pytest.mark.parametrize(
    "text", ["", "NaN", "inf", "-5", "1e30", "0x10", "five", "1.2.3", "٣", "²", "1" * 41, "=1+1"]
)
def test_what_is_no_figure(text):
    assert read_figure(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("NaN", "Write a figure"),
        ("-1", "Write a figure"),
        ("1" + "0" * 30, "100 is the most"),
        ("101", "100 is the most"),
        ("0", "Write 1 or more"),
        ("1.5", "Write a whole number"),
        ("x" * 10_000, "Write a figure"),
    ],
)
def test_a_wrong_figure_says_what_is_wrong(text, words):
    with pytest.raises(ValidationError, match=words):
        FigureField(most=100, least=1).clean(text)


def test_decimals_where_they_are_allowed():
    assert FigureField(most=100, decimals=2).clean("1.25") == Decimal("1.25")
    with pytest.raises(ValidationError, match="two decimals"):
        FigureField(most=100, decimals=2).clean("1.255")


@pytest.mark.parametrize("text", ["", "  ", None])
def test_empty_is_not_zero(text):
    assert FigureField(most=100).clean(text) is None


@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    figure = read_figure(text)
    assert figure is None or figure >= 0
