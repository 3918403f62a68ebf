"""Models and channels as the scores and costs need them."""

from datetime import date
from decimal import Decimal

from catalog.models import CanonicalModel, Maker, Offering, Provider

DAY = date(2026, 5, 12)
# What the representative channel of the reference page says.
LLAMA_1B = {
    "name": "Llama 3.2 1B Instruct",
    "label": "Llama 3.2 1B Instruct",
    "tool_calling": False,
    "structured_output": None,
    "reasoning": False,
    "temperature": True,
    "context": 16_384,
    "max_output": 8_192,
    "provider_count": 5,
    "conflicts": [{"fact": "context_window"}, {"fact": "release_date"}],
}


def make_model(slug="llama-3-2-1b-instruct", *, price="0.01", cache=None, **facts):
    """Return a model; with a price (USD per million tokens), also the channel it comes from."""
    maker, _ = Maker.objects.get_or_create(slug="meta", defaults={"name": "Meta"})
    model = CanonicalModel.objects.create(
        maker=maker, slug=slug, path=f"meta/{slug}", first_seen=DAY, **(LLAMA_1B | facts)
    )
    if price is not None:
        channel = make_channel(model, price=price, cache=cache)
        model.recommended, model.blended_price = channel, channel.blended_price
        model.save()
    return model


def make_channel(model, *, price="0.01", cache=None, provider="inference"):
    usd = Decimal(price)
    seller, _ = Provider.objects.get_or_create(
        key=provider, defaults={"name": provider.title(), "first_seen": DAY}
    )
    return Offering.objects.create(
        provider=seller,
        provider_model_id=model.path,
        model=model,
        name=model.name,
        basis="singleton",
        price_state="priced",
        input_price=usd,
        output_price=usd,
        blended_price=usd,
        cache_read_price=None if cache is None else Decimal(cache),
        first_seen=DAY,
        changed_on=DAY,
        fingerprint="",
    )
