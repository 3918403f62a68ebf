from decimal import Decimal

import pytest
from django.utils import translation

from catalog.domain.prices import Prices, Tier
from pricing.calculator.calculate import calculate
from pricing.calculator.csv_export import HEAD, result_csv_rows
from pricing.calculator.query import CalculatorQuery
from pricing.tariff import build_tariff
from pricing.workload import Per, Workload
from tests.pricing.offers import make_offer, make_offer_table

PRICES = Prices(input=Decimal(1), output=Decimal(2))
TIER = Tier(1000, Prices(input=Decimal(3)))


def records(workload, *tariffs):
    """Return the rows of offers with these tariffs, as dictionaries."""
    offers = [make_offer(provider=f"p{n}", tariff=n) for n in range(len(tariffs))]
    table = make_offer_table(offers, tariffs=[build_tariff(*tariff) for tariff in tariffs])
    head, *rows = result_csv_rows(calculate(table, CalculatorQuery((workload,), every_offer=True)))
    assert head == HEAD
    return [dict(zip(HEAD, row, strict=True)) for row in rows]


def test_it_works():
    workload = Workload(requests=2, per=Per.MONTH, input=1_000_000, output=500_000)
    (row,) = records(workload, (PRICES, ()))
    assert (row["rank"], row["model_id"], row["provider_id"]) == (1, "meta/llama", "p0")
    assert (row["usd_per_month"], row["usd_per_request"]) == (4, 2)
    assert (row["input_tokens"], row["input_usd_per_million"], row["input_usd"]) == (
        *(2_000_000, 1, 2),
    )
    assert (row["tiers_above"], row["assumptions"]) == ("", "")


def test_names_region_and_seller_where_they_are_stated():
    offers = [
        make_offer(provider="groq"),
        make_offer(provider="p1", provider_model_id="eu.meta.llama"),
    ]
    table = make_offer_table(offers, tariffs=[build_tariff(PRICES, ())])
    result = calculate(table, CalculatorQuery((Workload(),), every_offer=True))
    rows = [dict(zip(HEAD, row, strict=True)) for row in list(result_csv_rows(result))[1:]]
    stated = {row["provider_id"]: (row["region"], row["seller"]) for row in rows}
    assert stated == {"groq": (None, "cloud"), "p1": ("eu", None)}


def test_a_region_has_its_surcharge():
    offers = [
        make_offer(provider="p1", provider_model_id="meta.llama"),
        make_offer(provider="p1", provider_model_id="eu.meta.llama", tariff=1),
    ]
    dear = Prices(PRICES.input * 2, PRICES.output * 2)
    table = make_offer_table(offers, tariffs=[build_tariff(PRICES, ()), build_tariff(dear, ())])
    result = calculate(table, CalculatorQuery((Workload(),), every_offer=True))
    rows = [dict(zip(HEAD, row, strict=True)) for row in list(result_csv_rows(result))[1:]]
    assert [row["region_surcharge"] for row in rows] == [None, "+100%"]


def test_a_component_that_is_not_used_has_empty_cells():
    (row,) = records(Workload(output=0), (PRICES, ()))
    assert (row["output_tokens"], row["output_usd_per_million"], row["output_usd"]) == (
        *(None, None, None),
    )


def test_a_component_in_two_bands_has_a_sum_and_no_price():
    workload = Workload(requests=1, per=Per.MONTH, input=1000, output=0, added=500, steps=2)
    (row,) = records(workload, (PRICES, (TIER,)))
    assert (row["input_tokens"], row["input_usd_per_million"]) == (2500, None)
    assert row["input_usd"] == (1000 * 1 + 1500 * 3) / Decimal(1_000_000)
    assert row["tiers_above"] == "1000"


def test_sums_are_exact_beyond_28_digits():
    prices = Prices(input=Decimal("1.0000000000000000000000000000001"), output=Decimal(1))
    workload = Workload(requests=1, per=Per.MONTH, input=1000, output=0, added=500, steps=2)
    (row,) = records(workload, (prices, (TIER,)))
    assert row["input_usd"] == row["usd_per_month"]


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_notes_are_joined(language):
    with translation.override(language):
        (row,) = records(Workload(cached=50), (PRICES, ()))
        notes = (
            "billed as input (no cache read price reported)",
            "billed as input (no cache write price reported)",
        )
        assert all(translation.gettext(note) in row["assumptions"] for note in notes)
        if language == "en":
            assert row["assumptions"] == "; ".join(notes)


def test_all_offers_are_listed_cheapest_first():
    dear = Prices(input=Decimal(9), output=Decimal(9))
    rows = records(Workload(), (dear, ()), *[(PRICES, ())] * 60)
    assert (len(rows), rows[0]["rank"], rows[-1]["provider"], rows[-1]["rank"]) == (
        *(61, 1, "Inference", 61),
    )


def test_no_offers():
    assert records(Workload()) == []
