"""Axes of the explorer: they fit the data, and their ticks are round."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.explore.axes import FRAME, TICKS_AT_MOST, X_AXES, linear_axis, log_axis, price_axis


def texts(axis):
    return [tick.text for tick in axis[1]]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1, 3, ["$1", "$2", "$5"]),
        (0.01, 262.5, ["$0.01", "$0.10", "$1", "$10", "$100"]),
        (0.3, 0.3, ["$0.20", "$0.50"]),
        (1, 1, ["$1", "$2"]),
        (0.0004, 0.0009, ["$0.0002", "$0.0005", "$0.001"]),
    ],
)
def test_prices(low, high, expected):
    assert texts(price_axis(low, high)) == expected


def test_prices_end_near_the_dearest_model():
    scale, _ticks = price_axis(0.01, 262.5)
    assert FRAME.top < scale(262.5) < scale(0.01) == FRAME.bottom
    assert scale(500) == FRAME.top


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (4000, 128_000, ["2K", "5K", "10K", "20K", "50K", "100K", "200K"]),
        (2800, 10_000_000, ["10K", "100K", "1M", "10M"]),
    ],
)
def test_tokens(low, high, expected):
    assert texts(X_AXES["tokens"](low, high)) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 100, [str(n) for n in range(0, 101, 10)]),
        (42, 67.5, ["40", "50", "60", "70"]),
        (50, 50, ["50", "60"]),
    ],
)
def test_scores(low, high, expected):
    assert texts(X_AXES["score"](low, high)) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2022-05-01", "2025-02-01", ["2023", "2024", "2025"]),
        ("2024-06-15", "2025-05-01", ["2024-07", "2024-10", "2025-01", "2025-04"]),
        ("2025-01-01", "2025-01-01", ["2025-01"]),
    ],
)
def test_days(first, last, expected):
    low, high = (date.fromisoformat(day).toordinal() for day in (first, last))
    assert texts(X_AXES["day"](low, high)) == expected


def test_a_linear_axis_of_one_value_divides_by_no_zero():
    scale, _ticks = linear_axis(5, 5, [])
    assert scale(5) == FRAME.left


figures = st.floats(1e-9, 1e12)


@given(figures, figures)
def test_a_logarithmic_axis_holds_its_values_and_few_ticks(one, other):
    low, high = sorted((one, other))
    scale, ticks = log_axis(low, high, 0, 100, str)
    assert -1e-6 <= scale(low) <= scale(high) <= 100 + 1e-6
    assert all(-0.1 <= tick.at <= 100.1 for tick in ticks)
    assert len(ticks) <= max(TICKS_AT_MOST, 22)  # one a power of ten


@given(st.integers(1, date.max.toordinal() - 400_000), st.integers(0, 40_000))
def test_an_axis_of_days_holds_its_values(first, days):
    scale, ticks = X_AXES["day"](first, first + days)
    assert FRAME.left <= scale(first) <= scale(first + days) <= FRAME.right
    assert all(FRAME.left <= tick.at <= FRAME.right for tick in ticks)
