"""A batch: one payload with its identities, and the offerings stored before it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Self

from catalog.domain.facts import CandidateOffering
from catalog.domain.price_doubts import DoubtfulPrice, PriceDoubt, PublishedPrice, price_doubts
from catalog.domain.prices import PriceState, price_state
from catalog.domain.records import OfferingFacts, OfferingRecord, ProviderRecord, facts_from_json
from catalog.feed.normalise import NormalisedPayload, carry_unreadable, upstream_id_of
from catalog.identity.canonicalise import Identity, canonicalise_day
from catalog.identity.makers import MAKERS
from catalog.identity.memory import Held, Memory
from catalog.identity.model_ids import decoded_id
from catalog.ingest.bulk import chunked
from catalog.ingest.evidence import StoredEvidence
from catalog.ingest.rebuild_state import RebuildState
from catalog.models import Offering, Provider, Revision

Key = tuple[str, str]  # provider, provider's model id

LONGEST_MAKER, LONGEST_SLUG, LONGEST_DOUBT = 100, 200, 500
# Provider -> its maker's slug, and its rank among that maker's own providers.
OWN_PROVIDERS = {
    provider: (maker.slug, rank)
    for maker in MAKERS
    for rank, provider in enumerate(maker.own_providers)
}


class StoredOffering(NamedTuple):
    """A row of Offering before the payload is applied."""

    pk: int
    model_path: str
    basis: str
    rules: list[str]
    doubt: str
    fingerprint: str
    first_seen: date
    changed_on: date
    withdrawn_on: date | None
    released: str
    price_doubt: str
    price_median: Decimal | None

    @property
    def doubtful_price(self) -> DoubtfulPrice | None:
        """Why its price was doubtful; None if it was not."""
        if not self.price_doubt:
            return None
        return DoubtfulPrice(PriceDoubt(self.price_doubt), self.price_median)

    def lists(self, record: OfferingRecord) -> bool:
        """Tell whether the record is what the offering on sale already is."""
        return self.withdrawn_on is None and self.fingerprint == record.fingerprint

    @property
    def held(self) -> Held:
        """The name that the offering had on its last day, and the rules that led to it."""
        maker, _slash, slug = self.model_path.partition("/")
        return Held((maker, slug), tuple(self.rules), self.released)


@dataclass(frozen=True, slots=True)
class Batch:
    """A payload as of `day`; what it lacks was last seen on `last_seen`.

    `payload` includes, from the tables, what the feed still lists but cannot be read.
    `candidates` are its offerings by canonical id, `stored` the rows before it. `evidence` are the
    rows of what earlier payloads taught of identity, `memory` the same with this payload's.
    """

    day: date
    last_seen: date
    payload: NormalisedPayload
    rebuild_state: RebuildState
    identities: Mapping[Key, Identity]
    candidates: Mapping[str, list[CandidateOffering]]
    price_doubts: Mapping[Key, DoubtfulPrice]
    stored: Mapping[Key, StoredOffering]
    evidence: StoredEvidence
    memory: Memory

    @classmethod
    def of(
        cls,
        payload: NormalisedPayload,
        *,
        day: date,
        last_seen: date,
        rebuild_state: RebuildState,
    ) -> Self:
        stored = _stored_offerings()
        payload = carry_unreadable(_stored_payload(payload, stored), payload)
        evidence = StoredEvidence.load()
        canonical, memory = canonicalise_day(
            (record.listing for record in payload.offerings.values()),
            evidence.memory({key: row.held for key, row in stored.items()}),
            day.isoformat(),
            unchanged={
                key
                for key, record in payload.offerings.items()
                if (before := stored.get(key)) and before.lists(record)
            },
        )
        identities = {key: _cut_to_columns(identity) for key, identity in canonical.items()}
        candidates = _by_canonical_id(payload, identities)
        doubts = {
            offering.key: offering.price_doubt
            for offerings in candidates.values()
            for offering in offerings
            if offering.price_doubt
        }
        return cls(
            *(day, last_seen, payload, rebuild_state, identities, candidates, doubts, stored),
            *(evidence, memory),
        )

    def withdrawal(self, row: Any) -> dict[str, Any]:
        """Return the fields that withdraw a row; none if it is withdrawn already."""
        if row.withdrawn_on:
            return {}
        # An earlier payload of this very day may have been the first with it.
        return {"withdrawn_on": self.day, "last_seen": max(row.first_seen, self.last_seen)}


def _cut_to_columns(identity: Identity) -> Identity:
    """Cut values to their columns' lengths; only a hostile id exceeds them."""
    maker, slug = identity.maker, identity.slug
    doubt = (identity.doubt or "")[:LONGEST_DOUBT]
    if len(maker) <= LONGEST_MAKER and len(slug) <= LONGEST_SLUG and doubt == identity.doubt:
        return identity
    return replace(identity, maker=maker[:LONGEST_MAKER], slug=slug[:LONGEST_SLUG], doubt=doubt)


def _by_canonical_id(
    payload: NormalisedPayload, identities: Mapping[Key, Identity]
) -> dict[str, list[CandidateOffering]]:
    candidates = defaultdict(list)
    for key, record in payload.offerings.items():
        candidates[identities[key].id].append(
            candidate_offering(key, record.facts, identities[key].maker)
        )
    return {path: with_price_doubts(offerings) for path, offerings in candidates.items()}


def with_price_doubts(offerings: Sequence[CandidateOffering]) -> list[CandidateOffering]:
    """Judge the prices of one model's offerings."""
    prices = {
        offering.key: PublishedPrice(offering.facts.prices, offering.own_rank is not None)
        for offering in offerings
        if offering.price_state is PriceState.PRICED
    }
    doubts = price_doubts(prices)
    return [replace(one, price_doubt=doubts.get(one.key)) for one in offerings]


def candidate_offering(key: Key, facts: OfferingFacts, maker: str) -> CandidateOffering:
    """Return an offering as the rules of a model's facts see it; `maker` is the model's."""
    provider, provider_model_id = key
    owner, rank = OWN_PROVIDERS.get(provider, ("", None))
    state = price_state(
        facts.prices, provider=provider, provider_model_id=decoded_id(provider_model_id)
    )
    own_rank = rank if owner == maker else None
    return CandidateOffering(provider, provider_model_id, facts, state, own_rank)


def price_state_of(record: OfferingRecord) -> PriceState:
    return price_state(
        record.facts.prices,
        provider=record.provider,
        provider_model_id=decoded_id(record.provider_model_id),
    )


def _stored_offerings() -> dict[Key, StoredOffering]:
    rows = Offering.objects.values_list(
        *("provider__key", "provider_model_id", "pk", "model__path", "basis", "rules", "doubt"),
        *("fingerprint", "first_seen", "changed_on", "withdrawn_on", "released"),
        *("price_doubt", "price_median"),
    )
    return {(row[0], row[1]): StoredOffering(*row[2:]) for row in rows.iterator(5000)}


def _stored_payload(
    payload: NormalisedPayload, stored: Mapping[Key, StoredOffering]
) -> NormalisedPayload:
    """Return the live providers and offerings that the payload lists but that cannot be read."""
    keys = {
        row.pk: key
        for key, row in stored.items()
        if row.withdrawn_on is None and not payload.unreadable.isdisjoint({key, (key[0], "")})
    }
    providers = {key for key, model_id in payload.unreadable if not model_id}
    # Filtered in Python: an unreadable key may hold characters that no database accepts.
    rows = Provider.objects.live() if providers else ()
    return NormalisedPayload(
        {row.key: _provider_record(row) for row in rows if row.key in providers},
        {keys[pk]: _record(keys[pk], facts) for pk, facts in _current_facts(list(keys))},
    )


def _current_facts(offerings: Sequence[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    for pks in chunked(offerings):
        rows = Revision.objects.filter(offering__in=pks, valid_to=None)
        yield from rows.values_list("offering_id", "facts")


def _record(key: Key, stored_facts: dict[str, Any]) -> OfferingRecord:
    facts = facts_from_json(stored_facts)
    return OfferingRecord(*key, facts, upstream_id_of(facts.extra))


def _provider_record(row: Provider) -> ProviderRecord:
    values = {name: getattr(row, name) for name in ("name", "npm", "doc_url", "api_url", "extra")}
    return ProviderRecord(row.key, env=tuple(row.env), **values)
