"""What a page says to machines: schema.org, as JSON-LD.

Only what is known is said: an offer has a price only where one is published, and no offer is made
for what nobody sells. A block of data is not executed, so the site's policy lets it be.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from catalog.models import CanonicalModel, Offering
from pages.answers import Answer

Thing = dict[str, Any]

# None of these may stand in a script as itself: a name could end the script, or open a comment in
# it. Everything beyond ASCII, U+2028 among it, is escaped by `json` already.
ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&"}


def json_ld(*things: Thing) -> SafeString:
    """Return things as a script element that no text in them can end."""
    graph = {"@context": "https://schema.org", "@graph": things}
    text = json.dumps(graph, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def model_json_ld(
    model: CanonicalModel,
    channels: Sequence[Offering],
    answers: Iterable[Answer],
    *,
    absolute: Callable[[str], str],
) -> SafeString:
    """Return what a model's page says; `channels` are in order of price."""
    trail = (
        (gettext("Models"), absolute(reverse("models"))),
        (model.maker.name, absolute(reverse("maker", args=[model.maker.slug]))),
        (model.name, absolute(model.get_absolute_url())),
    )
    on_sale = [] if model.withdrawn_on else channels
    described = software(model, on_sale, url=trail[-1][1])
    return json_ld(breadcrumbs(trail), described, faq_page(answers))


def faq_page(answers: Iterable[Answer]) -> Thing:
    return {
        "@type": "FAQPage",
        "inLanguage": get_language(),
        "mainEntity": [
            {
                "@type": "Question",
                "name": answer.question,
                "acceptedAnswer": {"@type": "Answer", "text": answer.text},
            }
            for answer in answers
        ],
    }


def breadcrumbs(trail: Iterable[tuple[str, str]]) -> Thing:
    """Return the way to a page, as names and absolute addresses."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(trail, start=1)
        ],
    }


def software(model: CanonicalModel, channels: Sequence[Offering], *, url: str) -> Thing:
    """Return a model with the offers of its recommended and its cheapest priced channel.

    `channels` are those on sale, in order of price.
    """
    maker = {"@type": "Organization", "name": model.maker.name, "url": model.maker.website}
    priced = [channel for channel in channels if channel.price_state == "priced"]
    shown = [c for c in priced if c.pk == model.recommended_id or c is priced[0]]
    stated = {
        "@type": "SoftwareApplication",
        "name": model.name,
        "identifier": model.path,
        "url": url,
        "applicationCategory": "DeveloperApplication",
        "creator": {name: value for name, value in maker.items() if value},
        "datePublished": whole_date(model.released),
        "offers": [offer(channel) for channel in shown],
    }
    return {name: value for name, value in stated.items() if value}


def offer(channel: Offering) -> Thing:
    """Return what a channel charges, in USD per million tokens of input and of output."""
    return {
        "@type": "Offer",
        "seller": {"@type": "Organization", "name": channel.provider.name},
        "priceSpecification": [
            unit_price("Input tokens", channel.input_price),
            unit_price("Output tokens", channel.output_price),
        ],
    }


def unit_price(name: str, usd: Decimal | None) -> Thing:
    return {
        "@type": "UnitPriceSpecification",
        "name": name,
        "price": f"{usd.normalize():f}" if usd is not None else None,
        "priceCurrency": "USD",
        "referenceQuantity": {
            "@type": "QuantitativeValue",
            "value": 1_000_000,
            "unitText": "tokens",
        },
    }


def whole_date(partial: str) -> str:
    """Return a date if it is one to the day; schema.org knows no other."""
    try:
        return date.fromisoformat(partial).isoformat() if len(partial) == 10 else ""
    except ValueError:
        return ""
