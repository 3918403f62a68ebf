"""Periods in query strings: only the offered ones, written one way."""

import pytest

from changelog.history.periods import PERIODS, days_in


@pytest.mark.parametrize("days", PERIODS)
def test_reads_an_offered_period(days):
    assert days_in({"days": str(days)}) == days


@pytest.mark.parametrize(
    "given", ["", "0", "-1", "31", "all", " 30", "030", "3e1", "9" * 99, "\uff13\uff10"]
)
def test_anything_else_is_the_whole_history(given):
    assert days_in({"days": given}) is None


def test_no_parameter_is_the_whole_history():
    assert days_in({}) is None
