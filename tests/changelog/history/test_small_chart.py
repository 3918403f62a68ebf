"""The small price chart of a model's page."""

from datetime import date
from decimal import Decimal

import pytest

from catalog.models import CanonicalModel
from changelog.history.small_chart import HEIGHT, TOP, PricePair, read_small_chart, small_chart
from tests.changelog.factories import DAYS, at

FIRST, SECOND, LAST = date(2026, 5, 1), date(2026, 5, 6), date(2026, 5, 10)
ADDRESS = "/models/openai/gpt-5/"


def pair(start, end, offer, price, output="8"):
    return PricePair(start, end, offer, price and Decimal(price), output and Decimal(output))


def test_a_step_stands_at_its_day():
    chart = small_chart([pair(FIRST, SECOND, 1, "4"), pair(SECOND, None, 1, "2")], LAST)
    assert (chart.first, chart.last) == (FIRST, LAST)
    assert [(end.name, end.before, end.now) for end in chart.ends] == [
        ("input", 4, 2),
        ("output", 8, 8),
    ]
    ((start, before, after, end),) = chart.lines[0].pieces
    assert (start.x, before.x, after.x, end.x) == (0, 50, 50, 100)
    assert start.y == before.y < after.y == end.y <= TOP + HEIGHT
    assert not chart.switches


def test_another_offer_at_the_same_price_is_a_dot_and_no_step():
    chart = small_chart([pair(FIRST, SECOND, 1, "4"), pair(SECOND, None, 2, "4")], LAST)
    assert [dot.x for dot in chart.lines[0].dots] == [50]
    assert chart.switches == 1


def test_days_without_a_price_are_a_gap():
    days = [pair(FIRST, date(2026, 5, 3), 1, "4"), pair(SECOND, None, 1, "4")]
    days.insert(1, pair(date(2026, 5, 3), SECOND, None, None, None))
    chart = small_chart(days, LAST)
    assert len(chart.lines[0].pieces) == 2
    assert not chart.switches


@pytest.mark.parametrize("pairs", [[], [pair(FIRST, None, None, None, None)]])
def test_no_chart_without_any_price(pairs):
    assert small_chart(pairs, LAST) is None


@pytest.mark.django_db
def test_is_read_up_to_a_day_in_one_query(publish, django_assert_num_queries):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[3], openai={"gpt-5": at(1)})
    model = CanonicalModel.objects.get()
    with django_assert_num_queries(1):
        now = read_small_chart(model, DAYS[3])
    assert (now.ends[0].before, now.ends[0].now) == (2, 1)
    then = read_small_chart(model, DAYS[2])
    assert (then.last, then.ends[0].now) == (DAYS[2], 2)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "/zh-hant"])
def test_the_page_shows_it_with_both_prices(client, publish, language):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[3], openai={"gpt-5": at(1)})
    html = client.get(language + ADDRESS).text
    chart = html.partition('<figure class="price-chart small">')[2].partition("</figure>")[0]
    assert "$2.00 → $1.00" in chart
    assert chart.count('<path class="line input"') == 2  # the key and the line


@pytest.mark.django_db
def test_the_page_of_a_past_day_shows_nothing_later(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[3], openai={"gpt-5": at(1)})
    html = client.get(f"{ADDRESS}?on={DAYS[1]}").text
    chart = html.partition('<figure class="price-chart small">')[2].partition("</figure>")[0]
    assert f"{DAYS[0]:%Y-%m-%d} </text>" in " ".join(chart.split())
    assert "→" not in chart
