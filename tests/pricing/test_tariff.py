from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.prices import Prices, Tier
from pricing.estimate import Usage, estimate
from pricing.load import aggregate
from pricing.tariff import TariffTable, build_tariff
from tests.pricing.strategies import bases, tiers, usages

OPUS = Prices(input=Decimal(5), output=Decimal(25), cache_read=Decimal("0.5"))
LONG = Tier(200_000, Prices(input=Decimal(10), output=Decimal("37.5")))


def totals(tariffs, load):
    priced = TariffTable(tariffs)
    return [priced.usd(units) for units in priced.totals(load)]


def test_it_works():
    load = aggregate([Usage(2, input=300_000, output=1000), Usage(1, input=100_000)])
    cost = build_tariff(OPUS, (LONG,)).estimate(load)
    assert [(line.component, line.tokens, line.tier) for line in cost.lines] == [
        ("input", 100_000, None),
        ("input", 600_000, 200_000),
        ("output", 2000, 200_000),
    ]
    assert totals([build_tariff(OPUS, (LONG,))], load) == [cost.total]


def test_merges_tokens_that_are_billed_alike():
    steps = [Usage(input=n * 100_000, output=100) for n in (1, 2, 3)]
    cost = build_tariff(OPUS, (LONG,)).estimate(aggregate(steps))
    assert cost.requests == 3
    assert [(line.component, line.tokens, line.tier) for line in cost.lines] == [
        ("input", 300_000, None),
        ("input", 300_000, 200_000),
        ("output", 200, None),
        ("output", 100, 200_000),
    ]


def test_returns_none_without_a_published_price():
    assert build_tariff(Prices(input=Decimal(1)), ()) is None


def test_the_band_for_a_prompt():
    tariff = build_tariff(OPUS, (LONG,))
    assert [tariff.band_for(n).above for n in (0, 200_000, 200_001)] == [-1, -1, 200_000]


def test_an_empty_table_and_an_empty_load():
    assert totals([], aggregate([Usage(input=1)])) == []
    assert totals([build_tariff(OPUS, ())], aggregate([])) == [0]


@given(bases, tiers, st.lists(usages, max_size=4))
def test_a_tariff_agrees_with_the_estimate(prices, steps, several):
    naive = Counter()
    for usage in several:
        for line in estimate(prices, steps, usage).lines:
            naive[line.component, line.tier, line.price, line.note] += line.cost
    cost = build_tariff(prices, steps).estimate(aggregate(several))
    merged = {(ln.component, ln.tier, ln.price, ln.note): ln.cost for ln in cost.lines}
    assert merged == naive
    assert len(merged) == len(cost.lines)
    assert cost.total == naive.total()


@given(st.lists(st.tuples(bases, tiers), max_size=4), st.lists(usages, max_size=4))
def test_totals_equal_the_sums_of_the_lines_exactly(offerings, several):
    load = aggregate(several)
    tariffs = [build_tariff(*offering) for offering in offerings]
    sums = [sum(line.cost for line in tariff.estimate(load).lines) for tariff in tariffs]
    assert totals(tariffs, load) == sums


def test_prices_of_any_magnitude_are_whole_units():
    prices = Prices(input=Decimal("1E+3"), output=Decimal("1E-12"))
    load = aggregate([Usage(input=1, output=7)])
    assert totals([build_tariff(prices, ())], load) == [Decimal("0.001000000000000007")]
