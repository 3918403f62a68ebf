from datetime import date, timedelta
from decimal import Decimal

import pytest

from catalog.domain.modes import Mode
from catalog.domain.prices import Prices
from pricing.tariff import build_tariff
from pricing.terms import Term, Terms
from pricing.usage_log.price_history import Coverage, build_price_history, mode_tariffs

APRIL, MAY, JUNE, JULY = (date(2026, month, 1) for month in (4, 5, 6, 7))
DAY = timedelta(days=1)
FIRST, SECOND = (build_tariff(Prices(Decimal(usd), Decimal(usd)), ()) for usd in (3, 2))
HISTORY = build_price_history("m/x", "acme", None, [(APRIL, MAY, FIRST), (JUNE, JULY, SECOND)])


def test_it_works():
    assert HISTORY.key == ("m/x", "acme")
    assert HISTORY.on(APRIL) == (FIRST, Coverage.COVERED)


@pytest.mark.parametrize(
    ("day", "tariff", "coverage"),
    [
        (APRIL - DAY, FIRST, Coverage.BEFORE_HISTORY),
        (MAY - DAY, FIRST, Coverage.COVERED),
        (MAY, FIRST, Coverage.WITHDRAWN),
        (JUNE - DAY, FIRST, Coverage.WITHDRAWN),
        (JUNE, SECOND, Coverage.COVERED),
        (JULY, SECOND, Coverage.WITHDRAWN),
    ],
)
def test_days_at_the_edges(day, tariff, coverage):
    assert HISTORY.on(day) == (tariff, coverage)


def test_an_open_step_covers_every_later_day():
    history = build_price_history("m/x", "acme", None, [(APRIL, None, None)])
    assert history.on(date(2030, 1, 1)) == (None, Coverage.COVERED)


def test_a_mode_has_its_own_tariff_and_never_the_standard_one():
    fast = Mode("fast", Prices(Decimal(9), Decimal(9)), (), frozenset({("speed", "fast")}))
    steps = [(APRIL, MAY, FIRST), (MAY, None, SECOND)]
    history = build_price_history("m/x", "acme", None, steps, [(), mode_tariffs([fast], ())])
    assert history.on(MAY, fast.asked_by)[0].prices.input == 9
    assert history.on(MAY, frozenset({("service_tier", "batch")}))[0] is None
    assert history.on(APRIL, fast.asked_by)[0] is None
    discount = history.at_terms(Terms((Term("acme", off=Decimal(50)),)))
    assert discount.on(MAY, fast.asked_by)[0].prices.input == Decimal("4.5")
    assert discount.on(MAY, fast.asked_by)[0].mode == "fast"


def test_a_price_has_its_first_day():
    tariffs = [build_tariff(Prices(Decimal(n), Decimal(n)), ()) for n in (1, 2)]
    steps = [(date(2026, 5, 1), date(2026, 6, 1), tariffs[0]), (date(2026, 6, 1), None, tariffs[1])]
    history = build_price_history("a/b", "c", None, steps)
    days = (date(2025, 1, 1), date(2026, 5, 31), date(2026, 6, 1), date(2027, 1, 1))
    assert [history.begun(day).month for day in days] == [5, 5, 6, 6]
