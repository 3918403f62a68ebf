from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.usage_log.bill import UsageTotals
from pricing.usage_log.charts import HEIGHT, TOP, cost_chart, month_chart


def cells(**costs):
    """Return totals by offer and month, from `gpt_2026_05=3`."""
    return {
        ((name[:-8], "openai"), f"{name[-7:-3]}-{name[-2:]}"): UsageTotals(1, cost=Decimal(usd))
        for name, usd in costs.items()
    }


def chart_of(costs, months=("2026-05", "2026-06")):
    totals = cells(**costs)
    offers = list(dict.fromkeys(offer for offer, _month in totals))
    return month_chart(offers, months, totals)


def test_it_works():
    chart = chart_of({"gpt_2026_05": 6, "gpt_2026_06": 2, "o3_2026_05": 2})
    may, june = chart.columns
    assert (may.month, may.total, june.total) == ("2026-05", 8, 2)
    assert [(part.number, part.cost) for part in may.parts] == [(1, 6), (2, 2)]
    assert [(part.number, part.cost) for part in june.parts] == [(1, 2)]
    assert [usd for usd, _y in chart.ticks] == [0, 2, 4, 6, 8]
    assert may.parts[0].y + may.parts[0].height == TOP + HEIGHT == chart.floor
    assert may.parts[1].y == TOP
    assert may.x + may.width < june.x


def test_the_models_that_cost_least_are_one():
    costs = {f"m{n}_2026_05": 10 - n for n in range(9)}
    chart = chart_of(costs)
    assert [offer and offer[0] for offer in chart.series] == [*("m0", "m1", "m2", "m3", "m4"), None]
    assert chart.columns[0].parts[-1].cost == 5 + 4 + 3 + 2
    assert len(chart_of({f"m{n}_2026_05": 1 for n in range(6)}).series) == 6


def test_no_cost_is_no_chart():
    assert chart_of({"gpt_2026_05": 0}) is None
    assert month_chart([], [], {}) is None
    assert cost_chart([("gpt", "openai", Decimal(0), True)]) is None
    assert cost_chart([]) is None


def test_few_months_have_labels():
    months = [f"2026-{n:02}" for n in range(1, 13)]
    columns = chart_of({f"gpt_2026_{n:02}": n for n in range(1, 13)}, months).columns
    assert [column.month for column in columns if column.labelled] == months[::3]


def test_a_low_part_has_no_number_in_it():
    low, high = chart_of({"a_2026_05": 1, "b_2026_05": 99}).columns[0].parts
    assert low.baseline is None
    assert high.y < high.baseline < high.y + high.height


def test_bars_share_a_scale():
    chart = cost_chart([("Your log", "", Decimal(8), True), ("Llama", "Groq", Decimal(2), False)])
    assert [(bar.width, bar.own) for bar in chart.bars] == [(100, True), (25, False)]
    assert chart.bars[1].bar_y + chart.bar < chart.height


@pytest.mark.parametrize("usd", ["0.000000012", "123456789.5", "1", "9.99"])
def test_the_highest_is_inside_the_axis(usd):
    chart = chart_of({"gpt_2026_05": usd})
    assert chart.ticks[-1][0] >= Decimal(usd)
    assert len(chart.ticks) <= 6


@given(st.lists(st.decimals("0.01", 10_000, places=2), min_size=1, max_size=9))
def test_parts_lie_upon_each_other(costs):
    chart = chart_of({f"m{n}_2026_05": cost for n, cost in enumerate(costs)})
    column = chart.columns[0]
    assert column.total == sum(costs)
    below = TOP + HEIGHT
    for part in column.parts:
        assert part.y + part.height == pytest.approx(below, abs=0.2)
        below = part.y
    assert below >= TOP - 0.1
