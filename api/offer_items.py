"""Offers as the API answers them, of any day: from stored revisions, or from the payload itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from msgspec import UNSET

from api.days import KnownSnapshot, Reading, known_snapshots
from api.schemas import Offer, OfferRevision, PriceTier, TokenPrices
from catalog.domain.prices import price_state
from catalog.domain.records import facts_to_json, prices_from_json
from catalog.ingest.snapshots import read_payload
from catalog.models import Offering, Revision, Snapshot

Key = tuple[str, str]  # provider, provider's model id
FIELDS = Offer.__struct_fields__
COLUMNS = ("offering__provider__key", "offering__provider_model_id", "offering__model__path")
REVISION_COLUMNS = ("facts", "valid_from", "valid_to")
# Facts whose names and values are the same in a stored revision and in an answer.
SAME = (
    *("context", "max_input", "max_output", "tool_calling", "structured_output", "reasoning"),
    *("temperature", "attachment", "open_weights"),
)
# Stored as "" and left out when not reported; null in an answer.
TEXTS = ("family", "status", "released", "last_updated", "knowledge")


@dataclass(frozen=True, slots=True)
class OfferFilter:
    """What a list of offers is limited to; "" is no limit. `after` is the last key before."""

    provider: str = ""
    model: str = ""
    after: Key | None = None


def offer_items(reading: Reading, chosen: OfferFilter, limit: int) -> list[Offer]:
    """Return up to `limit` offers of a reading, by provider and id; 1 query, or none if cached."""
    if reading.superseded:
        return list(_from_payload(reading, chosen))[:limit]
    rows = _revisions(reading, chosen).values_list(*COLUMNS, "facts")
    return [offer_item(*row) for row in rows[:limit]]


def offer_item(provider: str, model_id: str, path: str, facts: Mapping[str, Any]) -> Offer:
    """Return an answer's offer from the facts of a stored revision."""
    prices = facts.get("prices", {})
    state = price_state(prices_from_json(prices), provider=provider, provider_model_id=model_id)
    return Offer(
        provider=provider,
        provider_model_id=model_id,
        model=path,
        name=facts["name"],
        price_state=state.value,
        prices=token_prices(prices),
        tiers=[PriceTier(t["above"], token_prices(t["prices"])) for t in facts.get("tiers", ())],
        input_modalities=facts.get("input_modalities", []),
        output_modalities=facts.get("output_modalities", []),
        corrected=[],
        **{name: facts.get(name) for name in SAME},
        **{name: facts.get(name) or None for name in TEXTS},
    )


def token_prices(stored: Mapping[str, str]) -> TokenPrices:
    return TokenPrices(**{name: plain(price) for name, price in stored.items()})


def plain(number: str | Decimal) -> str:
    """Return a decimal without an exponent and trailing zeros: "1E+1" is "10", "0.50" is "0.5"."""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def only_fields(offers: Iterable[Offer], names: frozenset[str]) -> list[Offer]:
    """Leave out all other fields."""
    left_out = [name for name in FIELDS if name not in names]
    several = list(offers)
    for offer in several:
        for name in left_out:
            setattr(offer, name, UNSET)
    return several


def _revisions(reading: Reading, chosen: OfferFilter) -> QuerySet[Revision]:
    rows = Revision.objects.as_of(reading.day).order_by(*COLUMNS[:2])
    if chosen.provider:
        rows = rows.filter(offering__provider__key=chosen.provider)
    if chosen.model:
        rows = rows.filter(offering__model__path=chosen.model)
    if chosen.after:
        provider, model_id = chosen.after
        same = Q(offering__provider__key=provider, offering__provider_model_id__gt=model_id)
        rows = rows.filter(Q(offering__provider__key__gt=provider) | same)
    return rows


def _from_payload(reading: Reading, chosen: OfferFilter) -> Iterator[Offer]:
    for offer in _offers_in(reading.snapshot, reading.version):
        key = key_of(offer)
        fits = not chosen.provider or offer.provider == chosen.provider
        of_model = not chosen.model or offer.model == chosen.model
        if fits and of_model and (chosen.after is None or key > chosen.after):
            yield offer


def offer_history(reading: Reading, provider: str, model_id: str) -> list[OfferRevision]:
    """Return an offer's values up to the day of a reading, oldest first; adjacent equals merged."""
    own = Q(offering__provider__key=provider, offering__provider_model_id=model_id)
    rows = Revision.objects.filter(own, valid_from__lte=reading.day).order_by("valid_from")
    stored = [
        OfferRevision(start, end, offer_item(provider, model_id, path, facts))
        for path, facts, start, end in rows.values_list(COLUMNS[2], *REVISION_COLUMNS)
    ]
    if reading.known_on is None:
        return stored
    return list(_as_known(reading, stored, (provider, model_id)))


def _as_known(
    reading: Reading, stored: Sequence[OfferRevision], key: Key
) -> Iterator[OfferRevision]:
    """Yield the history that the snapshots known then tell.

    On the day of a snapshot the stored revisions tell its payload, unless it was superseded.
    """
    last: OfferRevision | None = None
    for known in known_snapshots(reading):
        day = known.snapshot.day
        offer = _offer_in(known, reading.version, stored, key)
        if last is not None and offer != last.offer:
            yield OfferRevision(last.valid_from, day, last.offer)
            last = None
        if offer is not None and last is None:
            last = OfferRevision(day, None, offer)
    if last is not None:
        yield last


def _offer_in(
    known: KnownSnapshot, version: int, stored: Sequence[OfferRevision], key: Key
) -> Offer | None:
    if known.superseded:
        offers = _offers_in(known.snapshot, version)
        return next((offer for offer in offers if key_of(offer) == key), None)
    day = known.snapshot.day
    of_day = (r for r in stored if r.valid_from <= day and (r.valid_to is None or r.valid_to > day))
    return next((revision.offer for revision in of_day), None)


def key_of(offer: Offer) -> Key:
    return str(offer.provider), str(offer.provider_model_id)


def _offers_in(snapshot: Snapshot, version: int) -> Sequence[Offer]:
    """Return copies, since `only_fields` changes offers."""
    return [copy(offer) for offer in _read_offers(snapshot.sha256, version)]


# A read payload takes some 50 MB, and superseded days are rarely asked for. The version is part of
# the key since the models that the offers belong to may change with it.
@lru_cache(maxsize=2)
def _read_offers(sha256: str, _version: int) -> tuple[Offer, ...]:
    """Read a superseded payload's offers; a model that no later payload has is left empty."""
    payload = read_payload(Snapshot.objects.filter(sha256=sha256)[0].body)
    rows = Offering.objects.values_list("provider__key", "provider_model_id", "model__path")
    paths = {(provider, model_id): path for provider, model_id, path in rows}
    records = sorted(payload.offerings.items())
    return tuple(
        offer_item(*key, paths.get(key, ""), facts_to_json(record.facts)) for key, record in records
    )
