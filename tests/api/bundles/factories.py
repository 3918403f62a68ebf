"""Catalogues of a day as plain values, read from payloads without a database."""

from datetime import date
from decimal import Decimal
from typing import Any

from api.bundles.catalogue import BundleOffer, DayCatalogue, PricePeriod
from api.schemas.offers import Offer, PriceTier, TokenPrices
from catalog.domain.prices import COMPONENTS, Prices, Tier, price_state
from catalog.domain.records import OfferingFacts, OfferingRecord
from catalog.feed.normalise import NormalisedPayload
from tests.payloads import as_bytes, offering, payload, read

DAY = date(2026, 5, 12)
PRICED = {"input": 1.25, "output": 10, "cache_read": 0.125, "reasoning": 12}
TIERS = [
    {"tier": {"type": "context", "size": 200_000}, "input": 2.5, "output": 15, "cache_read": 0.25},
    {"tier": {"type": "context", "size": 272_000}, "input": 5, "output": 30},
]
# Each kind of price that a format must tell apart.
CONTENT = payload(
    openai={
        "gpt-5": offering("gpt-5", name="GPT-5", cost=PRICED | {"tiers": TIERS}, family="gpt"),
        "gpt-x": offering("gpt-x", cost=None, tool_call=None, limit={"context": 0, "output": 0}),
        "zero": offering("zero", cost={"input": 0, "output": 0}),
    },
    openrouter={
        "meta/llama:free": offering("meta/llama:free", cost={"input": 0, "output": 0}),
        "@cf/x": offering("@cf/x", modalities={"input": ["text", "pdf"], "output": ["text"]}),
    },
    **{"zai-coding-plan": {"glm": offering("glm", cost={"input": 1, "output": 2})}},
)


def catalogue_of(content: Any, day: date = DAY, **others: Any) -> DayCatalogue:
    """Return the catalogue of a payload in the feed's format, its history one day long."""
    return catalogue_from(read(content), as_bytes(content), day, **others)


def catalogue_from(
    normalised: NormalisedPayload, body: bytes, day: date = DAY, **others: Any
) -> DayCatalogue:
    records = list(normalised.offerings.values())
    fields: dict[str, Any] = {
        "day": day,
        "sha256": "ab" * 32,
        "payload": body,
        "providers": normalised.providers,
        "offers": [bundle_offer(record) for record in records],
        "history": [period(record.facts, day, key=record.key) for record in records],
    }
    return DayCatalogue(**fields | others)


def bundle_offer(record: OfferingRecord, **others: Any) -> BundleOffer:
    facts = record.facts
    state = price_state(facts.prices, provider=record.provider, provider_model_id=record.key[1])
    item = Offer(
        provider=record.provider,
        provider_model_id=record.provider_model_id,
        name=facts.name,
        prices=_texts(facts.prices),
        tiers=[PriceTier(tier.above, _texts(tier.prices)) for tier in facts.tiers],
    )
    fields: dict[str, Any] = {
        "provider": record.provider,
        "provider_model_id": record.provider_model_id,
        "model": f"acme/{record.provider_model_id.replace('/', '-')}",
        "kind": "chat",
        "price_state": state,
        "facts": facts,
        "corrected": (),
        "item": item,
    }
    return BundleOffer(**fields | others)


def period(
    facts: OfferingFacts, start: date, end: date | None = None, key: tuple[str, str] = ("p", "m")
) -> PricePeriod:
    return PricePeriod(*key, facts.name, facts.prices, facts.tiers, start, end)


def facts_at(price: str, *, name: str = "GPT 5", tiers: tuple[Tier, ...] = ()) -> OfferingFacts:
    """Return facts with an input price, the output at four times that."""
    prices = Prices(input=Decimal(price), output=4 * Decimal(price))
    return OfferingFacts(name, prices=prices, tiers=tiers)


def _texts(prices: Prices) -> TokenPrices:
    stated = {name: getattr(prices, name) for name in COMPONENTS}
    return TokenPrices(**{name: str(price) for name, price in stated.items() if price is not None})
