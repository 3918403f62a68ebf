"""Rows for tests, with defaults for what a test does not state."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from catalog.domain.prices import Prices, price_state
from catalog.http import DataVersion
from catalog.models import CanonicalModel, CatalogueVersion, Maker, Offering, Provider

DAY = date(2026, 5, 12)


def data_version(number: int = 1) -> DataVersion:
    """Return the version as views hand it to cached functions, without a row in the database."""
    return DataVersion(number, DAY, timedelta())


def make_version(day: date = DAY) -> CatalogueVersion:
    return CatalogueVersion.objects.create(day=day, made_at=datetime.combine(day, time(6), UTC))


def make_maker(slug: str = "meta", **fields: Any) -> Maker:
    fields = {"name": slug.title()} | fields
    return Maker.objects.get_or_create(slug=slug, defaults=fields)[0]


def make_provider(key: str = "inference", **fields: Any) -> Provider:
    fields = {"name": key.title(), "first_seen": DAY} | fields
    return Provider.objects.get_or_create(key=key, defaults=fields)[0]


def make_model(path: str = "meta/llama-3-2-1b-instruct", **facts: Any) -> CanonicalModel:
    """Make a model; with prices, also the offering that they come from, as the recommended one."""
    maker, _slash, slug = path.partition("/")
    facts = {"name": slug.replace("-", " ").title(), "first_seen": DAY} | facts
    facts = {"label": facts["name"]} | facts
    model = CanonicalModel.objects.create(maker=make_maker(maker), slug=slug, path=path, **facts)
    if model.input_price is not None:
        recommend(
            make_offering(
                model, input_price=facts["input_price"], output_price=facts["output_price"]
            )
        )
    return model


def make_offering(
    model: CanonicalModel,
    provider: str = "inference",
    provider_model_id: str = "",
    **facts: Any,
) -> Offering:
    """Make an offering; prices may be strings, in USD per million tokens."""
    named = {
        name.removesuffix("_price"): Decimal(facts[name])
        for name in facts
        if name.endswith("_price")
    }
    prices = Prices(**named)
    own_id = provider_model_id or model.path
    fields: dict[str, Any] = {
        "name": model.name,
        "basis": "rule",
        "price_state": price_state(prices, provider=provider, provider_model_id=own_id),
        "blended_price": prices.blended,
        "first_seen": DAY,
        "changed_on": DAY,
    }
    return Offering.objects.create(
        provider=make_provider(provider),
        provider_model_id=own_id,
        model=model,
        **fields | facts | {f"{name}_price": price for name, price in named.items()},
    )


def recommend(offering: Offering) -> None:
    """Make the offering its model's recommended and representative one, with its prices."""
    model = offering.model
    model.recommended = model.representative = offering
    model.input_price, model.output_price = offering.input_price, offering.output_price
    model.blended_price = offering.blended_price
    model.channel_count = model.offerings.count()
    model.provider_count = model.offerings.values("provider").distinct().count()
    model.save()


def make_snapshot(current: CanonicalModel, day: str = "2025-08-05", **facts: Any) -> CanonicalModel:
    """Make a dated snapshot of a model, as another version of it."""
    facts = {"version_of": current, "version_kind": "snapshot", "version_date": day} | facts
    model = make_model(f"{current.path}-{day.replace('-', '')}", **facts)
    current.version_count += 1
    current.save()
    return model
