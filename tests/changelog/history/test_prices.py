"""Prices over time: steps, scales, and the recommended channel as it was followed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changelog.history.chart import HEIGHT, TOP, Step, draw
from tests.changelog.factories import DAYS, at

FIRST, MIDDLE, LAST = date(2026, 5, 1), date(2026, 5, 16), date(2026, 5, 30)


def steps(*values: str) -> list[Step]:
    """Return steps of ten days each, the last one open."""
    starts = [date(2026, 5, 1 + 10 * place) for place in range(len(values))]
    ends = [*starts[1:], None]
    return [
        Step(start, end, Decimal(value) if value else None, "Acme")
        for start, end, value in zip(starts, ends, values, strict=True)
    ]


def test_a_line_holds_until_the_day_it_changed():
    chart = draw([steps("1", "2", "1")], FIRST, LAST)
    (line,) = chart.lines
    assert [(s.x1, s.x2) for s in line.segments] == [(0, 33.33), (33.33, 66.67), (66.67, 100)]
    assert line.segments[0].y == line.segments[1].from_y == line.segments[2].y
    assert line.segments[1].y < line.segments[0].y


def test_a_gap_is_not_drawn_over():
    (line,) = draw([steps("1", "", "2")], FIRST, LAST).lines
    assert [segment.from_y for segment in line.segments] == [None, None]


def test_a_wide_spread_asks_for_a_log_scale():
    assert not draw([steps("1", "20")], FIRST, LAST).is_log
    chart = draw([steps("1", "21")], FIRST, LAST)
    assert chart.is_log
    assert [tick.value for tick in chart.prices] == [1, 2, 5, 10, 20, 50]


def test_without_a_value_there_is_no_chart():
    assert draw([steps("")], FIRST, LAST) is None
    assert draw([], FIRST, LAST) is None


def test_what_was_before_the_window_begins_at_its_edge():
    (line,) = draw([steps("1", "2")], MIDDLE, LAST).lines
    assert [(segment.x1, segment.x2) for segment in line.segments] == [(0, 100)]


prices = st.decimals(min_value=0, max_value=1000, places=4)


@given(st.lists(st.lists(prices, min_size=1, max_size=3), min_size=1, max_size=4))
def test_nothing_is_drawn_outside(all_values):
    series = [steps(*(str(value) for value in values)) for values in all_values]
    chart = draw(series, FIRST, LAST)
    for line in chart.lines:
        for segment in line.segments:
            assert 0 <= segment.x1 < segment.x2 <= 100
            assert TOP <= segment.y <= TOP + HEIGHT
    assert all(TOP <= tick.y <= TOP + HEIGHT for tick in chart.prices)


@pytest.mark.django_db
def test_the_page_follows_the_recommended_channel(client, said):
    said(DAYS[0], openai={"gpt-5": at(2)}, acme={"gpt-5": at(1)})
    said(DAYS[1], acme={"gpt-5": at(1)})
    said(DAYS[2], acme={"gpt-5": at(0.5)})
    history = client.get("/models/openai/gpt-5/prices/").context["history"]
    assert [
        (one.offering.provider.key, one.input, one.is_other) for one in history.recommendations
    ] == [
        ("acme", Decimal("0.5"), False),
        ("acme", 1, True),
        ("openai", 2, False),
    ]
    assert [(span.start, span.end, span.prices.input) for span in history.spans] == [
        (DAYS[2], None, Decimal("0.5")),
        (DAYS[0], DAYS[2], 1),
        (DAYS[0], DAYS[1], 2),
    ]


@pytest.mark.django_db
def test_a_change_of_other_facts_begins_no_price(client, said):
    said(DAYS[0], openai={"gpt-5": at(2)})
    said(DAYS[1], openai={"gpt-5": at(2, reasoning=True)})
    history = client.get("/models/openai/gpt-5/prices/").context["history"]
    assert [(span.start, span.end) for span in history.spans] == [(DAYS[0], None)]


@pytest.mark.django_db
def test_a_period_shows_what_held_in_it(client, said, django_assert_max_num_queries):
    said(DAYS[0], openai={"gpt-5": at(2)})
    said(DAYS[3], openai={"gpt-5": at(1)})
    said(date(2026, 8, 1), openai={"gpt-5": at(3)})
    with django_assert_max_num_queries(6):
        page = client.get("/models/openai/gpt-5/prices/?days=30")
    assert [span.prices.input for span in page.context["history"].spans] == [3, 1]
    assert b'aria-current="true">30 days' in page.content


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?days=0", "?days=all", "?days=-5", "?days=" + "9" * 99])
def test_any_other_period_is_all_of_it(client, said, query):
    said(DAYS[0], openai={"gpt-5": at(2)})
    assert client.get(f"/models/openai/gpt-5/prices/{query}").context["days"] is None


@pytest.mark.django_db
def test_htmx_gets_the_part(client, said):
    said(DAYS[0], openai={"gpt-5": at(2)})
    part = client.get("/models/openai/gpt-5/prices/", headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b"style=" not in part.content


@pytest.mark.django_db
def test_a_model_without_prices_says_so(client, said):
    said(DAYS[0], openai={"gpt-5": {"name": "GPT 5"}})
    assert b"No price per token" in client.get("/models/openai/gpt-5/prices/").content


@pytest.mark.django_db
def test_an_unknown_model_has_no_prices(client):
    assert client.get("/models/openai/gpt-5/prices/").status_code == 404


@pytest.mark.django_db
def test_channels_of_one_provider_are_told_apart(client, said):
    said(DAYS[0], acme={"gpt-5": at(1), "openai/gpt-5": at(2)}, other={"gpt-5": at(3)})
    said(DAYS[1], acme={"openai/gpt-5": at(2)}, other={"gpt-5": at(3)})
    answer = client.get("/models/openai/gpt-5/prices/")
    (_name, chart), _output = answer.context["history"].charts
    named = {segment.step.name for line in chart.lines for segment in line.segments}
    assert named == {"Acme (gpt-5)", "Acme (openai/gpt-5)", "Other"}
    assert answer.content.decode().count('<code class="muted">openai/gpt-5</code>') == 2
