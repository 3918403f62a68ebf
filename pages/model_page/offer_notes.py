"""What a reader should know of an offer's prices beyond the columns of its table, as sentences."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from catalog.display.money import price_text, tokens_text
from catalog.domain.modes import Mode, read_modes
from catalog.domain.records import prices_to_json, tiers_from_json
from catalog.models import Offering
from catalog.templatetags.display import COMPONENT_WORDS, comma, mode_name


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
    for mode in read_modes(offering.extra):
        yield mode_note(mode, offering)


def mode_note(mode: Mode, offering: Offering) -> str:
    """Return the prices of a mode as a sentence, and for which prompts none are reported."""
    stated = prices_to_json(mode.prices)
    names = {"mode": mode_name(mode.name), "prices": comma().join(_component_prices(stated))}
    limit = mode.priced_up_to(tiers_from_json(offering.tiers))
    if limit is None:
        return gettext("Price in %(mode)s: %(prices)s.") % names
    text = gettext("Price in %(mode)s: %(prices)s; not reported for prompts over %(size)s tokens.")
    return text % {**names, "size": tokens_text(limit)}


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
    prices = comma().join(_component_prices(tier["prices"]))
    return text % {"size": tokens_text(tier["above"]), "provider": provider, "prices": prices}


def _component_prices(prices: dict[str, str]) -> Iterator[str]:
    for name, word in COMPONENT_WORDS.items():
        if name in prices:
            yield f"{word} {price_text(Decimal(prices[name]))}"
