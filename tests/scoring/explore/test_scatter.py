"""The scatter plot's geometry: frontier, axes, labels and bounds."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.explore.scatter import FRAME, Point, PointMark, linear_axis, pareto_frontier, scatter


def point(price, figure, name="m"):
    return Point(name, "/", "Maker", Decimal(price), float(figure), str(figure))


def test_it_works():
    drawn = scatter([point(1, 8000), point(2, 4000), point(3, 128_000)], "tokens")
    assert [mark.point.price for mark in drawn.frontier] == [1, 3]
    assert [mark.point.price for mark in drawn.plain] == [2]
    assert [tick.text for tick in drawn.x_ticks] == ["1K", "10K", "100K", "1M"]
    assert [tick.text for tick in drawn.y_ticks] == ["$1", "$10"]
    assert drawn.frontier_line.count(",") == 3


def offered(price, figure, providers):
    return replace(point(price, figure), providers=providers)


def test_draws_the_most_offered_and_counts_what_it_leaves_out():
    points = [point(1, 90), offered(2, 10, 1), offered(3, 20, 7), offered(4, 30, 3)]
    drawn = scatter(points, "score", most=2)
    assert [mark.point.providers for mark in drawn.plain] == [7, 3]
    assert (len(drawn.frontier), drawn.left_out, drawn.frontier_left_out) == (1, 1, 0)


def test_a_frontier_of_junk_is_bounded():
    # Equal points are all on the frontier, and so are points that get better as they get dearer.
    points = [point(1, 1)] * 300 + [offered(price, price, 9) for price in range(2, 100)]
    drawn = scatter(points, "score", most_on_frontier=100)
    assert len(drawn.frontier) == 100
    assert (drawn.on_frontier, drawn.frontier_left_out, drawn.left_out) == (398, 298, 298)
    assert sum(mark.point.providers == 9 for mark in drawn.frontier) == 98


def test_no_points_no_plot():
    assert scatter([], "tokens") is None


def test_one_point_has_axes():
    drawn = scatter([point(1, 50)], "score")
    assert [tick.text for tick in drawn.x_ticks] == ["0", "20", "40", "60", "80", "100"]
    assert drawn.frontier_line


def test_ticks_of_days_are_new_years():
    days = [point(1, 739_000), point(2, 739_500)]
    assert [tick.text for tick in scatter(days, "day").x_ticks] == ["2024", "2025", "2026"]


def test_a_linear_axis_of_one_value_divides_by_no_zero():
    scale, _ticks = linear_axis(5, 5, [])
    assert scale(5) == FRAME.left


def test_equal_points_share_the_frontier():
    assert pareto_frontier([point(1, 5), point(1, 5), point(1, 4)]) == {0, 1}


def test_labels_do_not_overlap():
    crowd = [point(1 + n / Decimal(1000), 1000 + n) for n in range(20)]
    assert sum(mark.labelled for mark in scatter(crowd, "tokens").frontier) == 1


@pytest.mark.parametrize(("x", "label"), [(100, (110, 66, "")), (900, (890, 66, "end"))])
def test_a_label_turns_left_near_the_right_edge(x, label):
    assert PointMark(point(1, 1), x, 50, on_frontier=True).label == label


points = st.builds(point, st.decimals("0.001", 1000, places=3), st.integers(1, 10_000_000))


@given(st.lists(points, max_size=30))
def test_the_frontier_equals_a_comparison_of_every_pair(several):
    def dominated(one):
        return any(
            other.price <= one.price
            and other.figure >= one.figure
            and (other.price, other.figure) != (one.price, one.figure)
            for other in several
        )

    expected = {n for n, one in enumerate(several) if not dominated(one)}
    assert pareto_frontier(several) == expected


@given(st.lists(points, min_size=1, max_size=10), st.sampled_from(["tokens", "day"]))
def test_every_mark_is_inside_the_frame(several, kind):
    calendar = [point(p.price, min(p.figure, 3_000_000)) for p in several]
    drawn = scatter(calendar, kind)
    for mark in (*drawn.plain, *drawn.frontier):
        assert FRAME.left - 0.1 <= mark.x <= FRAME.right + 0.1
        assert FRAME.top - 0.1 <= mark.y <= FRAME.bottom + 0.1
