"""The best of compared values."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.best import best_of


@given(st.lists(st.none() | st.integers(0, 5), min_size=2, max_size=6))
def test_marks_the_best_values_only_if_all_are_known_and_differ(values):
    best = best_of(values, min)
    if any(best):
        assert None not in values
        assert all(
            (value == min(values)) is leads for value, leads in zip(values, best, strict=True)
        )
        assert not all(best)
