from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.prices import Prices, Tier
from pricing.estimate import Usage, estimate
from pricing.load import load_of
from pricing.tariff import TariffTable, tariff_of
from tests.pricing.strategies import bases, tiers, usages

OPUS = Prices(input=Decimal(5), output=Decimal(25), cache_read=Decimal("0.5"))
LONG = Tier(200_000, Prices(input=Decimal(10), output=Decimal("37.5")))


def totals(tariffs, load):
    priced = TariffTable(tariffs)
    return [priced.usd(units) for units in priced.totals(load)]


def test_it_works():
    load = load_of([Usage(2, input=300_000, output=1000), Usage(1, input=100_000)])
    cost = tariff_of(OPUS, (LONG,)).estimate(load)
    assert [(line.component, line.tokens, line.tier) for line in cost.lines] == [
        ("input", 100_000, None),
        ("input", 600_000, 200_000),
        ("output", 2000, 200_000),
    ]
    assert totals([tariff_of(OPUS, (LONG,))], load) == [cost.total]


def test_several_usages_merge_what_was_priced_alike():
    steps = [Usage(input=n * 100_000, output=100) for n in (1, 2, 3)]
    cost = tariff_of(OPUS, (LONG,)).estimate(load_of(steps))
    assert cost.requests == 3
    assert [(line.component, line.tokens, line.tier) for line in cost.lines] == [
        ("input", 300_000, None),
        ("input", 300_000, 200_000),
        ("output", 200, None),
        ("output", 100, 200_000),
    ]


def test_no_published_price_is_no_tariff():
    assert tariff_of(Prices(input=Decimal(1)), ()) is None


def test_the_band_of_a_prompt():
    tariff = tariff_of(OPUS, (LONG,))
    assert [tariff.band_of(n).above for n in (0, 200_000, 200_001)] == [-1, -1, 200_000]


def test_no_tariffs_and_no_load():
    assert totals([], load_of([Usage(input=1)])) == []
    assert totals([tariff_of(OPUS, ())], load_of([])) == [0]


@given(bases, tiers, st.lists(usages, max_size=4))
def test_a_tariff_says_what_the_estimate_says(prices, steps, several):
    naive = Counter()
    for usage in several:
        for line in estimate(prices, steps, usage).lines:
            naive[line.component, line.tier, line.price, line.note] += line.cost
    found = tariff_of(prices, steps).estimate(load_of(several))
    said = {(ln.component, ln.tier, ln.price, ln.note): ln.cost for ln in found.lines}
    assert said == naive
    assert len(said) == len(found.lines)
    assert found.total == naive.total()


@given(st.lists(st.tuples(bases, tiers), max_size=4), st.lists(usages, max_size=4))
def test_totals_are_the_sums_of_the_lines_to_the_last_digit(offerings, several):
    load = load_of(several)
    tariffs = [tariff_of(*offering) for offering in offerings]
    sums = [sum(line.cost for line in tariff.estimate(load).lines) for tariff in tariffs]
    assert totals(tariffs, load) == sums


def test_prices_of_any_size_are_whole_units():
    prices = Prices(input=Decimal("1E+3"), output=Decimal("1E-12"))
    load = load_of([Usage(input=1, output=7)])
    assert totals([tariff_of(prices, ())], load) == [Decimal("0.001000000000000007")]
