from dataclasses import replace
from datetime import date
from decimal import Decimal

from catalog.domain.prices import COMPONENTS
from pricing.estimate import CostLine
from pricing.usage_log.charges import Charge
from pricing.usage_log.focus import HEAD, METERS, focus_rows
from pricing.usage_log.price_history import Coverage

OFFER = ("openai/gpt", "openai")
LINE = CostLine("cache_read", 1000, Decimal("0.5"), Decimal("0.0005"), "a note", 200_000)


def row_of(**values):
    defaults = {
        "offer": OFFER,
        "day": date(2026, 12, 31),
        "since": date(2026, 5, 1),
        "coverage": Coverage.COVERED,
        "line": LINE,
        "paid": values.get("line", LINE),
    }
    charge = Charge(**defaults | values)
    head, row = focus_rows([charge], {OFFER: "gpt"}, {date(2026, 5, 1): "ab12"})
    return dict(zip(head, row, strict=True))


def test_it_works():
    row = row_of()
    assert row["BilledCost"] == row["ListCost"] == row["EffectiveCost"] == Decimal("0.0005")
    assert (row["ConsumedQuantity"], row["ConsumedUnit"]) == (1000, "Tokens")
    assert (row["ChargePeriodStart"], row["ChargePeriodEnd"]) == (
        "2026-12-31T00:00:00Z",
        "2027-01-01T00:00:00Z",
    )
    assert (row["BillingPeriodStart"], row["BillingPeriodEnd"]) == (
        "2026-12-01T00:00:00Z",
        "2027-01-01T00:00:00Z",
    )


def test_a_unit_price_times_the_quantity_is_the_cost():
    row = row_of()
    assert row["ListUnitPrice"] * row["PricingQuantity"] == row["ListCost"]


def test_each_line_has_its_offer_its_revision_and_its_snapshot():
    row = row_of()
    assert (row["x_Model"], row["ServiceProviderName"], row["x_ProviderModelId"]) == (
        *("openai/gpt", "openai", "gpt"),
    )
    assert (row["x_PricesSince"], row["x_SnapshotSha256"]) == ("2026-05-01", "ab12")
    assert (row["x_ContextTierAbove"], row["x_PriceNote"]) == (200_000, "a note")
    assert row["x_PriceCoverage"] is None


def test_at_terms_the_list_cost_and_what_is_paid_differ():
    paid = replace(LINE, price=Decimal("0.4"), cost=Decimal("0.0004"))
    row = row_of(paid=paid, terms="20% off")
    assert row["ListCost"] == Decimal("0.0005")
    assert {row[f"{name}Cost"] for name in ("Billed", "Contracted", "Effective")} == {paid.cost}
    for name in ("List", "Contracted"):
        assert row[f"{name}UnitPrice"] * row["PricingQuantity"] == row[f"{name}Cost"]
    assert row["x_Terms"] == "20% off"
    assert row_of()["x_Terms"] is None


def test_what_is_not_known_is_empty():
    row = row_of(since=date(2026, 6, 1), coverage=Coverage.WITHDRAWN)
    assert row["x_SnapshotSha256"] is None
    assert row["x_PriceCoverage"] == "withdrawn"


def test_the_header_has_each_column_once_and_every_kind_of_token_a_meter():
    assert len(set(HEAD)) == len(HEAD)
    assert set(METERS) == set(COMPONENTS)


def test_the_price_of_a_mode_has_a_sku_of_its_own():
    standard, fast = row_of(), row_of(mode="fast")
    assert fast["SkuPriceId"] == f"{standard['SkuPriceId']}/fast"
    assert fast["ChargeDescription"] == f"{standard['ChargeDescription']} in fast mode"
