"""Writing offerings and their revisions as of one payload."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalog.domain.prices import COMPONENTS, Prices, PriceState
from catalog.domain.records import OfferingFacts, OfferingRecord, facts_to_json, tiers_to_json
from catalog.identity.canonicalise import Identity
from catalog.ingest.batch import Batch, Key, StoredOffering, price_state_of
from catalog.ingest.bulk import chunked, insert, overwrite
from catalog.models import Offering, Revision

# What a canonical model takes from its representative channel as it is.
REPRESENTED = (
    *("context", "max_input", "max_output", "tool_calling", "structured_output", "reasoning"),
    *("temperature", "attachment", "open_weights", "input_modalities", "output_modalities"),
    "last_updated",
)
STATED = ("name", "family", "status", "released", "knowledge", *REPRESENTED)


@dataclass(frozen=True, slots=True)
class OfferingCounts:
    """What was done: how often what happened, to which canonical ids; every offering's id."""

    tally: Counter[str] = field(default_factory=Counter)
    touched: set[str] = field(default_factory=set)
    pks: dict[Key, int] = field(default_factory=dict)


def save_offerings(
    today: Batch, providers: Mapping[str, int], models: Mapping[str, int]
) -> OfferingCounts:
    """Write the offerings that are new or differ, and their revisions."""
    saved = OfferingCounts(pks={key: known.pk for key, known in today.known.items()})
    new: list[Offering] = []
    old: list[Offering] = []
    revised = []
    for key, record in today.read.offerings.items():
        before, identity = today.known.get(key), today.identities[key]
        what = _what_happened(before, identity, record.fingerprint)
        if what is None:
            continue
        saved.tally[what] += 1
        saved.touched.update({identity.id, before.model_path if before else identity.id})
        row = _row(today, record, before, keeps_its_day=what == "regrouped")
        row.provider_id, row.model_id = providers[record.provider], models[identity.id]
        (old if before else new).append(row)
        if what != "regrouped":
            revised.append((row, record))
    insert(Offering, new)
    save_revisions(today, revised)
    overwrite(Offering, old)
    saved.pks.update({record.key: row.pk for row, record in revised})
    return saved


def _what_happened(
    before: StoredOffering | None, identity: Identity, fingerprint: str
) -> str | None:
    if before is None:
        return "arrived"
    if before.withdrawn_on:
        return "returned"
    if before.fingerprint != fingerprint:
        return "changed"
    grouped = (before.model_path, before.basis, before.rules, before.doubt)
    if grouped != (identity.id, identity.basis, list(identity.rules), identity.doubt or ""):
        return "regrouped"
    return None


def _row(
    today: Batch, record: OfferingRecord, before: StoredOffering | None, *, keeps_its_day: bool
) -> Offering:
    identity, state = today.identities[record.key], price_state_of(record)
    return Offering(
        pk=before.pk if before else today.memory.id_of(Offering, *record.key),
        provider_model_id=record.provider_model_id,
        basis=identity.basis,
        rules=list(identity.rules),
        doubt=identity.doubt or "",
        fingerprint=record.fingerprint,
        first_seen=before.first_seen if before else today.day,
        changed_on=before.changed_on if before and keeps_its_day else today.day,
        price_state=state,
        blended_price=record.facts.prices.blended if state is PriceState.PRICED else None,
        tiers=tiers_to_json(record.facts.tiers),
        extra=record.facts.extra,
        **_price_columns(record.facts.prices),
        **stated_columns(record.facts, STATED),
    )


def _price_columns(prices: Prices) -> dict[str, Any]:
    return {f"{name}_price": getattr(prices, name) for name in COMPONENTS}


def stated_columns(facts: OfferingFacts, names: Iterable[str]) -> dict[str, Any]:
    stated = {name: getattr(facts, name) for name in names}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in stated.items()}


def save_revisions(today: Batch, revised: Sequence[tuple[Offering, OfferingRecord]]) -> None:
    """Close the revision that each of these offerings had open, and open one with its new facts.

    An offering that is back at what it said before this day goes on with that revision.
    """
    ids = [row.pk for row, _ in revised]
    ended = _drop_what_began_today(ids, today.day)
    for some in chunked(ids):
        Revision.objects.filter(offering__in=some, valid_to=None).update(valid_to=today.day)
    reopened, opened = [], []
    for row, record in revised:
        facts = facts_to_json(record.facts)
        earlier = ended.get(row.pk)
        if earlier and earlier.facts == facts:
            reopened.append(earlier.pk)
            row.changed_on = earlier.valid_from
        else:
            pk = today.memory.id_of(Revision, row.pk, today.day)
            opened.append(Revision(pk=pk, offering=row, valid_from=today.day, facts=facts))
    for some in chunked(reopened):
        Revision.objects.filter(pk__in=some).update(valid_to=None)
    insert(Revision, opened)


def _drop_what_began_today(offering_ids: Sequence[int], day: date) -> dict[int, Revision]:
    """Take back the revisions of an earlier payload of the same day, which this one supersedes.

    Returns, by offering, the revisions that the earlier payload had ended.
    """
    ended: dict[int, Revision] = {}
    for some in chunked(offering_ids):
        of_these = Revision.objects.filter(offering__in=some)
        of_these.filter(valid_from=day).delete()
        ended |= {revision.offering_id: revision for revision in of_these.filter(valid_to=day)}
    return ended


def withdraw_offerings(today: Batch) -> list[StoredOffering]:
    """Mark the live offerings that the payload lacks; return what was known of them."""
    gone = [
        known
        for key, known in today.known.items()
        if known.withdrawn_on is None and key not in today.read.offerings
    ]
    for some in chunked([known.pk for known in gone]):
        Offering.objects.filter(pk__in=some).update(
            withdrawn_on=today.day, last_seen=today.last_seen
        )
        open_now = Revision.objects.filter(offering__in=some, valid_to=None)
        open_now.filter(valid_from=today.day).delete()
        open_now.update(valid_to=today.day)
    return gone
