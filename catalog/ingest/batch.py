"""One payload on its way into the tables: what it says, and what was there before."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple, Self

from catalog.domain.facts import CandidateOffering
from catalog.domain.prices import PriceState, price_state
from catalog.domain.records import OfferingRecord, ProviderRecord, facts_from_json
from catalog.feed.normalise import NormalisedPayload, carry_unreadable, upstream_id_of
from catalog.identity.canonicalise import Identity, canonicalise
from catalog.identity.makers import MAKERS
from catalog.ingest.bulk import chunked
from catalog.ingest.rebuild_state import RebuildState
from catalog.models import Offering, Provider, Revision

Key = tuple[str, str]  # provider, provider's model id

LONGEST_MAKER, LONGEST_SLUG, LONGEST_DOUBT = 100, 200, 500
OWN_CHANNELS = {
    provider: (maker.slug, rank)
    for maker in MAKERS
    for rank, provider in enumerate(maker.own_providers)
}


class StoredOffering(NamedTuple):
    """What the table says of an offering before the payload is applied."""

    pk: int
    model_path: str
    basis: str
    rules: list[str]
    doubt: str
    fingerprint: str
    first_seen: date
    changed_on: date
    withdrawn_on: date | None


@dataclass(frozen=True, slots=True)
class Batch:
    """What a payload says as of `day`; what it lacks was last seen on `last_seen`.

    What it has and nobody can read is as it was before.
    """

    day: date
    last_seen: date
    read: NormalisedPayload
    memory: RebuildState
    identities: Mapping[Key, Identity]
    channels: Mapping[str, list[CandidateOffering]]
    known: Mapping[Key, StoredOffering]

    @classmethod
    def of(
        cls, read: NormalisedPayload, *, day: date, last_seen: date, memory: RebuildState
    ) -> Self:
        known = _known_offerings()
        read = carry_unreadable(_as_it_was(read, known), read)
        found = canonicalise(record.listing for record in read.offerings.values())
        identities = {key: _fitting(identity) for key, identity in found.items()}
        channels = _by_canonical_id(read, identities)
        return cls(day, last_seen, read, memory, identities, channels, known)

    def withdrawal(self, row: Any) -> dict[str, Any]:
        """Return the fields of a withdrawal; one that was withdrawn before keeps its day."""
        if row.withdrawn_on:
            return {}
        return {"withdrawn_on": self.day, "last_seen": self.last_seen}


def _fitting(identity: Identity) -> Identity:
    """Cut what only a hostile id makes longer than its column."""
    maker, slug = identity.maker, identity.slug
    doubt = (identity.doubt or "")[:LONGEST_DOUBT]
    if len(maker) <= LONGEST_MAKER and len(slug) <= LONGEST_SLUG and doubt == identity.doubt:
        return identity
    return replace(identity, maker=maker[:LONGEST_MAKER], slug=slug[:LONGEST_SLUG], doubt=doubt)


def _by_canonical_id(
    read: NormalisedPayload, identities: Mapping[Key, Identity]
) -> dict[str, list[CandidateOffering]]:
    grouped = defaultdict(list)
    for key, record in read.offerings.items():
        grouped[identities[key].id].append(_channel(record, identities[key].maker))
    return dict(grouped)


def _channel(record: OfferingRecord, maker: str) -> CandidateOffering:
    owner, rank = OWN_CHANNELS.get(record.provider, ("", None))
    return CandidateOffering(
        provider=record.provider,
        provider_model_id=record.provider_model_id,
        facts=record.facts,
        price_state=price_state_of(record),
        own_rank=rank if owner == maker else None,
    )


def price_state_of(record: OfferingRecord) -> PriceState:
    return price_state(
        record.facts.prices,
        provider=record.provider,
        provider_model_id=record.provider_model_id,
    )


def _known_offerings() -> dict[Key, StoredOffering]:
    rows = Offering.objects.values_list(
        *("provider__key", "provider_model_id", "pk", "model__path", "basis", "rules", "doubt"),
        *("fingerprint", "first_seen", "changed_on", "withdrawn_on"),
    )
    return {(row[0], row[1]): StoredOffering(*row[2:]) for row in rows.iterator(5000)}


def _as_it_was(read: NormalisedPayload, known: Mapping[Key, StoredOffering]) -> NormalisedPayload:
    """Return what is on record, and live, of that which the payload holds but cannot be read."""
    keys = {
        row.pk: key
        for key, row in known.items()
        if row.withdrawn_on is None and not read.unreadable.isdisjoint({key, (key[0], "")})
    }
    providers = {key for key, own_id in read.unreadable if not own_id}
    # Compared here: what nobody can read may be what no database takes for a parameter.
    rows = Provider.objects.live() if providers else ()
    return NormalisedPayload(
        {row.key: _provider_record(row) for row in rows if row.key in providers},
        {keys[pk]: _record(keys[pk], facts) for pk, facts in _stated_by(list(keys))},
    )


def _stated_by(offerings: Sequence[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    for some in chunked(offerings):
        rows = Revision.objects.filter(offering__in=some, valid_to=None)
        yield from rows.values_list("offering_id", "facts")


def _record(key: Key, stated: dict[str, Any]) -> OfferingRecord:
    facts = facts_from_json(stated)
    return OfferingRecord(*key, facts, upstream_id_of(facts.extra))


def _provider_record(row: Provider) -> ProviderRecord:
    stated = {name: getattr(row, name) for name in ("name", "npm", "doc_url", "api_url", "extra")}
    return ProviderRecord(row.key, env=tuple(row.env), **stated)
