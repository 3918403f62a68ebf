from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.prices import COMPONENTS, Prices, Tier
from pricing.estimate import Usage, estimate
from pricing.tariff import tariff_of
from pricing.usage_log.bill import history_of, price_entries, sizes
from pricing.usage_log.parse import LogEntry
from tests.pricing.strategies import bases, tiers

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def entry(day=MAY, input_=1_000_000, requests=1, model="m", **counts):
    usage = Usage(input=input_, **counts)
    return LogEntry(day, model, "", requests, tuple(getattr(usage, name) for name in COMPONENTS))


def price(usd, *steps):
    return tariff_of(Prices(input=Decimal(usd), output=Decimal(usd)), steps)


def history(*steps, context=None, until=None):
    """Return a history from (first day, tariff); each ends where the next begins."""
    ends = [*(day for day, _tariff in steps), until][1:]
    rows = [(day, end, tariff) for (day, tariff), end in zip(steps, ends, strict=True)]
    return {("m", ""): history_of("maker/m", "acme", context, rows)}


def test_it_works():
    found = price_entries([entry(), entry(JUNE)], history((MAY, price(3)), (JUNE, price(2))))
    assert found.total.cost == 5
    costs = {month: sums.cost for month, sums in found.by_month.items()}
    assert costs == {"2026-05": 3, "2026-06": 2}
    assert found.by_model["maker/m", "acme"].requests == 2


def test_the_price_of_the_day_counts_from_that_day_on():
    steps = history((MAY, price(3)), (JUNE, price(2)))
    for day, cost in ((date(2026, 5, 31), 3), (JUNE, 2), (date(2027, 1, 1), 2)):
        assert price_entries([entry(day)], steps).total.cost == cost


def test_a_day_before_our_history_is_marked_and_priced_as_its_first():
    found = price_entries([entry(date(2025, 1, 1)), entry()], history((MAY, price(3))))
    assert found.total.cost == 6
    assert found.early == {("maker/m", "acme"): 1}


def test_a_day_after_the_withdrawal_is_marked_and_priced_as_the_last():
    steps = history((MAY, price(3)), until=JUNE)
    found = price_entries([entry(date(2026, 5, 31)), entry(JUNE), entry(date(2026, 7, 1))], steps)
    assert found.total.cost == 9
    assert (found.early, found.withdrawn) == ({}, {("maker/m", "acme"): 2})


def test_a_day_between_withdrawal_and_return_is_marked():
    back = date(2026, 7, 1)
    rows = [(MAY, JUNE, price(3)), (back, None, price(2))]
    steps = {("m", ""): history_of("maker/m", "acme", None, rows)}
    found = price_entries([entry(), entry(JUNE), entry(back)], steps)
    assert found.total.cost == 3 + 3 + 2
    assert found.withdrawn == {("maker/m", "acme"): 1}


def test_what_cannot_be_priced_is_counted():
    found = price_entries([entry(), entry(model="x"), entry(model="x")], history((MAY, None)))
    assert (found.unpriced, found.unmatched) == ({"m": 1}, {"x": 2})
    assert found.total.requests == 0


def test_a_sum_of_requests_is_measured_by_their_mean():
    long = Tier(200_000, Prices(input=Decimal(6), output=Decimal(6)))
    steps = history((MAY, price(3, long)))
    assert sizes(entry(requests=4)) == (250_000, 0)
    assert price_entries([entry(requests=4)], steps).total.cost == 6
    assert price_entries([entry(requests=5)], steps).total.cost == 3


def test_a_prompt_beyond_the_context_is_a_sum_of_requests():
    long = Tier(200_000, Prices(input=Decimal(6), output=Decimal(6)))
    steps = history((MAY, price(3, long)), context=500_000)
    found = price_entries([entry(), entry(input_=400_000)], steps)
    assert found.total.cost == 3 + Decimal("2.4")
    assert found.load.largest_request == 400_000


counts = st.integers(0, 400_000)
entries = st.builds(
    LogEntry,
    day=st.dates(date(2026, 4, 1), date(2026, 8, 1)),
    model=st.just("m"),
    provider=st.just(""),
    requests=st.just(1),
    tokens=st.tuples(*[counts] * len(COMPONENTS)),
)


@given(bases, tiers, bases, tiers, st.lists(entries, max_size=5))
def test_the_bill_is_the_sum_of_each_request_at_the_prices_of_its_day(one, steps, other, more, log):
    steps_by_day = ((MAY, tariff_of(one, steps)), (JUNE, tariff_of(other, more)))
    naive = Decimal(0)
    for row in log:
        offering = (other, more) if row.day >= JUNE else (one, steps)
        naive += estimate(*offering, Usage(1, *row.tokens)).total
    found = price_entries(log, history(*steps_by_day))
    assert found.total.cost == naive
    assert sum(sums.cost for sums in found.by_month.values()) == naive
    assert sum(sums.cost for sums in found.cells.values()) == naive
