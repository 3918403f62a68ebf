"""Reading the price index: summaries, charts and the days of the table."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from changelog.price_index.levels import levels
from changelog.price_index.links import Link, Measure, Tier
from changelog.price_index.reading import (
    change_over,
    index_days,
    measure_chart,
    read_index,
    summaries,
    tier_chart,
)
from tests.changelog.factories import DAYS, at

FIRST = date(2026, 1, 1)


def history(*ratios: str, every: int = 10):
    days = (FIRST + timedelta(every * place) for place in range(len(ratios)))
    return tuple(levels((day, link(ratio)) for day, ratio in zip(days, ratios, strict=False)))


def link(ratio: str) -> Link:
    counts = {"priced": 2, "matched": 2, "moved": 1, "arrived": 0, "left": 0}
    return Link(Measure.RECOMMENDED, Tier.ALL, Decimal(ratio), Decimal("0.0001"), **counts)


def test_the_change_is_that_since_the_last_level_before_the_days():
    assert change_over(history("1", "2", "2", "2", "2"), 30) == 7
    assert change_over(history("1", "2"), 30) is None
    assert change_over((), 30) is None


def test_charts_have_a_line_for_each_measure_and_a_band():
    index = {(measure, Tier.ALL): history("1", "0.9") for measure in Measure}
    chart = measure_chart(index, None)
    assert [line.key for line in chart.lines] == [measure.value for measure in Measure]
    assert len(chart.boxes) == 2
    assert any(text.startswith("Recommended price: 90.00") for text in chart.spans[1].texts)


def test_a_chart_of_tiers_has_no_band():
    index = {(Measure.OWN, tier): history("1", "0.9") for tier in Tier}
    chart = tier_chart(index, Measure.OWN, None)
    assert [line.key for line in chart.lines] == ["frontier", "mid", "small"]
    assert chart.boxes == ()


def test_a_period_begins_no_earlier_than_the_record():
    index = {(Measure.RECOMMENDED, Tier.ALL): history("1", "2", "2", "2", "2")}
    assert measure_chart(index, 30).days[0].day == FIRST + timedelta(10)
    assert measure_chart(index, 365).days[0].day == FIRST


def test_nothing_on_record():
    assert (measure_chart({}, None), tier_chart({}, Measure.OWN, None)) == (None, None)
    assert (summaries({}), index_days({})) == ([], [])


@pytest.mark.django_db
def test_reads_every_link_in_one_query(publish, django_assert_num_queries):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(1)})
    with django_assert_num_queries(1):
        index = read_index(None)
    assert [level.value for level in index[Measure.OWN, Tier.ALL]] == [100, 50]
    assert [row.day for row in index_days(index)] == [DAYS[1], DAYS[0]]
    assert [one.level.value for one in summaries(index)] == [50, 50, 50]
