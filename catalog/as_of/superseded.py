"""Rows of a day as a payload had it that a later one of the same day has superseded since.

Revisions are derived from the payload that stands, so these rows are read from the other itself.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from catalog.as_of.rows import StoredOffer, matched_models
from catalog.domain.records import ProviderRecord, facts_to_json
from catalog.feed.normalise import NormalisedPayload
from catalog.ingest.snapshots import read_payload
from catalog.models import Maker, Offering, Provider, Snapshot
from catalog.name_order import by_name

FIXED = ("provider__key", "provider_model_id", "pk", "first_seen", "model_id")


class OffersNotOnRecord(LookupError):
    """A payload has offers that no table has any more, so nothing says which models they are of."""

    hint = "Ask /offers, without filters."


def superseded_payload(snapshot: int) -> NormalisedPayload:
    """Read the payload of a snapshot by its primary key. Raises PayloadRefused, DamagedPayload."""
    return read_payload(Snapshot.objects.get(pk=snapshot).body)


def payload_offers(payload: NormalisedPayload, day: date) -> list[StoredOffer]:
    """Return the offers of a payload in order of provider and model id, uncorrected; two queries.

    Each belongs to the model that it was matched to on that day, else to the one of today. Raises
    OffersNotOnRecord.
    """
    rows = Offering.objects.values_list(*FIXED).iterator(chunk_size=5000)
    fixed = {(provider, model_id): row for provider, model_id, *row in rows}
    if gone := payload.offerings.keys() - fixed.keys():
        provider, model_id = min(gone)
        raise OffersNotOnRecord(
            f"{len(gone)} offers of the payload that was known are no longer on record, such as "
            f"{model_id[:100]} at {provider}."
        )
    matched = matched_models(day)
    offers = []
    for (provider, model_id), record in sorted(payload.offerings.items()):
        pk, first_seen, model = fixed[provider, model_id]
        facts = facts_to_json(record.facts)
        names = (provider, model_id, min(first_seen, day), matched.get(pk, model))
        offers.append(StoredOffer(pk, day, None, facts, *names, {}))
    return offers


def payload_providers(
    records: Iterable[ProviderRecord], makers: Mapping[int, Maker]
) -> dict[str, Provider]:
    """Return the providers of a payload by key, without counts of offers; one query.

    They are sorted by name, as `catalog.as_of.rows.read_providers` sorts.
    """
    stored = {row.key: row for row in Provider.objects.only("key", "first_seen", "maker_id")}
    found = []
    for record in records:
        if row := stored.get(record.key):
            fixed: dict[str, Any] = {"pk": row.pk, "key": row.key, "first_seen": row.first_seen}
            links = {"npm": record.npm, "doc_url": record.doc_url, "api_url": record.api_url}
            maker = makers.get(row.maker_id or 0)
            env = list(record.env)
            found.append(Provider(name=record.name, maker=maker, env=env, **fixed, **links))
    return {one.key: one for one in sorted(found, key=lambda one: (by_name(one.name), one.pk))}
