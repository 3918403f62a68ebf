from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.prices import Prices, Tier
from pricing.tariff import build_tariff
from pricing.terms import Currency, Term, Terms
from pricing.workload import Per, Workload, monthly_load

LISTED = Prices(Decimal("2.5"), Decimal(10), cache_read=Decimal("0.25"), reasoning=Decimal(12))
TIER = Tier(200_000, Prices(Decimal(5), Decimal(15)))
PERCENT = st.decimals(0, 100, places=2)
PRICE = st.decimals(0, 1000, places=9)


def load(**workload):
    return monthly_load([Workload(requests=1, per=Per.MONTH, **workload)])


def test_it_works():
    assert Term("openai", off=Decimal(15)).prices(LISTED) == Prices(
        Decimal("2.125"), Decimal("8.5"), cache_read=Decimal("0.2125"), reasoning=Decimal("10.2")
    )


def test_a_discount_invents_no_price():
    assert Term("x", off=Decimal(50)).prices(Prices(Decimal(1), Decimal(2))).cache_read is None


def test_own_prices_replace_those_that_are_given():
    own = Term("x", input=Decimal("1.1"), cache_read=Decimal(0)).prices(LISTED)
    assert own == Prices(Decimal("1.1"), Decimal(10), cache_read=Decimal(0), reasoning=Decimal(12))


def test_an_own_price_of_output_bills_reasoning_too():
    tariff = Term("x", output=Decimal(4)).tariff(build_tariff(LISTED, (TIER,)))
    cost = tariff.estimate(load(input=0, output=1_000_000, reasoning_tokens=1_000_000)).total
    assert cost == 8


def test_terms_hold_in_every_tier():
    listed = build_tariff(LISTED, (TIER,))
    large = load(input=1_000_000, output=0)
    assert Term("x", off=Decimal(10)).tariff(listed).estimate(large).total == Decimal("4.5")
    assert Term("x", input=Decimal(1)).tariff(listed).estimate(large).total == 1


@given(PERCENT, PRICE, PRICE)
def test_a_discount_on_prices_is_one_on_the_cost(off, price, tier_price):
    listed = build_tariff(Prices(price, price + 1), (Tier(1000, Prices(tier_price, price)),))
    term, usage = Term("x", off=off), load(input=1000, output=7, added=900, steps=3)
    expected = listed.estimate(usage).total * (100 - off) / 100
    assert term.tariff(listed).estimate(usage).total == expected


def test_free_is_a_price():
    assert Term("x", off=Decimal(100)).tariff(build_tariff(LISTED, ())).estimate(load()).total == 0


@pytest.mark.parametrize(
    "provider, model, off",
    [("azure", "o/gpt", 3), ("groq", "o/gpt", 2), ("azure", "o/o3", 1), ("groq", "o/o3", None)],
)
def test_the_most_specific_line_counts(provider, model, off):
    lines = (Term("azure", "", Decimal(1)), Term("", "o/gpt", Decimal(2)))
    terms = Terms((*lines, Term("azure", "o/gpt", Decimal(3))))
    found = terms.term_for(provider, model)
    assert (found.off if found else None) == off


def test_the_url_restores_the_terms():
    lines = (Term("azure", off=Decimal("7.50")), Term("", "o/gpt", input=Decimal("1E+1")))
    assert Terms(lines, Currency("TWD", Decimal("31.5"))).pairs == [
        *[("t1-provider", "azure"), ("t1-off", "7.5"), ("t2-model", "o/gpt"), ("t2-input", "10")],
        *[("currency", "TWD"), ("rate", "31.5")],
    ]
    assert Terms().pairs == []


def test_removes_a_line():
    one, two = Term("a", off=Decimal(1)), Term("b", off=Decimal(2))
    terms = Terms((one, two))
    assert terms.without_line(1).lines == (two,)
    assert terms.without_line(9) == terms


@pytest.mark.parametrize(
    "usd, rate, text",
    [
        ("1234.5", "31.5", "TWD 38,886.75"),
        ("0.004", "31.5", "TWD 0.13"),
        ("0.0001", "31.5", "TWD 0.0032"),
        ("12", "0.000012345", "TWD 0.00015"),
        ("0", "31.5", "TWD 0.00"),
        ("0.005", "1", "TWD 0.0050"),
        ("-2", "31.5", "TWD -63.00"),
    ],
)
def test_significant_digits_are_kept(usd, rate, text):
    assert Currency("TWD", Decimal(rate)).text(Decimal(usd)) == text


def test_amounts_are_exact():
    rate, usd = Decimal("31.123456789"), Decimal("0.000000000000000000000000000001")
    assert Currency("TWD", rate).convert(usd) == Decimal("31.123456789").scaleb(-30)


@pytest.mark.parametrize(
    "term, text",
    [
        (Term("a", off=Decimal("7.50")), "7.5% off"),
        (
            Term("a", input=Decimal("1.10"), cache_read=Decimal(0)),
            "input 1.1, cache_read 0 (USD per 1M tokens)",
        ),
    ],
)
def test_says_what_applies(term, text):
    assert term.text == text
