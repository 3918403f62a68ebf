from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from catalog.prices import Prices, Tier
from pricing.estimate import Usage, estimate_all
from pricing.load import load_of
from pricing.tariff import Tariffs, tariff_of
from tests.pricing.strategies import bases, tiers, usages

OPUS = Prices(input=Decimal(5), output=Decimal(25), cache_read=Decimal("0.5"))
LONG = Tier(200_000, Prices(input=Decimal(10), output=Decimal("37.5")))


def test_it_works():
    load = load_of([Usage(2, input=300_000, output=1000), Usage(1, input=100_000)])
    cost = tariff_of(OPUS, (LONG,)).estimate(load)
    assert [(line.component, line.tokens, line.tier) for line in cost.lines] == [
        ("input", 100_000, None),
        ("input", 600_000, 200_000),
        ("output", 2000, 200_000),
    ]
    assert Tariffs([tariff_of(OPUS, (LONG,))]).totals(load) == [cost.total]


def test_no_published_price_is_no_tariff():
    assert tariff_of(Prices(input=Decimal(1)), ()) is None


def test_the_band_of_a_prompt():
    tariff = tariff_of(OPUS, (LONG,))
    assert [tariff.band_of(n).above for n in (0, 200_000, 200_001)] == [-1, -1, 200_000]


def test_no_tariffs_and_no_load():
    assert Tariffs([]).totals(load_of([Usage(input=1)])) == []
    assert Tariffs([tariff_of(OPUS, ())]).totals(load_of([])) == [0]


@given(bases, tiers, st.lists(usages, max_size=4))
def test_a_tariff_says_what_the_estimate_says(prices, steps, several):
    naive = estimate_all(prices, steps, several)
    found = tariff_of(prices, steps).estimate(load_of(several))
    assert (found.lines, found.total) == (naive.lines, naive.total)


@given(st.lists(st.tuples(bases, tiers), max_size=4), st.lists(usages, max_size=4))
def test_totals_are_the_sums_of_the_lines_to_the_last_digit(offerings, several):
    load = load_of(several)
    tariffs = [tariff_of(*offering) for offering in offerings]
    sums = [sum(line.cost for line in tariff.estimate(load).lines) for tariff in tariffs]
    assert Tariffs(tariffs).totals(load) == sums
