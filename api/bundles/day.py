"""Read the catalogue of a day from the database, as the formats of a bundle take it.

Values are those that the API's /offers answers for the day, corrections included; the payload is as
models.dev served it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import UNSET

from api.bundles.catalogue import BundleOffer, DayCatalogue, PricePeriod
from api.days import Reading
from api.offer_items import COLUMNS, FACTS, offer_item
from catalog.as_of.rows import read_providers
from catalog.domain.prices import PriceState
from catalog.domain.records import (
    ProviderRecord,
    facts_from_json,
    prices_from_json,
    tiers_from_json,
)
from catalog.models import CatalogueVersion, Provider, Revision, Snapshot

KEY = COLUMNS[:2]  # provider, provider's model id
HISTORY = ("facts__name", "facts__prices", "facts__tiers", "valid_from", "valid_to")
MOST_READINGS = 3


class CatalogueInMotion(Exception):
    """New versions were published during each attempt to read one."""


def read_day(reading: Reading) -> DayCatalogue:
    """Return the catalogue of a reading without `known_on`; 4 queries.

    Two queries may see two versions, since a pull publishes in between; then all are asked again.
    Raises CatalogueInMotion.
    """
    for _attempt in range(MOST_READINGS):
        before = _newest_version()
        catalogue = _read(reading)
        if _newest_version() == before:
            return catalogue
    raise CatalogueInMotion


def _newest_version() -> int | None:
    return CatalogueVersion.objects.order_by("-pk").values_list("pk", flat=True).first()


def _read(reading: Reading) -> DayCatalogue:
    day = reading.day
    snapshot = Snapshot.objects.get(pk=reading.snapshot.pk)
    providers = {key: _record(row) for key, row in read_providers(day, {}).items()}
    offers = list(_offers(day))
    for offer in offers:  # of a provider whose own facts could not be read that day
        providers.setdefault(offer.provider, ProviderRecord(offer.provider, offer.provider))
    return DayCatalogue(
        day=day,
        sha256=snapshot.sha256,
        payload=snapshot.body,
        providers=dict(sorted(providers.items())),
        offers=offers,
        history=list(_history(day)),
    )


def _offers(day: date) -> Iterator[BundleOffer]:
    rows = Revision.objects.as_of(day).order_by(*KEY)
    columns = (*COLUMNS, *FACTS, "offering__model__kind")
    for provider, model_id, path, facts, corrected, kind in rows.values_list(*columns):
        item = offer_item(provider, model_id, path, facts, corrected)
        item.modes = UNSET  # in no format so far, and the bytes of a published bundle never change
        yield BundleOffer(
            provider,
            model_id,
            path,
            kind,
            PriceState(str(item.price_state)),
            facts_from_json(facts),
            tuple(sorted(corrected)),
            item,
        )


def _history(day: date) -> Iterator[PricePeriod]:
    rows = Revision.objects.filter(valid_from__lte=day).order_by(*KEY, "valid_from")
    for provider, model_id, *stored, start, end in rows.values_list(*KEY, *HISTORY).iterator():
        name, prices, tiers = stored
        yield PricePeriod(
            provider,
            model_id,
            name,
            prices_from_json(prices or {}),
            tiers_from_json(tiers or []),
            start,
            # What ended later was still standing on this day.
            end if end and end <= day else None,
        )


def _record(row: Provider) -> ProviderRecord:
    links: dict[str, Any] = {"npm": row.npm, "doc_url": row.doc_url, "api_url": row.api_url}
    return ProviderRecord(row.key, row.name, env=tuple(row.env), **links)
