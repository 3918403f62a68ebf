from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.modes import NO_ASKS, Mode
from catalog.domain.prices import COMPONENTS, Prices, Tier
from pricing.estimate import Usage, estimate
from pricing.tariff import build_tariff
from pricing.usage_log.bill import mean_request_size, price_entries
from pricing.usage_log.entries import LogEntry
from pricing.usage_log.price_history import build_price_history, mode_tariffs
from tests.pricing.strategies import bases, tiers

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def entry(day=MAY, input_=1_000_000, requests=1, model="m", asks=NO_ASKS, **counts):
    usage = Usage(input=input_, **counts)
    tokens = tuple(getattr(usage, name) for name in COMPONENTS)
    return LogEntry(day, model, "", requests, tokens, asks)


def price(usd, *steps):
    return build_tariff(Prices(input=Decimal(usd), output=Decimal(usd)), steps)


def history(*steps, context=None, until=None):
    """Return histories of one offer from (first day, tariff) pairs; each ends where the next begins."""
    ends = [*(day for day, _tariff in steps), until][1:]
    rows = [(day, end, tariff) for (day, tariff), end in zip(steps, ends, strict=True)]
    return {("m", ""): build_price_history("maker/m", "acme", context, rows)}


def test_it_works():
    bill = price_entries([entry(), entry(JUNE)], history((MAY, price(3)), (JUNE, price(2))))
    assert bill.total.cost == 5
    costs = {month: totals.cost for month, totals in bill.by_month.items()}
    assert costs == {"2026-05": 3, "2026-06": 2}
    assert bill.by_offer["maker/m", "acme"].requests == 2


def test_a_price_applies_from_its_first_day():
    steps = history((MAY, price(3)), (JUNE, price(2)))
    for day, cost in ((date(2026, 5, 31), 3), (JUNE, 2), (date(2027, 1, 1), 2)):
        assert price_entries([entry(day)], steps).total.cost == cost


def test_prices_a_day_before_the_history_as_its_first_day_and_counts_it():
    bill = price_entries([entry(date(2025, 1, 1)), entry()], history((MAY, price(3))))
    assert bill.total.cost == 6
    assert bill.early == {("maker/m", "acme"): 1}


def test_prices_a_day_after_the_withdrawal_as_the_last_day_and_counts_it():
    steps = history((MAY, price(3)), until=JUNE)
    bill = price_entries([entry(date(2026, 5, 31)), entry(JUNE), entry(date(2026, 7, 1))], steps)
    assert bill.total.cost == 9
    assert (bill.early, bill.withdrawn) == ({}, {("maker/m", "acme"): 2})


def test_counts_a_day_between_withdrawal_and_return():
    returned = date(2026, 7, 1)
    rows = [(MAY, JUNE, price(3)), (returned, None, price(2))]
    steps = {("m", ""): build_price_history("maker/m", "acme", None, rows)}
    bill = price_entries([entry(), entry(JUNE), entry(returned)], steps)
    assert bill.total.cost == 3 + 3 + 2
    assert bill.withdrawn == {("maker/m", "acme"): 1}


def test_counts_rows_without_a_price_or_a_model():
    bill = price_entries([entry(), entry(model="x"), entry(model="x")], history((MAY, None)))
    assert (bill.unpriced, bill.unmatched) == ({"m": 1}, {"x": 2})
    assert bill.total.requests == 0


def test_the_mean_request_selects_the_tier():
    long = Tier(200_000, Prices(input=Decimal(6), output=Decimal(6)))
    steps = history((MAY, price(3, long)))
    assert mean_request_size(entry(requests=4)) == (250_000, 0)
    assert price_entries([entry(requests=4)], steps).total.cost == 6
    assert price_entries([entry(requests=5)], steps).total.cost == 3


def test_prices_a_prompt_beyond_the_context_window_at_base_prices():
    long = Tier(200_000, Prices(input=Decimal(6), output=Decimal(6)))
    steps = history((MAY, price(3, long)), context=500_000)
    bill = price_entries([entry(), entry(input_=400_000)], steps)
    assert bill.total.cost == 3 + Decimal("2.4")
    assert bill.load.largest_request == 400_000


FAST, BATCH = frozenset({("speed", "fast")}), frozenset({("service_tier", "batch")})


def with_fast(usd, *own, standard=()):
    """Return histories of an offer at 3 USD, and at another price in fast mode from June on."""
    mode = Mode("fast", Prices(Decimal(usd), Decimal(usd)), own, FAST)
    steps = [(MAY, JUNE, price(3, *standard)), (JUNE, None, price(3, *standard))]
    modes = [(), mode_tariffs([mode], standard)]
    return {("m", ""): build_price_history("maker/m", "acme", None, steps, modes)}


def test_a_mode_is_priced_at_its_own_price_from_the_day_that_it_has_one():
    rows = [entry(JUNE), entry(JUNE, asks=FAST), entry(JUNE, asks=FAST), entry(asks=FAST)]
    bill = price_entries(rows, with_fast(9))
    assert bill.total.cost == 3 + 9 + 9
    assert {key: sums.cost for key, sums in bill.in_modes.items()} == {
        (("maker/m", "acme"), "fast"): 18
    }
    assert bill.no_mode == {("m", FAST): 1}
    assert bill.no_mode_cost == 3


def test_what_ran_in_a_mode_is_not_compared_with_other_offers():
    bill = price_entries([entry(JUNE), entry(JUNE, asks=FAST)], with_fast(9))
    assert (bill.compared.requests, bill.compared.cost, bill.load.requests) == (1, 3, 1)


def test_a_batch_has_no_price_and_is_left_out():
    bill = price_entries([entry(JUNE, asks=BATCH), entry(JUNE)], with_fast(9))
    assert (bill.total.cost, bill.no_mode) == (3, {("m", BATCH): 1})
    assert bill.names["m", ""].no_mode_tokens == 1_000_000
    assert not bill.unpriced


def test_a_prompt_beyond_the_prices_of_a_mode_has_no_price():
    long = Tier(200_000, Prices(Decimal(6), Decimal(6)))
    rows = [entry(JUNE, 200_000, asks=FAST), entry(JUNE, 200_001, asks=FAST)]
    bill = price_entries(rows, with_fast(9, standard=(long,)))
    assert (bill.total.cost, bill.no_mode) == (Decimal("1.8"), {("m", FAST): 1})
    assert price_entries(rows, with_fast(9, long, standard=(long,))).no_mode == {}


def test_a_mode_of_an_offer_without_any_price_is_unpriced():
    bill = price_entries([entry(asks=BATCH)], history((MAY, None)))
    assert (bill.unpriced, bill.no_mode) == ({"m": 1}, {})


counts = st.integers(0, 400_000)
entries = st.builds(
    LogEntry,
    day=st.dates(date(2026, 4, 1), date(2026, 8, 1)),
    model=st.just("m"),
    provider=st.just(""),
    requests=st.just(1),
    tokens=st.tuples(*[counts] * len(COMPONENTS)),
    asks=st.just(NO_ASKS),
)


@given(bases, tiers, bases, tiers, st.lists(entries, max_size=5))
def test_the_bill_equals_the_sum_of_estimates_at_the_prices_of_each_day(
    one, steps, other, more, log
):
    steps_by_day = ((MAY, build_tariff(one, steps)), (JUNE, build_tariff(other, more)))
    naive = Decimal(0)
    for row in log:
        prices = (other, more) if row.day >= JUNE else (one, steps)
        naive += estimate(*prices, Usage(1, *row.tokens)).total
    bill = price_entries(log, history(*steps_by_day))
    assert bill.total.cost == naive
    assert sum(totals.cost for totals in bill.by_month.values()) == naive
    assert sum(totals.cost for totals in bill.cells.values()) == naive
