"""Pages as schema.org data, in JSON-LD.

Only what is known is stated: an offer has a price only where one is published, and a model without
offers has none here either. The Content-Security-Policy does not apply to a block of data.
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
from catalog.templatetags.display import comma
from pages.answers import Answer

Thing = dict[str, Any]

# In a script element these could end the script or open a comment, so they are written as JSON
# escapes. `json` itself escapes everything beyond ASCII, such as U+2028.
ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&"}


def json_ld(*things: Thing) -> SafeString:
    """Return things as JSON-LD that no text in them can break out of a script element with."""
    graph = {"@context": "https://schema.org", "@graph": things}
    text = json.dumps(graph, separators=(",", ":")).translate(ESCAPES)
    # HTML escaping would spoil the JSON: a script element knows no entities.
    return mark_safe(text)  # noqa: S308


def model_json_ld(
    model: CanonicalModel,
    offerings: Sequence[Offering],
    answers: Iterable[Answer],
    *,
    absolute: Callable[[str], str],
) -> SafeString:
    """Return the JSON-LD of a model's page; `offerings` are in order of price."""
    trail = (
        (gettext("Models"), absolute(reverse("models"))),
        (model.maker.name, absolute(reverse("maker", args=[model.maker.slug]))),
        (model.label, absolute(model.get_absolute_url())),
    )
    on_sale = [] if model.withdrawn_on else offerings
    described = software(model, on_sale, url=trail[-1][1])
    return json_ld(breadcrumbs(trail), described, faq_page(answers))


def faq_page(answers: Iterable[Answer]) -> Thing:
    """Return answered questions as an FAQPage."""
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
    """Return the trail to a page as a BreadcrumbList; it holds names and absolute URLs."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(trail, start=1)
        ],
    }


def software(model: CanonicalModel, offerings: Sequence[Offering], *, url: str) -> Thing:
    """Return a model with its recommended and its cheapest priced offer.

    `offerings` are those on sale, in order of price. Not all of them are listed: a search engine
    shows a range of two prices, and forty offers would double the page.
    """
    maker = {"@type": "Organization", "name": model.maker.name, "url": model.maker.website}
    priced = [offering for offering in offerings if offering.comparable]
    lowest = next((offering for offering in priced if offering.competing), None)
    shown = [o for o in priced if o.pk == model.recommended_id or o is lowest]
    stated = {
        "@type": "SoftwareApplication",
        "name": model.label,
        "identifier": model.path,
        "url": url,
        "applicationCategory": "DeveloperApplication",
        "creator": {name: value for name, value in maker.items() if value},
        "datePublished": whole_date(model.released),
        "offers": [offer(offering) for offering in shown],
    }
    return {name: value for name, value in stated.items() if value}


def offer(offering: Offering) -> Thing:
    """Return an offer with its prices in USD per million tokens of input and of output."""
    fees = comma().join(offering.other_fees)
    described = gettext("Prices do not include: {fees}.").format(fees=fees) if fees else ""
    return ({"description": described} if described else {}) | {
        "@type": "Offer",
        "seller": {"@type": "Organization", "name": offering.provider.name},
        "priceSpecification": [
            unit_price("Input tokens", offering.input_price),
            unit_price("Output tokens", offering.output_price),
        ],
    }


def unit_price(name: str, usd: Decimal | None) -> Thing:
    """Return a price per million tokens; normalised, since "0.010000000" would be odd to read."""
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


def dataset(
    *,
    name: str,
    description: str,
    url: str,
    days: tuple[date, date],
    downloads: Iterable[tuple[str, str, str]],
) -> Thing:
    """Return data on record from one day to another as a Dataset.

    `downloads` holds name, media type and absolute URL of each file.
    """
    first, last = days
    return {
        "@type": "Dataset",
        "name": name,
        "description": description,
        "url": url,
        "license": "https://opensource.org/license/mit",
        "isAccessibleForFree": True,
        "isBasedOn": "https://models.dev",
        "creator": {"@type": "Organization", "name": "models.dev", "url": "https://models.dev"},
        "temporalCoverage": f"{first.isoformat()}/{last.isoformat()}",
        "dateModified": last.isoformat(),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": title,
                "encodingFormat": media_type.partition(";")[0],
                "contentUrl": address,
            }
            for title, media_type, address in downloads
        ],
    }


def whole_date(partial: str) -> str:
    """Return a date that is exact to the day, else "": schema.org has no partial dates."""
    try:
        return date.fromisoformat(partial).isoformat() if len(partial) == 10 else ""
    except ValueError:
        return ""
