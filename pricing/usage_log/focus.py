"""A priced log in the columns of FOCUS 1.4, the FinOps Open Cost and Usage Specification.

Cost and Usage dataset, release 1.4 of June 2026. A log knows no accounts, invoices, contracts,
commitments or resources, so their columns are left out or empty. ListCost is at list prices; the
other costs are at the terms that the reader gave, which `x_Terms` names, else the same. Columns
with `x_` are our own: the offer, the day from which its prices held, and the SHA-256 of the
payload in which models.dev published them.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from catalog.display.spreadsheet import Cell
from pricing.estimate import EXACT
from pricing.usage_log.charges import Charge
from pricing.usage_log.price_history import Coverage, OfferKey

VERSION = "1.4"
HEAD = (
    *("BilledCost", "BillingAccountId", "BillingCurrency", "BillingPeriodEnd"),
    *("BillingPeriodStart", "ChargeCategory", "ChargeClass", "ChargeDescription"),
    *("ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart", "ConsumedQuantity"),
    *("ConsumedUnit", "ContractedCost", "ContractedUnitPrice", "EffectiveCost"),
    *("HostProviderName", "InvoiceIssuerName", "ListCost", "ListUnitPrice", "PricingCategory"),
    *("PricingCurrency", "PricingQuantity", "PricingUnit", "ServiceProviderName"),
    *("ServiceCategory", "ServiceName", "ServiceSubcategory", "SkuId", "SkuMeter", "SkuPriceId"),
    *("x_Model", "x_ProviderModelId", "x_TokenType", "x_ContextTierAbove", "x_PriceNote"),
    *("x_Terms",),
    *("x_PricesSince", "x_PriceCoverage", "x_SnapshotSha256"),
)
METERS = {
    "input": "Input tokens",
    "output": "Output tokens",
    "cache_read": "Cached input tokens",
    "cache_write": "Cache write tokens",
    "reasoning": "Reasoning tokens",
    "input_audio": "Audio input tokens",
    "output_audio": "Audio output tokens",
}


def focus_rows(
    charges: Iterable[Charge], ids: Mapping[OfferKey, str], digests: Mapping[date, str]
) -> Iterator[tuple[Cell, ...]]:
    """Yield the header, then a row per charge; texts are English, as the specification's are.

    `ids` are providers' model ids by offer, `digests` the SHA-256 of each day's snapshot.
    """
    yield HEAD
    for charge in charges:
        yield tuple(_row(charge, ids, digests)[name] for name in HEAD)


def _row(
    charge: Charge, ids: Mapping[OfferKey, str], digests: Mapping[date, str]
) -> dict[str, Cell]:
    line, (model, provider) = charge.line, charge.offer
    model_id, meter = ids.get(charge.offer, ""), METERS[line.component]
    per_token = EXACT.scaleb(line.price, -6)
    month = charge.day.replace(day=1)
    sku = f"{provider}/{model_id}"
    tier = "" if line.tier is None else f"/>{line.tier}"
    # In texts, not in a column: a log without modes keeps its file as it was.
    mode, in_mode = (f"/{charge.mode}", f" in {charge.mode} mode") if charge.mode else ("", "")
    costs: dict[str, Cell] = dict.fromkeys(
        ("BilledCost", "ContractedCost", "EffectiveCost"), charge.paid.cost
    )
    return {
        **costs,
        "BillingAccountId": None,
        "BillingCurrency": "USD",
        "BillingPeriodStart": _instant(month),
        "BillingPeriodEnd": _instant((month + timedelta(days=31)).replace(day=1)),
        "ChargeCategory": "Usage",
        "ChargeClass": None,
        "ChargeDescription": f"{meter} of {model} at {provider}{in_mode}",
        "ChargeFrequency": "Usage-Based",
        "ChargePeriodStart": _instant(charge.day),
        "ChargePeriodEnd": _instant(charge.day + timedelta(days=1)),
        "ConsumedQuantity": line.tokens,
        "ConsumedUnit": "Tokens",
        "ContractedUnitPrice": EXACT.scaleb(charge.paid.price, -6),
        "HostProviderName": None,
        "InvoiceIssuerName": provider,
        "ListCost": line.cost,
        "ListUnitPrice": per_token,
        "PricingCategory": "Standard",
        "PricingCurrency": "USD",
        "PricingQuantity": Decimal(line.tokens),
        "PricingUnit": "Tokens",
        "ServiceProviderName": provider,
        "ServiceCategory": "AI and Machine Learning",
        "ServiceName": model,
        "ServiceSubcategory": "Generative AI",
        "SkuId": sku,
        "SkuMeter": meter,
        "SkuPriceId": f"{sku}/{line.component}{tier}{mode}",
        "x_Model": model,
        "x_ProviderModelId": model_id,
        "x_TokenType": line.component,
        "x_ContextTierAbove": line.tier,
        "x_PriceNote": line.note or None,
        "x_Terms": charge.terms or None,
        "x_PricesSince": charge.since.isoformat(),
        "x_PriceCoverage": None if charge.coverage is Coverage.COVERED else charge.coverage.value,
        "x_SnapshotSha256": digests.get(charge.since),
    }


def _instant(day: date) -> str:
    """Return the beginning of a day in UTC, as FOCUS writes dates and times."""
    return f"{day.isoformat()}T00:00:00Z"
