"""What a reader should know of an offer's prices beyond the columns of its table, as sentences."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from catalog.display.money import price_text, tokens_text
from catalog.models import Offering
from catalog.templatetags.display import COMPONENT_WORDS, comma


def offer_notes(offering: Offering) -> Iterator[str]:
    """Yield why a price is doubtful, what it leaves out, and each price without a column."""
    provider = offering.provider.name
    if offering.price_doubt:
        yield doubtful_note(offering)
    if fees := offering.other_fees:
        text = gettext("Not included in any price or cost here: %(fees)s.")
        yield text % {"fees": comma().join(fees)}
    if (price := offering.reasoning_price) is not None:
        text = gettext("%(provider)s charges %(price)s per 1M reasoning tokens.")
        yield text % {"provider": provider, "price": price_text(price)}
    if (price := offering.input_audio_price) is not None:
        text = gettext("%(provider)s charges %(price)s per 1M audio input tokens.")
        yield text % {"provider": provider, "price": price_text(price)}
    if (price := offering.output_audio_price) is not None:
        text = gettext("%(provider)s charges %(price)s per 1M audio output tokens.")
        yield text % {"provider": provider, "price": price_text(price)}
    for tier in offering.tiers:
        if tier["prices"]:  # the feed accepts a tier with a size alone
            yield tier_note(provider, tier)


def doubtful_note(offering: Offering) -> str:
    """Return why a price is doubtful, and what follows from it."""
    text = gettext("Doubtful price: {reason} It isn’t compared or recommended.")
    return text.format(reason=offering.price_doubt_text)


def tier_note(provider: str, tier: dict[str, Any]) -> str:
    """Return a context tier as a sentence: it reprices the whole request, not only the excess."""
    text = gettext(
        "For prompts over %(size)s tokens, %(provider)s bills the whole request at these "
        "prices: %(prices)s."
    )
    prices = comma().join(_tier_prices(tier["prices"]))
    return text % {"size": tokens_text(tier["above"]), "provider": provider, "prices": prices}


def _tier_prices(prices: dict[str, str]) -> Iterator[str]:
    for name, word in COMPONENT_WORDS.items():
        if name in prices:
            yield f"{word} {price_text(Decimal(prices[name]))}"
