from dataclasses import replace
from decimal import Decimal

import pytest

from catalog.domain.prices import Prices, Tier
from pricing.calculator.calculate import calculate
from pricing.calculator.query import CalculatorQuery
from pricing.calculator.result_rows import exact_text, result_rows, savings_text
from pricing.tariff import build_tariff
from pricing.workload import Per, Workload
from tests.pricing.offers import PROFILE, make_offer, make_offer_table

PRICES = Prices(input=Decimal(1), output=Decimal(2))
LIMITS = PROFILE._replace(context=100_000, max_output=10_000)
WORKLOAD = Workload(requests=2, per=Per.MONTH, input=10_000, output=500)


def row_of(workload=WORKLOAD, prices=PRICES, tiers=(), profile=LIMITS, **query):
    table = make_offer_table([make_offer()], [profile], [build_tariff(prices, tiers)])
    query = CalculatorQuery((workload,), **query)
    result = calculate(table, query)
    (row,) = result_rows(result.ranking[:], result, query)
    return row


def test_it_works():
    row = row_of()
    assert (row.rank, row.offer.provider) == (1, "inference")
    assert (row.cost, row.per_request.text) == (Decimal("0.022"), "$0.0110")
    assert [(line.component, line.tokens, line.price, line.cost) for line in row.lines] == [
        ("input", "20,000", "$1.00", "$0.02"),
        ("output", "1,000", "$2.00", "$0.002"),
    ]
    assert (row.total, row.remarks) == ("$0.022", ())


def test_names_the_effective_prices_of_input_and_output():
    assert row_of().effective == (
        "Effective price with caching, tiers and reasoning: $1.00 per 1M input tokens, $2.00 per 1M"
        " output tokens."
    )
    assert row_of(workload=Workload(requests=1, input=1000, output=0)).effective == ""


def test_compares_nothing_unless_the_query_does():
    assert (row_of().after_growth, row_of().savings) == (None, None)
    row = row_of(now=Decimal(1), growth=Decimal("2.5"))
    assert row.after_growth == Decimal("0.055")
    assert row.savings == "▼ 98%, $0.98 less"


def test_notes_name_the_tier_and_the_assumption():
    tier = Tier(8192, Prices(output=Decimal(3)))
    (line, _output) = row_of(tiers=(tier,)).lines
    assert line.notes == (
        "price for prompts over 8K tokens",
        "base price (not listed in the tier)",
    )


@pytest.mark.parametrize(
    ("cache_read", "cache_write", "remark"),
    [
        ("0.1", None, "Prompt caching pays off from the first read"),
        ("1", None, "Prompt caching doesn’t save money here"),
        ("0.5", "1.5", "Prompt caching pays off at a cache hit rate above 50%"),
    ],
)
def test_remarks_on_caching(cache_read, cache_write, remark):
    write = cache_write and Decimal(cache_write)
    prices = replace(PRICES, cache_read=Decimal(cache_read), cache_write=write)
    (text,) = row_of(prices=prices).remarks
    assert text.startswith(remark)


@pytest.mark.parametrize(
    ("missing", "remark"),
    [("context", "Context window not reported"), ("max_output", "Maximum output not reported")],
)
def test_remarks_on_limits_that_are_not_reported(missing, remark):
    (text,) = row_of(profile=LIMITS._replace(**{missing: None})).remarks
    assert text.startswith(remark)


@pytest.mark.parametrize(
    ("now", "cost", "text"),
    [
        ("10", "6", "▼ 40%, $4.00 less"),
        ("10", "15", "▲ 50%, $5.00 more"),
        ("10", "10", "the same"),
        ("10", "9.996", "the same"),
        ("0", "5", "the same"),
    ],
)
def test_savings(now, cost, text):
    assert savings_text(Decimal(now), Decimal(cost)) == text


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        ("0", "$0.00"),
        ("1E+3", "$1,000.00"),
        ("2.500", "$2.50"),
        ("0.0000001", "$0.0000001"),
        ("1.0000000000000000000000000000001", "$1.0000000000000000000000000000001"),
    ],
)
def test_exact_text_has_every_digit_and_two_decimals(usd, text):
    assert exact_text(Decimal(usd)) == text


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"now": Decimal(5), "slack": 7},
        {"workloads": (Workload(input=1), Workload(cached=9))},
        {"instead": "a/b", "caches": 3, "model": "meta/llama"},
    ],
)
def test_the_link_to_replace_an_offer_is_that_of_its_query(changes):
    offer = make_offer(provider="a&b", provider_model_id="x/y z?=é")
    table = make_offer_table([offer], tariffs=[build_tariff(Prices(Decimal(1), Decimal(1)), ())])
    query = CalculatorQuery(**changes)
    result = calculate(table, replace(query, instead=""))
    (row,) = result_rows(result.ranking, result, query)
    assert row.instead == query.but(model="", instead="a&b:x/y z?=é", page=1).text
