"""Places for names in the explorer's chart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.explore.axes import FRAME
from scoring.explore.labels import box_of_dot, free_place, text_width


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (100, 100, (110, 116, "")),
        (100, FRAME.bottom, (110, FRAME.bottom - 8, "")),  # above: below are the axis's texts
        (930, 100, (920, 116, "end")),  # to the left: the picture ends
    ],
)
def test_the_first_place_that_is_inside(x, y, expected):
    assert free_place("GPT-5", x, y, [])[:3] == expected


def test_goes_round_what_is_taken():
    below = free_place("GPT-5", 300, 100, [])
    above = free_place("GPT-5", 300, 100, [below])
    left = free_place("GPT-5", 300, 100, [below, above])
    assert (above.y, left.anchor) == (92, "end")
    last = free_place("GPT-5", 300, 100, [below, above, left])
    assert free_place("GPT-5", 300, 100, [below, above, left, last]) is None


def test_does_not_lie_over_a_dot():
    assert free_place("GPT-5", 300, 100, [box_of_dot(330, 112)]).y == 92


def test_its_own_dot_is_not_in_its_way():
    assert free_place("GPT-5", 300, 100, [box_of_dot(300, 100)]).y == 116


def test_a_name_wider_than_the_plot_has_no_place():
    assert free_place("m" * 200, 300, 100, []) is None


def test_wide_characters_take_more_room():
    assert text_width("通義千問") > text_width("Qwen")


@given(st.lists(st.tuples(st.integers(72, 936), st.integers(36, 472)), max_size=30))
def test_no_two_labels_overlap(dots):
    placed = []
    for x, y in dots:
        if place := free_place("Some model", x, y, placed):
            assert not any(place.overlaps(other) for other in placed)
            placed.append(place)
