"""A batch: one payload with its identities, and the offerings stored before it."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Self

from catalog.decisions import IdentityDecision
from catalog.domain.corrections import CorrectedFields, feed_values, own_values, with_values
from catalog.domain.facts import CandidateOffering
from catalog.domain.newcomers import Asked, new_providers, newcomer_doubts
from catalog.domain.price_doubts import DoubtfulPrice, PriceDoubt, PublishedPrice, price_doubts
from catalog.domain.prices import PriceState, price_state
from catalog.domain.records import OfferingFacts, OfferingRecord, ProviderRecord, facts_from_json
from catalog.feed.normalise import NormalisedPayload, carry_unreadable, upstream_id_of
from catalog.identity.canonicalise import Basis, Identity, canonicalise_day
from catalog.identity.decisions import Decisions
from catalog.identity.makers import MAKERS
from catalog.identity.memory import NO_MEMORY, Held, Memory
from catalog.identity.model_ids import decoded_id
from catalog.ingest.bulk import chunked
from catalog.ingest.corrections import NO_OVERRIDES, Overrides, correct_offerings
from catalog.ingest.evidence import NO_EVIDENCE, StoredEvidence
from catalog.ingest.rebuild_state import NO_STATE, RebuildState
from catalog.models import Offering, Provider, Revision, TrustedProvider

Key = tuple[str, str]  # provider, provider's model id

LONGEST_MAKER, LONGEST_SLUG, LONGEST_DOUBT = 100, 200, 500
NO_PLANS: Mapping[str, bool] = {}
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
    corrected: CorrectedFields
    by_rules: str
    price_state: str

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
    def identity(self) -> Identity:
        """The identity as it is stored."""
        maker, _slash, slug = self.model_path.partition("/")
        return Identity(
            *(maker, slug, Basis(self.basis), tuple(self.rules), self.doubt or None, self.by_rules)
        )

    @property
    def held(self) -> Held:
        """The name that the offering had on its last day, and the rules that led to it."""
        # An editor's decision teaches nothing: undone, the offer has its name by the rules again.
        maker, _slash, slug = (self.by_rules or self.model_path).partition("/")
        released = own_values(self.corrected).get("released", self.released)
        return Held((maker, slug), tuple(self.rules), released)


@dataclass(frozen=True, slots=True)
class Batch:
    """A payload as of `day`; what it lacks was last seen on `last_seen`.

    `payload` includes, from the tables, what the feed still lists but cannot be read.
    `candidates` are its offerings by canonical id, `stored` the rows before it. `evidence` are the
    rows of what earlier payloads taught of identity, `memory` the same with this payload's.
    `overrides` are the editors' values of the day; those of offers are in `payload` already.
    `decisions` are what editors decided of identity.
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
    overrides: Overrides
    decisions: Decisions

    @classmethod
    def of(
        cls,
        payload: NormalisedPayload,
        *,
        day: date,
        last_seen: date,
        rebuild_state: RebuildState,
        decisions: Decisions | None = None,
    ) -> Self:
        """Return the batch of a payload; with other `decisions` than those in force, to look."""
        stored = _stored_offerings()
        overrides = Overrides.of(day)
        payload = carry_unreadable(_stored_payload(payload, stored), payload)
        # Here normalisation ends: everything below sees corrected values.
        payload = replace(payload, offerings=correct_offerings(payload.offerings, overrides))
        evidence = StoredEvidence.load()
        if decisions is None:
            decisions = IdentityDecision.objects.in_force(day).as_data()
        canonical, memory = canonicalise_day(
            (record.listing for record in payload.offerings.values()),
            evidence.memory({key: row.held for key, row in stored.items()}),
            day.isoformat(),
            unchanged={
                key
                for key, record in payload.offerings.items()
                if (before := stored.get(key)) and before.lists(record)
            },
            by_editors=decisions,
        )
        identities = {key: _cut_to_columns(identity) for key, identity in canonical.items()}
        candidates = with_newcomers_doubted(
            _by_canonical_id(payload, identities, overrides, decisions),
            _new_providers(payload, day),
            overrides,
        )
        return cls(
            *(day, last_seen, payload, rebuild_state, identities),
            *(candidates, _doubts(candidates), stored),
            evidence=evidence,
            memory=memory,
            overrides=overrides,
            decisions=decisions,
        )

    @classmethod
    def of_models(cls, paths: Collection[str], *, day: date) -> Self:
        """Return a batch of these models' live offerings alone, as the last payload listed them.

        Their identities stay: what an editor corrects regroups nothing.
        """
        stored = _stored_offerings(model__path__in=paths, withdrawn_on=None)
        overrides, keys = Overrides.of(day), {row.pk: key for key, row in stored.items()}
        records = dict(_current_records(keys))
        payload = NormalisedPayload(offerings=correct_offerings(records, overrides))
        identities = {key: row.identity for key, row in stored.items()}
        decisions = IdentityDecision.objects.in_force(day).as_data()
        # What a provider asks for other models is not at hand: what the last payload showed stays.
        candidates = with_newcomers_doubted(
            _by_canonical_id(payload, identities, overrides, decisions),
            _new_providers(payload, day),
            overrides,
            frozenset(
                Offering.objects.live().undercutting().values_list("provider__key", flat=True)
            ),
        )
        return cls(
            *(day, day, payload, NO_STATE, identities, candidates, _doubts(candidates), stored),
            evidence=NO_EVIDENCE,
            memory=NO_MEMORY,
            overrides=overrides,
            decisions=decisions,
        )

    def price_state_of(self, record: OfferingRecord) -> PriceState:
        return price_state(
            record.facts.prices,
            provider=record.provider,
            provider_model_id=decoded_id(record.provider_model_id),
            sells_plan=self.decisions.plans.get(record.provider),
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
    if identity.by_rules:
        identity = replace(identity, by_rules=identity.by_rules[: LONGEST_MAKER + LONGEST_SLUG + 1])
    doubt = (identity.doubt or "")[:LONGEST_DOUBT]
    if len(maker) <= LONGEST_MAKER and len(slug) <= LONGEST_SLUG and doubt == identity.doubt:
        return identity
    return replace(identity, maker=maker[:LONGEST_MAKER], slug=slug[:LONGEST_SLUG], doubt=doubt)


def _by_canonical_id(
    payload: NormalisedPayload,
    identities: Mapping[Key, Identity],
    overrides: Overrides,
    decisions: Decisions,
) -> dict[str, list[CandidateOffering]]:
    candidates = defaultdict(list)
    for key, record in payload.offerings.items():
        candidates[identities[key].id].append(
            candidate_offering(key, record.facts, identities[key].maker, decisions.plans)
        )
    return {path: with_price_doubts(offerings, overrides) for path, offerings in candidates.items()}


def _doubts(candidates: Mapping[str, list[CandidateOffering]]) -> dict[Key, DoubtfulPrice]:
    several = (offering for offerings in candidates.values() for offering in offerings)
    return {offering.key: offering.price_doubt for offering in several if offering.price_doubt}


def with_newcomers_doubted(
    candidates: Mapping[str, list[CandidateOffering]],
    new: Container[str],
    overrides: Overrides = NO_OVERRIDES,
    undercutting: Container[str] = frozenset(),
) -> dict[str, list[CandidateOffering]]:
    """Judge the prices of new providers, as `newcomer_doubts` does.

    Those that an editor verified are not doubtful.
    """
    # A maker's own price of its model is nobody's undercutting: it counts as established.
    asked = (
        {
            one.key: Asked(
                "" if one.own_rank is not None else one.provider,
                one.facts.prices.blended or Decimal(0),
            )
            for one in offerings
            if one.comparable
        }
        for offerings in candidates.values()
    )
    doubts = newcomer_doubts(asked, new, undercutting)
    if not doubts:
        return dict(candidates)

    def judged(one: CandidateOffering) -> CandidateOffering:
        if one.key not in doubts or overrides.verify(one.key, one.facts):
            return one
        return replace(one, price_doubt=doubts[one.key])

    return {path: list(map(judged, offerings)) for path, offerings in candidates.items()}


def with_price_doubts(
    offerings: Sequence[CandidateOffering], overrides: Overrides = NO_OVERRIDES
) -> list[CandidateOffering]:
    """Judge the prices of one model's offerings; what an editor verified is not doubtful."""
    prices = {
        offering.key: PublishedPrice(offering.facts.prices, offering.own_rank is not None)
        for offering in offerings
        if offering.price_state is PriceState.PRICED
    }
    verified = {one.key for one in offerings if overrides.verify(one.key, one.facts)}
    doubts = price_doubts(prices, verified)
    return [replace(one, price_doubt=doubts.get(one.key)) for one in offerings]


def candidate_offering(
    key: Key, facts: OfferingFacts, maker: str, plans: Mapping[str, bool] = NO_PLANS
) -> CandidateOffering:
    """Return an offering as the rules of a model's facts see it; `maker` is the model's.

    `plans` is what editors say of the providers that sell subscriptions.
    """
    provider, provider_model_id = key
    owner, rank = OWN_PROVIDERS.get(provider, ("", None))
    state = price_state(
        facts.prices,
        provider=provider,
        provider_model_id=decoded_id(provider_model_id),
        sells_plan=plans.get(provider),
    )
    own_rank = rank if owner == maker else None
    return CandidateOffering(provider, provider_model_id, facts, state, own_rank)


def _new_providers(payload: NormalisedPayload, day: date) -> frozenset[str]:
    seen = dict(Provider.objects.values_list("key", "first_seen"))
    arriving = {key: day for key in payload.providers if key not in seen}
    return new_providers(seen | arriving, day, TrustedProvider.objects.keys())


def _stored_offerings(**chosen: Any) -> dict[Key, StoredOffering]:
    rows = Offering.objects.filter(**chosen).values_list(
        *("provider__key", "provider_model_id", "pk", "model__path", "basis", "rules", "doubt"),
        *("fingerprint", "first_seen", "changed_on", "withdrawn_on", "released"),
        *("price_doubt", "price_median", "corrected", "by_rules", "price_state"),
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
        dict(_current_records(keys)),
    )


def _current_records(keys: Mapping[int, Key]) -> Iterator[tuple[Key, OfferingRecord]]:
    """Yield the records that the last payload gave these offerings, without any correction."""
    for pks in chunked(list(keys)):
        rows = Revision.objects.filter(offering__in=pks, valid_to=None)
        for pk, facts, corrected in rows.values_list("offering_id", "facts", "corrected"):
            yield keys[pk], _record(keys[pk], facts, corrected)


def _record(key: Key, stored_facts: dict[str, Any], corrected: CorrectedFields) -> OfferingRecord:
    facts = with_values(facts_from_json(stored_facts), feed_values(corrected))
    return OfferingRecord(*key, facts, upstream_id_of(facts.extra))


def _provider_record(row: Provider) -> ProviderRecord:
    values = {name: getattr(row, name) for name in ("name", "npm", "doc_url", "api_url", "extra")}
    values |= {"env": row.env} | own_values(row.corrected)
    return ProviderRecord(row.key, **values | {"env": tuple(values["env"])})
