"""The scatter plot's geometry: frontier, axes, labels and bounds."""

from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from scoring.explore.axes import FRAME
from scoring.explore.scatter import (
    COLORS,
    MOST_NAMED,
    Point,
    leading_makers,
    pareto_frontier,
    scatter,
)


def point(price, figure, name="m"):
    return Point(name, "/", "Maker", Decimal(price), float(figure), str(figure))


def test_it_works():
    drawn = scatter([point(1, 8000), point(2, 4000), point(3, 128_000)], "tokens")
    assert [mark.point.price for mark in drawn.frontier] == [1, 3]
    assert [mark.point.price for mark in drawn.plain] == [2]
    assert [tick.text for tick in drawn.x_ticks][::3] == ["2K", "20K", "200K"]
    assert [tick.text for tick in drawn.y_ticks] == ["$1", "$2", "$5"]
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
    assert [tick.text for tick in drawn.x_ticks] == ["50", "60"]
    assert drawn.frontier_line


def test_equal_points_share_the_frontier():
    assert pareto_frontier([point(1, 5), point(1, 5), point(1, 4)]) == {0, 1}


def test_names_of_a_crowded_frontier_do_not_overlap():
    crowd = [point(1 + n / Decimal(1000), 1000 + n, "A model") for n in range(20)]
    labels = [mark.label for mark in scatter(crowd, "tokens").frontier if mark.label]
    assert labels
    assert not any(a.overlaps(b) for a, b in combinations(labels, 2))


def spread(count, providers):
    """Points below the frontier, far from each other."""
    dots = [replace(point(1 + n, 10 + n), providers=providers) for n in range(count)]
    return [point(1, 100), *dots]


def test_names_the_models_that_most_providers_offer():
    points = [*spread(3, 4), replace(point(90, 90, "known"), providers=30)]
    named = [mark.point.name for mark in scatter(points, "score").plain if mark.label]
    assert named == ["known"]


def test_names_only_some_models_off_the_frontier():
    drawn = scatter(spread(80, 9), "score")
    assert 1 < sum(mark.label is not None for mark in drawn.plain) <= MOST_NAMED


def made_by(maker, providers):
    return replace(point(1, 50), maker=maker, providers=providers)


def test_makers_have_colors_in_the_order_of_their_providers():
    points = [made_by("small", 1), made_by("large", 9), made_by("middle", 2), made_by("middle", 3)]
    drawn = scatter(points, "score")
    assert drawn.makers == ("large", "middle", "small")
    assert [mark.color for mark in drawn.frontier] == [3, 1, 2, 2]


def test_there_are_no_more_colors_than_can_be_told_apart():
    points = [made_by(f"maker {n}", 9 - n) for n in range(9)]
    assert len(leading_makers(points)) == COLORS
    assert scatter(points, "score").frontier[-1].color == 0


def test_a_single_maker_needs_no_colors():
    drawn = scatter([point(1, 50), point(2, 60)], "score")
    assert (drawn.makers, {mark.color for mark in drawn.frontier}) == ((), {0})


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
