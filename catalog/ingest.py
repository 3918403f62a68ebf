"""Bringing the catalogue's tables to what one payload says: the catalogue's write module.

`apply_payload` writes only what changed. Its caller holds the transaction, so that scores and
changes are part of the same one. Rows are found by natural key.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from catalog.canonical import Identity, canonicalise
from catalog.canonical_maker import is_derivative
from catalog.facts import Channel, ModelFacts, conflict_to_json, model_facts
from catalog.makers import MAKERS, maker_of_slug
from catalog.memory import NOTHING, Memory, record_move
from catalog.models import CanonicalModel, Maker, MovedModel, Offering, Provider, Revision
from catalog.normalise import Normalised
from catalog.prices import COMPONENTS, Prices, PriceState, price_state
from catalog.records import (
    OfferingFacts,
    OfferingRecord,
    facts_to_json,
    fingerprint,
    tiers_to_json,
)

Key = tuple[str, str]

ROWS_A_STATEMENT = 500
OWN_CHANNELS = {
    provider: (maker.slug, rank)
    for maker in MAKERS
    for rank, provider in enumerate(maker.own_providers)
}
# What a canonical model takes from its representative channel as it is.
REPRESENTED = (
    *("context", "max_input", "max_output", "tool_calling", "structured_output", "reasoning"),
    *("temperature", "attachment", "open_weights", "input_modalities", "output_modalities"),
    "last_updated",
)
STATED = ("name", "family", "status", "released", "knowledge", *REPRESENTED)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the catalogue holds now, and what applying one payload did to its offerings."""

    providers: int
    offerings: int
    models: int
    arrived: int = 0
    changed: int = 0
    returned: int = 0
    withdrawn: int = 0
    regrouped: int = 0


class Known(NamedTuple):
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


@dataclass(slots=True)
class Day:
    """One payload on its way into the tables: what it says, and what was there before."""

    day: date
    last_seen: date
    read: Normalised
    identities: Mapping[Key, Identity]
    known: Mapping[Key, Known]
    memory: Memory

    def channels(self) -> dict[str, list[Channel]]:
        """Return the payload's channels by canonical id."""
        grouped = defaultdict(list)
        for key, record in self.read.offerings.items():
            identity = self.identities[key]
            grouped[identity.id].append(_channel(record, identity.maker))
        return grouped


def apply_payload(
    read: Normalised, *, day: date, last_seen: date, memory: Memory = NOTHING
) -> Counts:
    """Make the tables say what `read` says, as of `day`.

    `last_seen` is the last day on which what is missing now was still there.
    Must run inside a transaction.
    """
    identities = canonicalise(record.listing for record in read.offerings.values())
    today = Day(day, last_seen, read, identities, _known_offerings(), memory)
    makers = save_makers(today)
    providers = save_providers(today, makers)
    channels = today.channels()
    models = save_new_models(today, makers, channels)
    touched, counts = save_offerings(today, providers, models)
    withdrawn = withdraw_offerings(today)
    refresh_models(today, models, channels, touched | withdrawn)
    record_moves(today, models, channels)
    return replace(counts, withdrawn=len(withdrawn), models=len(channels))


def _known_offerings() -> dict[Key, Known]:
    rows = Offering.objects.values_list(
        *("provider__key", "provider_model_id", "pk", "model__path", "basis", "rules", "doubt"),
        *("fingerprint", "first_seen", "changed_on", "withdrawn_on"),
    )
    return {(row[0], row[1]): Known(*row[2:]) for row in rows.iterator(5000)}


def _channel(record: OfferingRecord, maker: str) -> Channel:
    owner, rank = OWN_CHANNELS.get(record.provider, ("", None))
    return Channel(
        provider=record.provider,
        provider_model_id=record.provider_model_id,
        facts=record.facts,
        price_state=_state(record),
        own_rank=rank if owner == maker else None,
    )


def _state(record: OfferingRecord) -> PriceState:
    return price_state(
        record.facts.prices,
        provider=record.provider,
        provider_model_id=record.provider_model_id,
    )


def save_makers(today: Day) -> dict[str, int]:
    """Add the makers that are new; return every maker's id by slug."""
    known = dict(Maker.objects.values_list("slug", "pk"))
    named = {identity.maker for identity in today.identities.values()}
    owners = {OWN_CHANNELS[key][0] for key in today.read.providers if key in OWN_CHANNELS}
    new = sorted((named | owners) - known.keys())
    Maker.objects.bulk_create([_new_maker(slug, today.memory) for slug in new])
    return dict(Maker.objects.values_list("slug", "pk"))


def _new_maker(slug: str, memory: Memory) -> Maker:
    maker = maker_of_slug(slug)
    name = maker.name if maker else slug.replace("-", " ").title()
    return Maker(pk=memory.id_of(Maker, slug), slug=slug, name=name[:200])


def save_providers(today: Day, makers: Mapping[str, int]) -> dict[str, int]:
    """Write the providers that are new or say something new; return every provider's id by key."""
    known = {row.key: row for row in Provider.objects.all()}
    new, changed = [], []
    for key, stated in _stated_by_providers(today, makers).items():
        if key not in known:
            pk = today.memory.id_of(Provider, key)
            new.append(Provider(pk=pk, first_seen=today.day, **stated))
        elif _set(known[key], stated):
            changed.append(known[key])
    nothing_offered = {"offering_count": 0, "priced_count": 0}
    gone = [row for key, row in known.items() if key not in today.read.providers]
    changed += [row for row in gone if _set(row, _withdrawn(row, today) | nothing_offered)]
    Provider.objects.bulk_create(new, batch_size=ROWS_A_STATEMENT)
    _overwrite(Provider, changed)
    return dict(Provider.objects.values_list("key", "pk"))


def _stated_by_providers(today: Day, makers: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    offered = Counter(key for key, _ in today.read.offerings)
    priced = Counter(
        record.provider
        for record in today.read.offerings.values()
        if _state(record) is PriceState.PRICED
    )
    return {
        key: asdict(record)
        | {
            "env": list(record.env),
            "maker_id": makers[OWN_CHANNELS[key][0]] if key in OWN_CHANNELS else None,
            "offering_count": offered[key],
            "priced_count": priced[key],
            "last_seen": None,
            "withdrawn_on": None,
        }
        for key, record in today.read.providers.items()
    }


def _withdrawn(row: Provider | CanonicalModel, today: Day) -> dict[str, Any]:
    """Return the fields of a withdrawal; one that was withdrawn before keeps its day."""
    if row.withdrawn_on:
        return {}
    return {"withdrawn_on": today.day, "last_seen": today.last_seen}


def _set(row: Any, stated: Mapping[str, Any]) -> bool:
    """Give the row these values; tell whether any is new to it."""
    differing = [name for name, value in stated.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, stated[name])
    return bool(differing)


def _overwrite(table: Any, rows: Sequence[Any]) -> None:
    """Write rows that exist, whole: one statement for many, unlike bulk_update's CASE for each."""
    fields = table._meta.concrete_fields
    columns = [field.name for field in fields if not field.primary_key]
    table.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=columns,
        batch_size=ROWS_A_STATEMENT,
    )


def save_new_models(
    today: Day, makers: Mapping[str, int], channels: Iterable[str]
) -> dict[str, CanonicalModel]:
    """Add the models that are new, by name only; return every model by canonical id."""
    known = {row.path: row for row in CanonicalModel.objects.all()}
    new = []
    for path in sorted(set(channels) - known.keys()):
        maker, _, slug = path.partition("/")
        new.append(
            CanonicalModel(
                pk=today.memory.id_of(CanonicalModel, path),
                maker_id=makers[maker],
                slug=slug,
                path=path,
                name=slug,
                official=not is_derivative(maker, slug),
                first_seen=today.day,
            )
        )
    CanonicalModel.objects.bulk_create(new, batch_size=ROWS_A_STATEMENT)
    return known | {row.path: row for row in new}


def save_offerings(
    today: Day, providers: Mapping[str, int], models: Mapping[str, CanonicalModel]
) -> tuple[set[str], Counts]:
    """Write the offerings that are new or differ, and their revisions.

    Returns the canonical ids that this touched, and the counts.
    """
    new: list[Offering] = []
    overwritten: list[Offering] = []
    revised, touched = [], set()
    tally: Counter[str] = Counter()
    for key, record in today.read.offerings.items():
        before = today.known.get(key)
        identity = today.identities[key]
        stored = facts_to_json(record.facts)
        print_ = fingerprint(stored)
        what = _what_happened(before, identity, print_)
        if what is None:
            continue
        tally[what] += 1
        touched |= {identity.id, before.model_path if before else identity.id}
        row = _offering_row(today, record, before, print_, what)
        row.provider_id, row.model_id = providers[record.provider], models[identity.id].pk
        (overwritten if before else new).append(row)
        if what != "regrouped":
            revised.append((row, stored))
    Offering.objects.bulk_create(new, batch_size=ROWS_A_STATEMENT)
    _overwrite(Offering, overwritten)
    save_revisions(today, revised)
    counts = Counts(len(today.read.providers), len(today.read.offerings), 0, **tally)
    return touched, counts


def _what_happened(before: Known | None, identity: Identity, print_: str) -> str | None:
    if before is None:
        return "arrived"
    if before.withdrawn_on:
        return "returned"
    if before.fingerprint != print_:
        return "changed"
    grouped = (before.model_path, before.basis, before.rules, before.doubt)
    if grouped != (identity.id, identity.basis, list(identity.rules), _doubt(identity)):
        return "regrouped"
    return None


def _doubt(identity: Identity) -> str:
    return (identity.doubt or "")[:500]


def _offering_row(
    today: Day, record: OfferingRecord, before: Known | None, print_: str, what: str
) -> Offering:
    identity, state = today.identities[record.key], _state(record)
    return Offering(
        pk=before.pk if before else today.memory.id_of(Offering, *record.key),
        provider_model_id=record.provider_model_id,
        basis=identity.basis,
        rules=list(identity.rules),
        doubt=_doubt(identity),
        fingerprint=print_,
        first_seen=before.first_seen if before else today.day,
        changed_on=before.changed_on if before and what == "regrouped" else today.day,
        price_state=state,
        blended_price=record.facts.prices.blended if state is PriceState.PRICED else None,
        tiers=tiers_to_json(record.facts.tiers),
        extra=record.facts.extra,
        **_price_columns(record.facts.prices),
        **_stated_columns(record.facts, STATED),
    )


def _price_columns(prices: Prices) -> dict[str, Any]:
    return {f"{name}_price": getattr(prices, name) for name in COMPONENTS}


def _stated_columns(facts: OfferingFacts, names: Iterable[str]) -> dict[str, Any]:
    stated = {name: getattr(facts, name) for name in names}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in stated.items()}


def save_revisions(today: Day, revised: Sequence[tuple[Offering, dict[str, Any]]]) -> None:
    """Close the revision that each of these offerings had open, and open one with its new facts."""
    offering_ids = [row.pk for row, _ in revised]
    ended = _drop_what_began_today(today, offering_ids)
    for some in _some_at_a_time(offering_ids):
        Revision.objects.filter(offering__in=some, valid_to=None).update(valid_to=today.day)
    opened = []
    for row, stored in revised:
        earlier = ended.get(row.pk)
        if earlier and earlier.facts == stored:
            earlier.valid_to = None
            earlier.save(update_fields=["valid_to"])
            continue
        pk = today.memory.id_of(Revision, row.pk, today.day)
        opened.append(Revision(pk=pk, offering_id=row.pk, valid_from=today.day, facts=stored))
    Revision.objects.bulk_create(opened, batch_size=ROWS_A_STATEMENT)


def _drop_what_began_today(today: Day, offering_ids: Sequence[int]) -> dict[int, Revision]:
    """Take back the revisions of an earlier payload of the same day, which this one supersedes.

    Returns, by offering, the revisions that the earlier payload had ended.
    """
    ended: dict[int, Revision] = {}
    for some in _some_at_a_time(offering_ids):
        of_these = Revision.objects.filter(offering__in=some)
        of_these.filter(valid_from=today.day).delete()
        ended |= {
            revision.offering_id: revision for revision in of_these.filter(valid_to=today.day)
        }
    return ended


def _some_at_a_time(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Cut ids into pieces that every database takes as parameters."""
    for start in range(0, len(ids), ROWS_A_STATEMENT):
        yield ids[start : start + ROWS_A_STATEMENT]


def withdraw_offerings(today: Day) -> set[str]:
    """Mark the live offerings that the payload lacks; return the canonical ids concerned."""
    gone = [
        known
        for key, known in today.known.items()
        if known.withdrawn_on is None and key not in today.read.offerings
    ]
    for some in _some_at_a_time([known.pk for known in gone]):
        Offering.objects.filter(pk__in=some).update(
            withdrawn_on=today.day, last_seen=today.last_seen
        )
        open_now = Revision.objects.filter(offering__in=some, valid_to=None)
        open_now.filter(valid_from=today.day).delete()
        open_now.update(valid_to=today.day)
    return {known.model_path for known in gone}


def refresh_models(
    today: Day,
    models: Mapping[str, CanonicalModel],
    channels: Mapping[str, Sequence[Channel]],
    touched: Iterable[str],
) -> None:
    """Derive the facts of the touched models anew; one without channels is withdrawn, as it was."""
    pks = dict(_offering_pks())
    changed = []
    for path in sorted(touched):
        row = models[path]
        stated = _model_fields(row, channels[path], pks) if path in channels else {}
        if _set(row, stated or _withdrawn(row, today) | {"channel_count": 0, "provider_count": 0}):
            changed.append(row)
    _overwrite(CanonicalModel, changed)


def _offering_pks() -> Iterator[tuple[Key, int]]:
    for provider, model_id, pk in Offering.objects.live().values_list(
        "provider__key", "provider_model_id", "pk"
    ):
        yield (provider, model_id), pk


def _model_fields(
    row: CanonicalModel, channels: Sequence[Channel], pks: Mapping[Key, int]
) -> dict[str, Any]:
    facts = model_facts(row.slug, channels)
    recommended = facts.recommended
    return {
        **_stated_columns(facts.representative.facts, REPRESENTED),
        **_derived_columns(facts),
        "representative_id": pks[facts.representative.key],
        "recommended_id": pks[recommended.key] if recommended else None,
        "input_price": facts.prices.input,
        "output_price": facts.prices.output,
        "blended_price": facts.prices.blended,
        "conflicts": [conflict_to_json(conflict) for conflict in facts.conflicts],
        "last_seen": None,
        "withdrawn_on": None,
    }


def _derived_columns(facts: ModelFacts) -> dict[str, Any]:
    names = ("name", "family", "released", "knowledge", "vision", "audio", "pdf")
    counted = ("prompt_caching", "provider_count", "channel_count")
    return {name: getattr(facts, name) for name in (*names, *counted)}


def record_moves(
    today: Day, models: Mapping[str, CanonicalModel], channels: Mapping[str, Sequence[Channel]]
) -> None:
    """Note where the offerings of a canonical id went that has none left because of regrouping."""
    gone_to: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, before in today.known.items():
        if before.model_path not in channels and key in today.identities:
            gone_to[before.model_path][today.identities[key].id] += 1
    for path, targets in gone_to.items():
        target = models[min(targets, key=lambda to: (-targets[to], to))]
        record_move(today.memory, path, target.pk, today.day)
    MovedModel.objects.filter(path__in=CanonicalModel.objects.live().values("path")).delete()
