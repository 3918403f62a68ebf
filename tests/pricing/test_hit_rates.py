from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.hit_rates import (
    HEIGHT,
    LABEL_HEIGHT,
    TOP,
    HitRateLine,
    break_evens,
    hit_rate_chart,
    lower_envelope,
    x_of,
)
from pricing.tariff import build_tariff
from pricing.workload import Per, Workload
from tests.pricing.strategies import bases, tiers, workloads


def line(number, without, full):
    return HitRateLine(number, Decimal(without), Decimal(full))


def test_it_works():
    (one,) = break_evens([line(1, 100, 20), line(2, 60, 60)])
    assert (one.percent, one.cost) == (50, 60)
    assert (one.below, one.above) == (2, 1)


@pytest.mark.parametrize(
    ("other", "crossing"),
    [
        (line(2, 50, 10), False),  # always cheaper
        (line(2, 100, 10), False),  # the same without hits
        (line(2, 120, 20), False),  # the same with nothing but hits
        (line(2, 100, 20), False),  # the same
        (line(2, 0, 100), True),
    ],
)
def test_only_a_change_of_the_order_is_a_break_even(other, crossing):
    assert bool(break_evens([line(1, 100, 20), other])) is crossing


def test_by_hit_rate():
    found = break_evens([line(1, 100, 0), line(2, 50, 50), line(3, 75, 75)])
    assert [(one.percent, one.below, one.above) for one in found] == [(25, 3, 1), (50, 2, 1)]


@given(bases, tiers, workloads, st.integers(0, 100))
def test_costs_lie_on_the_line(prices, some_tiers, workload, hits):
    tariff = build_tariff(prices, some_tiers)

    def cost(percent):
        # A hundred tasks are split by any whole percentage.
        tasks = Workload(
            **{
                name: getattr(workload, name)
                for name in ("input", "output", "cached", "reasoning_tokens", "steps", "added")
            },
            requests=100,
            per=Per.MONTH,
            hits=percent,
        )
        return tariff.estimate(tasks.load).total

    expected = cost(hits)
    assert abs(HitRateLine(1, cost(0), cost(100)).at(Decimal(hits)) - expected) < Decimal("1e-20")


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=7))
def test_everything_is_drawn_within_the_plot_and_no_label_covers_another(ends):
    lines = [line(number, *pair) for number, pair in enumerate(ends, start=1)]
    chart = hit_rate_chart(lines)
    for one in chart.lines:
        assert TOP <= one.y_without <= chart.floor
        assert TOP <= one.y_full <= chart.floor
    assert all(0 <= x <= chart.right and TOP <= y <= chart.floor for x, y in chart.dots)
    labels = sorted(one.y_label for one in chart.lines)
    gaps = [after - before for before, after in pairwise(labels)]
    assert all(gap >= LABEL_HEIGHT - 0.2 for gap in gaps)


def test_the_scale_ends_at_a_round_number():
    ticks = hit_rate_chart([line(1, 83, 10)]).ticks
    assert [usd for usd, _y in ticks] == [0, 25, 50, 75, 100]
    assert (ticks[0][1], ticks[-1][1]) == (TOP + HEIGHT, TOP)
    assert [usd for usd, _y in hit_rate_chart([line(1, 0, 0)]).ticks][-1] == 4


def test_a_place_is_a_share_of_the_plot():
    assert (x_of(0), x_of(50), x_of(100)) == (0, 47, 94)


# The lower envelope

ENDS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12)


def at(ends, share):
    return ends[0] + share * (ends[1] - ends[0])


def every_turn(lines):
    """Return 0, 1, and every share of hits at which any two lines cross: brute force."""
    turns = {Fraction(0), Fraction(1)}
    for (a, b), (c, d) in combinations(lines, 2):
        if (a - c) - (b - d):
            turns.add(Fraction(a - c, (a - c) - (b - d)))
    return sorted(turn for turn in turns if 0 <= turn <= 1)


@given(ENDS)
def test_the_envelope_is_the_lowest_of_all_lines_at_every_rate(lines):
    found = (
        lower_envelope(*map(list, zip(*lines, strict=True))) if lines else lower_envelope([], [])
    )
    turns = every_turn(lines) if lines else []
    middles = [(before + after) / 2 for before, after in pairwise(turns)]
    for share in (*turns, *middles):
        lowest = min(at(ends, share) for ends in lines)
        here = [one for one in found if one.since <= share <= one.until]
        assert here
        assert all(at(lines[one.place], share) == lowest for one in here)
    # Between two turns nothing crosses, so whatever is lowest in the middle is on the envelope.
    for share in middles:
        lowest = min(at(ends, share) for ends in lines)
        first = next(place for place, ends in enumerate(lines) if at(ends, share) == lowest)
        assert any(one.place == first and one.since < share < one.until for one in found)


@given(ENDS)
def test_the_ranges_of_the_envelope_follow_one_another(lines):
    found = lower_envelope([a for a, _b in lines], [b for _a, b in lines])
    assert [one.since for one in found[1:]] == [one.until for one in found[:-1]]
    assert all(one.since < one.until for one in found)
    if lines:
        assert (found[0].since, found[-1].until) == (0, 1)


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        ([], []),
        ([(5, 5)], [0]),
        ([(5, 5), (5, 5)], [0]),  # of equal lines the first
        ([(1, 9), (9, 1), (5, 5)], [0, 1]),  # three lines in one point: two are lowest
        ([(1, 9), (9, 1), (4, 4)], [0, 2, 1]),
        ([(1, 9), (1, 3)], [1]),  # equal without hits only
        ([(1, 3), (2, 3)], [0]),  # equal with nothing but hits only
    ],
)
def test_what_is_lowest_at_one_rate_alone_is_left_out(lines, places):
    found = lower_envelope([a for a, _b in lines], [b for _a, b in lines])
    assert [one.place for one in found] == places
