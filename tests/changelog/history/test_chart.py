"""Step charts: lines, gaps, bands, spans of days, scales and bounds."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changelog.history.chart import HEIGHT, TOP, BandStep, Series, Step, draw, place_of

FIRST, MIDDLE, LAST = date(2026, 5, 1), date(2026, 5, 16), date(2026, 5, 30)


def steps(*values: str, label: str = "Acme") -> list[Step]:
    """Return steps of ten days each, the last one open; "" is a gap."""
    starts = [date(2026, 5, 1 + 10 * place) for place in range(len(values))]
    ends = [*starts[1:], None]
    return [
        Step(start, end, Decimal(value) if value else None, label)
        for start, end, value in zip(starts, ends, values, strict=True)
    ]


def say(label: str, value: Decimal) -> str:
    return f"{label} {value}"


def chart_of(*lines: list[Step], first: date = FIRST, last: date = LAST, **options):
    series = [Series(f"c{place}", line) for place, line in enumerate(lines, start=1)]
    return draw(series, first, last, say, **options)


def test_a_line_is_level_until_the_day_of_a_change():
    (line,) = chart_of(steps("1", "2", "1")).lines
    (piece,) = line.pieces
    assert [corner.x for corner in piece] == [0, 33.33, 33.33, 66.67, 66.67, 100]
    low, high = piece[0].y, piece[2].y
    assert [corner.y for corner in piece] == [low, low, high, high, low, low]
    assert high < low


def test_a_path_goes_through_the_corners():
    (line,) = chart_of(steps("1", "2")).lines
    low, high = line.pieces[0][0].y, line.pieces[0][-1].y
    assert line.path == f"M0 {low:g}H333.3V{high:g}H1000"


def test_a_gap_is_not_bridged():
    (line,) = chart_of(steps("1", "", "2")).lines
    assert [len(piece) for piece in line.pieces] == [2, 2]
    assert line.path.count("M") == 2


def test_a_wide_spread_has_a_log_scale():
    assert not chart_of(steps("1", "20")).is_log
    chart = chart_of(steps("1", "21"))
    assert chart.is_log
    assert [tick.value for tick in chart.ticks] == [1, 2, 5, 10, 20, 50]


def test_no_values_no_chart():
    assert chart_of(steps("")) is None
    assert chart_of() is None


def test_a_step_from_before_the_period_begins_at_its_edge():
    (line,) = chart_of(steps("1", "2"), first=MIDDLE).lines
    assert [corner.x for piece in line.pieces for corner in piece] == [0, 100]


prices = st.decimals(min_value=0, max_value=1000, places=4)


@given(st.lists(st.lists(prices, min_size=1, max_size=3), min_size=1, max_size=4), st.booleans())
def test_everything_is_inside_the_chart(all_values, from_zero):
    lines = [steps(*(str(value) for value in values)) for values in all_values]
    chart = chart_of(*lines, from_zero=from_zero)
    for corner in (c for line in chart.lines for piece in line.pieces for c in piece):
        assert 0 <= corner.x <= 100
        assert TOP <= corner.y <= TOP + HEIGHT
    assert all(TOP <= tick.y <= TOP + HEIGHT for tick in chart.ticks)


@given(st.lists(st.lists(prices, min_size=1, max_size=3), min_size=1, max_size=4))
def test_spans_cover_every_day_once(all_values):
    chart = chart_of(*(steps(*map(str, values)) for values in all_values))
    days = [(span.start, span.last) for span in chart.spans]
    assert (days[0][0], days[-1][1]) == (FIRST, LAST)
    assert all((after[0] - before[1]).days == 1 for before, after in pairwise(days))
    assert sum(span.width for span in chart.spans) == pytest.approx(100, abs=0.1)


def test_a_span_tells_what_every_line_shows():
    first, second, third = chart_of(steps("1", "2"), steps("3", "3", "", label="Other")).spans
    assert first.texts == ("Acme 1", "Other 3")
    assert second.texts == ("Acme 2", "Other 3")
    assert third.texts == ("Acme 2",)


def test_a_span_tells_the_same_once():
    assert chart_of(steps("1"), steps("1")).spans[0].texts == ("Acme 1",)


def test_a_band_lies_between_its_bounds():
    band = [BandStep(FIRST, None, Decimal(1), Decimal(3), "1 to 3")]
    chart = chart_of(steps("2"), band=band)
    ((low, high),) = chart.boxes
    assert (low.x, high.x) == (0, 100)
    assert high.y < chart.lines[0].pieces[0][0].y < low.y
    assert chart.band == f"M0 {low.y:g}H1000V{high.y:g}H0Z"
    assert chart.spans[0].texts == ("Acme 2", "1 to 3")
    assert chart_of(steps("2")).band == ""


def test_the_scale_has_room_for_the_band():
    band = [BandStep(FIRST, None, Decimal(1), Decimal(9), "")]
    assert chart_of(steps("2"), band=band).ticks[-1].value >= 9


@pytest.mark.parametrize(
    "values, ticks",
    [
        (("84", "101"), ["80", "85", "90", "95", "100", "105"]),
        (("100", "100"), ["100.0", "100.5"]),
        (("99.98", "100.01"), ["99.98", "99.99", "100.00", "100.01"]),
    ],
)
def test_an_index_has_an_axis_near_its_values(values, ticks):
    chart = chart_of(steps(*values), from_zero=False)
    assert [tick.plain for tick in chart.ticks] == ticks


def test_a_tick_has_no_exponent():
    assert "E" not in "".join(t.plain for t in chart_of(steps("7000"), from_zero=False).ticks)


def test_a_free_price_stands_at_the_bottom_of_a_log_scale():
    (line,) = chart_of(steps("1", "100", "0")).lines
    assert line.pieces[0][-1].y == TOP + HEIGHT


def test_free_prices_alone_have_a_flat_scale():
    chart = chart_of(steps("0"))
    assert [(tick.value, tick.y) for tick in chart.ticks] == [(0, TOP + HEIGHT)]


@pytest.mark.parametrize(
    ("first", "last", "anchors"),
    [
        (FIRST, FIRST, ["start"]),
        (FIRST, date(2026, 5, 2), ["start", "end"]),
        (FIRST, LAST, ["start", "middle", "end"]),
    ],
)
def test_days_on_the_axis(first, last, anchors):
    chart = chart_of(steps("1"), first=first, last=last)
    assert [tick.anchor for tick in chart.days] == anchors
    assert chart.days[0].day == first


def test_many_ticks_of_a_log_scale_are_powers_of_ten():
    chart = chart_of(steps("0.01", "100"))
    assert [tick.value for tick in chart.ticks] == [
        Decimal(value) for value in ("0.01", "0.1", "1", "10", "100")
    ]


def test_a_mark_before_the_period_is_left_out():
    marked = [Step(FIRST, None, Decimal(1), "Acme", marked=True)]
    assert len(chart_of(marked).lines[0].dots) == 1
    assert chart_of(marked, first=MIDDLE).lines[0].dots == ()


def test_a_day_has_its_place():
    assert place_of(FIRST, FIRST, LAST) == 0
    assert place_of(MIDDLE, FIRST, LAST) == 50
