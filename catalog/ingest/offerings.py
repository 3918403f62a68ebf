"""Write offerings and their revisions."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Value
from django.db.models.functions import Greatest

from catalog.domain.price_doubts import DoubtfulPrice
from catalog.domain.prices import COMPONENTS, Prices, PriceState
from catalog.domain.records import OfferingFacts, OfferingRecord, facts_to_json, tiers_to_json
from catalog.identity.canonicalise import Identity
from catalog.ingest.batch import Batch, Key, StoredOffering
from catalog.ingest.bulk import ROWS_PER_STATEMENT, chunked, insert, overwrite
from catalog.models import Offering, Revision

# Columns that a canonical model copies from its representative offering.
REPRESENTED = (
    *("context", "max_input", "max_output", "tool_calling", "structured_output", "reasoning"),
    *("temperature", "attachment", "open_weights", "input_modalities", "output_modalities"),
    "last_updated",
)
DOUBT_COLUMNS = ("price_doubt", "price_median")
OF_STATE = ("price_state", "blended_price", *DOUBT_COLUMNS)
STATED = ("name", "family", "status", "released", "knowledge", *REPRESENTED)


@dataclass(frozen=True, slots=True)
class OfferingCounts:
    """What was saved: a tally by kind, the paths of models touched, every offering's key."""

    tally: Counter[str] = field(default_factory=Counter)
    touched_paths: set[str] = field(default_factory=set)
    pks: dict[Key, int] = field(default_factory=dict)


def save_offerings(
    batch: Batch, providers: Mapping[str, int], models: Mapping[str, int]
) -> OfferingCounts:
    """Write the offerings that are new or differ, and their revisions."""
    saved = OfferingCounts(pks={key: stored.pk for key, stored in batch.stored.items()})
    new: list[Offering] = []
    old: list[Offering] = []
    revised = []
    for key, record in batch.payload.offerings.items():
        before, identity = batch.stored.get(key), batch.identities[key]
        kind = _change_of(before, identity, record)
        if kind is None:
            continue
        saved.tally[kind] += 1
        saved.touched_paths.update({identity.id, before.model_path if before else identity.id})
        row = _row(batch, record, before, facts_changed=kind != "regrouped")
        row.provider_id, row.model_id = providers[record.provider], models[identity.id]
        (old if before else new).append(row)
        if kind != "regrouped":
            revised.append((row, record))
    insert(Offering, new)
    # After new rows, which revisions refer to; before old ones, whose `changed_on` it may set.
    save_revisions(batch, revised)
    overwrite(Offering, old)
    saved.pks.update({record.key: row.pk for row, record in revised})
    saved.touched_paths.update(_update_price_states(batch))
    saved.touched_paths.update(_update_price_doubts(batch))
    return saved


def _change_of(
    before: StoredOffering | None, identity: Identity, record: OfferingRecord
) -> str | None:
    """Return the kind of change, as Counts names it; None if nothing changed."""
    if before is None:
        return "arrived"
    if before.withdrawn_on:
        return "returned"
    if before.fingerprint != record.fingerprint or before.corrected != record.corrected:
        return "changed"
    before_it = (before.model_path, before.basis, before.rules, before.doubt, before.by_rules)
    now = (identity.id, identity.basis, list(identity.rules), identity.doubt or "")
    if before_it != (*now, identity.by_rules):
        return "regrouped"
    return None


def _update_price_states(batch: Batch) -> Iterator[str]:
    """Write the price states that an editor changed, of offerings that did not change themselves.

    Yields the models concerned.
    """
    changed = []
    for key, record in batch.payload.offerings.items():
        stored, state = batch.stored.get(key), batch.price_state_of(record)
        if stored and stored.price_state != state:
            columns = offering_columns(record.facts, state)
            # With them what follows: only a published price is doubtful.
            columns |= doubt_columns(batch.price_doubts.get(key))
            changed.append(Offering(pk=stored.pk, **{name: columns[name] for name in OF_STATE}))
            yield batch.identities[key].id
    Offering.objects.bulk_update(changed, OF_STATE, batch_size=ROWS_PER_STATEMENT)


def _update_price_doubts(batch: Batch) -> Iterator[str]:
    """Write the doubts that other offerings' prices changed; yield the models concerned.

    Also where no offering of the model changed: the rule may have, with a new release.
    """
    changed = []
    for key in batch.payload.offerings:
        stored, doubt = batch.stored.get(key), batch.price_doubts.get(key)
        if stored and stored.doubtful_price != doubt:
            changed.append(Offering(pk=stored.pk, **doubt_columns(doubt)))
            yield batch.identities[key].id
    Offering.objects.bulk_update(changed, DOUBT_COLUMNS, batch_size=ROWS_PER_STATEMENT)


def doubt_columns(doubt: DoubtfulPrice | None) -> dict[str, Any]:
    """Return the columns that say why a price is doubtful, or that it is not."""
    values = (doubt.reason.value, doubt.median) if doubt else ("", None)
    return dict(zip(DOUBT_COLUMNS, values, strict=True))


def _row(
    batch: Batch, record: OfferingRecord, before: StoredOffering | None, *, facts_changed: bool
) -> Offering:
    identity = batch.identities[record.key]
    return Offering(
        pk=before.pk if before else batch.rebuild_state.id_of(Offering, *record.key),
        provider_model_id=record.provider_model_id,
        basis=identity.basis,
        rules=list(identity.rules),
        doubt=identity.doubt or "",
        by_rules=identity.by_rules,
        fingerprint=record.fingerprint,
        corrected=record.corrected,
        first_seen=before.first_seen if before else batch.day,
        changed_on=batch.day if before is None or facts_changed else before.changed_on,
        **offering_columns(record.facts, batch.price_state_of(record)),
        **doubt_columns(batch.price_doubts.get(record.key)),
    )


def offering_columns(facts: OfferingFacts, state: PriceState) -> dict[str, Any]:
    """Return the columns that follow from what an offering reports, on any day."""
    return {
        "price_state": state,
        "blended_price": facts.prices.blended if state is PriceState.PRICED else None,
        "tiers": tiers_to_json(facts.tiers),
        "extra": facts.extra,
        **_price_columns(facts.prices),
        **fact_columns(facts, STATED),
    }


def _price_columns(prices: Prices) -> dict[str, Any]:
    return {f"{name}_price": getattr(prices, name) for name in COMPONENTS}


def fact_columns(facts: OfferingFacts, names: Iterable[str]) -> dict[str, Any]:
    """Return columns of these facts; tuples as lists, as JSON columns return them."""
    values = {name: getattr(facts, name) for name in names}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def save_revisions(batch: Batch, revised: Sequence[tuple[Offering, OfferingRecord]]) -> None:
    """Close the open revision of each of these offerings, and open one with its new facts.

    If the facts equal those of the revision that ended today, it is reopened instead: an earlier
    payload of the day had differed.
    """
    ids = [row.pk for row, _ in revised]
    ended = _drop_revisions_of(ids, batch.day)
    for pks in chunked(ids):
        Revision.objects.filter(offering__in=pks, valid_to=None).update(valid_to=batch.day)
    reopened, opened = [], []
    for row, record in revised:
        facts = facts_to_json(record.facts)
        earlier = ended.get(row.pk)
        if earlier and (earlier.facts, earlier.corrected) == (facts, record.corrected):
            reopened.append(earlier.pk)
            row.changed_on = earlier.valid_from
        else:
            pk = batch.rebuild_state.id_of(Revision, row.pk, batch.day)
            opened.append(
                Revision(
                    pk=pk,
                    offering=row,
                    valid_from=batch.day,
                    facts=facts,
                    corrected=record.corrected,
                )
            )
    for pks in chunked(reopened):
        Revision.objects.filter(pk__in=pks).update(valid_to=None)
    insert(Revision, opened)


def _drop_revisions_of(offering_ids: Sequence[int], day: date) -> dict[int, Revision]:
    """Delete the revisions that an earlier payload of the same day opened: it is superseded.

    Returns, by offering, the revisions that the earlier payload had ended.
    """
    ended: dict[int, Revision] = {}
    for pks in chunked(offering_ids):
        revisions = Revision.objects.filter(offering__in=pks)
        revisions.filter(valid_from=day).delete()
        ended |= {revision.offering_id: revision for revision in revisions.filter(valid_to=day)}
    return ended


def withdraw_offerings(batch: Batch) -> list[StoredOffering]:
    """Withdraw the live offerings that the payload lacks; return them as stored before."""
    gone = [
        stored
        for key, stored in batch.stored.items()
        if stored.withdrawn_on is None and key not in batch.payload.offerings
    ]
    for pks in chunked([stored.pk for stored in gone]):
        Offering.objects.filter(pk__in=pks).update(
            withdrawn_on=batch.day, last_seen=Greatest("first_seen", Value(batch.last_seen))
        )
        open_revisions = Revision.objects.filter(offering__in=pks, valid_to=None)
        # A revision of an earlier payload of this day would end on the day it began.
        open_revisions.filter(valid_from=batch.day).delete()
        open_revisions.update(valid_to=batch.day)
    return gone
