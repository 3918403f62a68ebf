from datetime import date
from decimal import Decimal

from catalog.domain.modes import Mode
from catalog.domain.prices import Prices, Tier
from pricing.tariff import build_tariff
from pricing.terms import Term, Terms
from pricing.usage_log.bill import price_entries
from pricing.usage_log.charges import charges
from pricing.usage_log.parse import read_log
from pricing.usage_log.price_history import Coverage, build_price_history, mode_tariffs

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
CHEAP = build_tariff(Prices(Decimal(1), Decimal(2)), ())
DEAR = build_tariff(
    Prices(Decimal(3), Decimal(4)), (Tier(200_000, Prices(Decimal(6), Decimal(8))),)
)
HISTORIES = {
    ("gpt", ""): build_price_history(
        "openai/gpt", "openai", None, [(MAY, JUNE, CHEAP), (JUNE, None, DEAR)]
    )
}
LOG = "day,model,input,output\n"


def charged(*rows):
    entries = read_log(LOG + "".join(f"{row}\n" for row in rows)).entries
    several = list(charges(entries, HISTORIES))
    return several, price_entries(entries, HISTORIES).total.cost


def test_it_works():
    several, total = charged("2026-05-02,gpt,100,10", "2026-05-02,gpt,100,10")
    assert [(one.day, one.since, one.line.component, one.line.tokens) for one in several] == [
        (date(2026, 5, 2), MAY, "input", 200),
        (date(2026, 5, 2), MAY, "output", 20),
    ]
    assert sum(one.line.cost for one in several) == total


def test_terms_change_what_is_paid_and_not_the_list_cost():
    entries = read_log(f"{LOG}2026-06-02,gpt,100,0\n2026-06-02,gpt,300000,10\n").entries
    terms = Terms((Term("openai", off=Decimal(50)),))
    paid = {name: history.at_terms(terms) for name, history in HISTORIES.items()}
    several = list(charges(entries, HISTORIES, terms))
    assert {one.terms for one in several} == {"50% off"}
    assert sum(one.line.cost for one in several) == price_entries(entries, HISTORIES).total.cost
    assert sum(one.paid.cost for one in several) == price_entries(entries, paid).total.cost
    assert [one.paid.cost * 2 for one in several] == [one.line.cost for one in several]
    assert [one.paid.tier for one in several] == [None, 200_000, 200_000]


def test_each_day_has_its_prices_and_each_tier_its_charge():
    several, total = charged(
        "2026-06-02,gpt,300000,0", "2026-06-02,gpt,100,0", "2026-05-03,gpt,100,0"
    )
    assert [(one.since, one.line.price, one.line.tier) for one in several] == [
        (MAY, 1, None),
        (JUNE, 3, None),
        (JUNE, 6, 200_000),
    ]
    assert sum(one.line.cost for one in several) == total


def test_standard_prices_and_those_of_a_mode_are_charges_of_their_own():
    fast = Mode("fast", Prices(Decimal(9), Decimal(9)), (), frozenset({("speed", "fast")}))
    history = build_price_history(
        *("openai/gpt", "openai", None, [(MAY, None, CHEAP)], [mode_tariffs([fast], ())])
    )
    rows = ["2026-05-02,gpt,100,0,fast", "2026-05-02,gpt,100,0,", "2026-05-02,gpt,9,0,batch"]
    for log in (rows, list(reversed(rows))):
        entries = read_log("day,model,input,output,speed\n" + "\n".join(log)).entries
        several = list(charges(entries, {("gpt", ""): history}))
        assert [(one.mode, one.line.price, one.line.tokens) for one in several] == [
            ("", 1, 100),
            ("fast", 9, 100),
        ]
        bill = price_entries(entries, {("gpt", ""): history})
        assert sum(one.line.cost for one in several) == bill.total.cost


def test_the_order_of_the_rows_makes_no_difference():
    rows = ["2026-06-02,gpt,300000,7", "2026-06-02,gpt,100,0", "2026-05-03,gpt,100,0"]
    assert charged(*rows)[0] == charged(*reversed(rows))[0]


def test_a_day_before_the_history_is_said():
    (one,), _total = charged("2025-01-01,gpt,100,0")
    assert (one.since, one.coverage) == (MAY, Coverage.BEFORE_HISTORY)


def test_what_has_no_model_has_no_charge():
    assert charged("2026-05-02,who?,100,0")[0] == []
