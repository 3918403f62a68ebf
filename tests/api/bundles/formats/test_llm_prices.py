"""The two lists in the shape of simonw/llm-prices."""

import json
from datetime import date
from decimal import Decimal

from api.bundles.formats.llm_prices import write_current, write_historical
from catalog.domain.prices import Prices, Tier
from tests.api.bundles.factories import CONTENT, catalogue_of, facts_at, period

FIRST, SECOND, THIRD = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def historical(*periods):
    return json.loads(write_historical(catalogue_of(CONTENT, history=periods)))["prices"]


def test_current_has_the_fields_of_the_original():
    current = json.loads(write_current(catalogue_of(CONTENT)))
    assert current["updated_at"] == "2026-05-12"
    assert current["prices"][0] == {
        "id": "gpt-5",
        "vendor": "openai",
        "name": "GPT-5 ≤200k",
        "input": 1.25,
        "output": 10,
        "input_cached": 0.125,
    }


def test_a_tier_is_an_entry_that_keeps_what_it_does_not_list():
    tiers = json.loads(write_current(catalogue_of(CONTENT)))["prices"][1:3]
    assert [tier["id"] for tier in tiers] == ["gpt-5-200k", "gpt-5-272k"]
    assert [tier["name"] for tier in tiers] == ["GPT-5 >200k ≤272k", "GPT-5 >272k"]
    assert [tier["input_cached"] for tier in tiers] == [0.25, 0.125]


def test_only_prices_per_token_that_are_paid_are_listed():
    current = json.loads(write_current(catalogue_of(CONTENT)))
    ids = {entry["id"]: entry["input"] for entry in current["prices"]}
    assert "meta/llama:free" in ids
    assert ids["meta/llama:free"] == 0
    assert not ids.keys() & {"gpt-x", "zero", "glm"}


def test_history_has_the_current_price_first():
    dear, cheap = facts_at("2"), facts_at("1")
    prices = historical(period(dear, FIRST, SECOND), period(cheap, SECOND))
    assert [(p["input"], p["from_date"], p["to_date"]) for p in prices] == [
        (1, "2026-02-01", None),
        (2, "2026-01-01", "2026-02-01"),
    ]


def test_periods_of_equal_prices_are_one():
    (price,) = historical(
        period(facts_at("2", name="Old"), FIRST, SECOND), period(facts_at("2"), SECOND)
    )
    assert (price["from_date"], price["to_date"], price["name"]) == ("2026-01-01", None, "GPT 5")


def test_a_gap_stays_a_gap():
    prices = historical(period(facts_at("2"), FIRST, SECOND), period(facts_at("2"), THIRD))
    assert len(prices) == 2


def test_a_withdrawn_offer_is_history_only():
    gone = [period(facts_at("2"), FIRST, SECOND)]
    assert len(historical(*gone)) == 1
    current = json.loads(write_current(catalogue_of(CONTENT, history=gone)))
    assert current["prices"] == []


def test_a_tier_has_a_history_of_its_own():
    tier = Tier(200_500, Prices(input=Decimal(3)))
    with_tier = facts_at("2", tiers=(tier,))
    prices = historical(period(facts_at("2"), FIRST, SECOND), period(with_tier, SECOND))
    assert [(p["id"], p["from_date"]) for p in prices] == [
        ("m", "2026-01-01"),
        ("m-200500", "2026-02-01"),
    ]
