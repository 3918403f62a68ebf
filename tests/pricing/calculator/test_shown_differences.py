import pytest

from pricing.calculator.shown_differences import shown_differences
from pricing.same_use import Difference, Fact


def test_it_works():
    (one,) = shown_differences([Difference(Fact.CAPABILITY, "tool-calling")])
    assert (one.fact, one.label, one.before, one.after) == (
        "capability",
        "Tool calling",
        None,
        None,
    )


@pytest.mark.parametrize(("before", "after", "shown"), [(64_000, 64_001, 0), (64_000, 128_000, 1)])
def test_limits_that_read_the_same_are_no_difference(before, after, shown):
    assert len(shown_differences([Difference(Fact.CONTEXT, "", before, after)])) == shown


def test_scores_of_one_point_are_shown():
    assert shown_differences([Difference(Fact.SCORE, "coding", 80, 81)])[0].after == 81
