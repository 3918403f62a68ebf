"""Step charts: lines, gaps, scales and bounds."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changelog.history.chart import HEIGHT, TOP, Step, draw

FIRST, MIDDLE, LAST = date(2026, 5, 1), date(2026, 5, 16), date(2026, 5, 30)


def steps(*values: str) -> list[Step]:
    """Return steps of ten days each, the last one open; "" is a gap."""
    starts = [date(2026, 5, 1 + 10 * place) for place in range(len(values))]
    ends = [*starts[1:], None]
    return [
        Step(start, end, Decimal(value) if value else None, "Acme")
        for start, end, value in zip(starts, ends, values, strict=True)
    ]


def test_a_line_is_level_until_the_day_of_a_change():
    chart = draw([steps("1", "2", "1")], FIRST, LAST)
    (line,) = chart.lines
    assert [(s.x1, s.x2) for s in line.segments] == [(0, 33.33), (33.33, 66.67), (66.67, 100)]
    assert line.segments[0].y == line.segments[1].from_y == line.segments[2].y
    assert line.segments[1].y < line.segments[0].y


def test_a_gap_is_not_bridged():
    (line,) = draw([steps("1", "", "2")], FIRST, LAST).lines
    assert [segment.from_y for segment in line.segments] == [None, None]


def test_a_wide_spread_has_a_log_scale():
    assert not draw([steps("1", "20")], FIRST, LAST).is_log
    chart = draw([steps("1", "21")], FIRST, LAST)
    assert chart.is_log
    assert [tick.value for tick in chart.prices] == [1, 2, 5, 10, 20, 50]


def test_no_values_no_chart():
    assert draw([steps("")], FIRST, LAST) is None
    assert draw([], FIRST, LAST) is None


def test_a_step_from_before_the_period_begins_at_its_edge():
    (line,) = draw([steps("1", "2")], MIDDLE, LAST).lines
    assert [(segment.x1, segment.x2) for segment in line.segments] == [(0, 100)]


prices = st.decimals(min_value=0, max_value=1000, places=4)


@given(st.lists(st.lists(prices, min_size=1, max_size=3), min_size=1, max_size=4))
def test_everything_is_inside_the_chart(all_values):
    series = [steps(*(str(value) for value in values)) for values in all_values]
    chart = draw(series, FIRST, LAST)
    for line in chart.lines:
        for segment in line.segments:
            assert 0 <= segment.x1 < segment.x2 <= 100
            assert TOP <= segment.y <= TOP + HEIGHT
    assert all(TOP <= tick.y <= TOP + HEIGHT for tick in chart.prices)


def test_a_free_price_stands_at_the_bottom_of_a_log_scale():
    (line,) = draw([steps("1", "100", "0")], FIRST, LAST).lines
    assert line.segments[2].y == TOP + HEIGHT


def test_free_prices_alone_have_a_flat_scale():
    chart = draw([steps("0")], FIRST, LAST)
    assert [(tick.value, tick.y) for tick in chart.prices] == [(0, TOP + HEIGHT)]


@pytest.mark.parametrize(
    ("first", "last", "anchors"),
    [
        (FIRST, FIRST, ["start"]),
        (FIRST, date(2026, 5, 2), ["start", "end"]),
        (FIRST, LAST, ["start", "middle", "end"]),
    ],
)
def test_days_on_the_axis(first, last, anchors):
    chart = draw([steps("1")], first, last)
    assert [tick.anchor for tick in chart.days] == anchors
    assert chart.days[0].day == first


def test_many_ticks_of_a_log_scale_are_powers_of_ten():
    chart = draw([steps("0.01", "100")], FIRST, LAST)
    assert [tick.value for tick in chart.prices] == [
        Decimal(value) for value in ("0.01", "0.1", "1", "10", "100")
    ]


def test_a_mark_before_the_period_is_left_out():
    marked = [Step(FIRST, None, Decimal(1), "Acme", marked=True)]
    assert draw([marked], FIRST, LAST).lines[0].segments[0].marked
    assert not draw([marked], MIDDLE, LAST).lines[0].segments[0].marked
