"""Editors' corrections on their way into the tables: read, laid over a payload, ended.

They are laid over what normalisation returns, on each pull and on each day of a rebuild.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

from django.db.models import F

from catalog.domain.corrections import (
    FIELDS,
    PRICE,
    CorrectedFields,
    Ending,
    Override,
    Target,
    correct_columns,
    correct_facts,
    json_value,
    own_values,
    plain_price,
    value_in,
)
from catalog.domain.records import OfferingFacts, OfferingRecord, facts_to_json
from catalog.editorial import Correction, CorrectionQuerySet
from catalog.ingest.bulk import chunked, overwrite, set_fields
from catalog.models import CanonicalModel, Maker, Offering, Provider

Key = tuple[str, str]  # provider, provider's model id; the first is "" for any other target
NONE: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class Overrides:
    """The corrections in force on a day, by what they are about.

    `verified` are the prices of offers, as JSON by field, that an editor found right or intended.
    """

    by_target: Mapping[Target, Mapping[Key, tuple[Override, ...]]] = field(default_factory=dict)
    verified: Mapping[Key, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, day: date) -> Self:
        """Read them, in one query."""
        return cls.from_decisions(Correction.objects.holding(day).order_by("pk"))

    @classmethod
    def as_known(cls, day: date, known_on: date) -> Self:
        """Read those that held on a day as far as was known by the end of another, in one query."""
        rows = Correction.objects.filter(first_day__lte=day).order_by("pk")
        return cls.from_decisions(
            row
            for row in rows
            if (then := row.as_known_on(known_on)) is not None and then.in_force(day)
        )

    @classmethod
    def from_decisions(cls, decisions: Iterable[Correction]) -> Self:
        rows = list(decisions)
        verified: defaultdict[Key, dict[str, Any]] = defaultdict(dict)
        for row in rows:
            if row.verifies_price:
                verified[row.about][row.field] = row.feed_value
        read = cls.from_rows(row.override for row in rows if row.overrides)
        return replace(read, verified=dict(verified))

    @classmethod
    def from_rows(cls, overrides: Iterable[Override]) -> Self:
        found: defaultdict[Target, defaultdict[Key, list[Override]]]
        found = defaultdict(lambda: defaultdict(list))
        for one in overrides:
            found[one.target][one.about].append(one)
        return cls({t: {key: tuple(own) for key, own in of.items()} for t, of in found.items()})

    def verify(self, key: Key, facts: OfferingFacts) -> bool:
        """Tell whether an editor verified a price of this offer, and it is still that price."""
        own = self.verified.get(key)
        if not own:
            return False
        stored = facts_to_json(facts)
        return any(value_in(stored, name) == value for name, value in own.items())

    def about(self, target: Target, key: str, provider: str = "") -> tuple[Override, ...]:
        return self.by_target.get(target, {}).get((provider, key), NONE)

    def keys(self, target: Target) -> set[Key]:
        return set(self.by_target.get(target, {}))

    def __iter__(self) -> Iterator[Override]:
        for of_target in self.by_target.values():
            for several in of_target.values():
                yield from several


NO_OVERRIDES = Overrides()


def correct_offerings(
    offerings: Mapping[Key, OfferingRecord], overrides: Overrides
) -> dict[Key, OfferingRecord]:
    """Return the records with the corrections of the day; the others are the same objects."""
    corrected = dict(offerings)
    for key, own in overrides.by_target.get(Target.OFFER, {}).items():
        if record := offerings.get(key):
            corrected[key] = correct_offering(record, own)
    return corrected


def correct_offering(record: OfferingRecord, overrides: Iterable[Override]) -> OfferingRecord:
    facts, corrected = correct_facts(record.stated, overrides)
    if not corrected:
        return record
    return replace(record, facts=facts, reported=record.stated, corrected=dict(corrected))


def correct_makers(overrides: Overrides) -> None:
    """Bring names and websites of makers to the corrections of the day."""
    wanted = {key for _none, key in overrides.keys(Target.MAKER)}
    rows = Maker.objects.exclude(corrected={}) | Maker.objects.filter(slug__in=wanted)
    changed = []
    for maker in rows:
        columns = {"name": maker.name, "website": maker.website} | own_values(maker.corrected)
        own = overrides.about(Target.MAKER, maker.slug)
        if set_fields(maker, correct_columns(columns, own)):
            changed.append(maker)
    overwrite(Maker, changed)


def models_to_refresh(overrides: Overrides) -> set[str]:
    """Return the canonical ids of models that are corrected now, or were by the last payload."""
    stored = CanonicalModel.objects.exclude(corrected={}).values_list("path", flat=True)
    return {key for _none, key in overrides.keys(Target.MODEL)} | set(stored)


def any_lapses(day: date) -> bool:
    """Tell whether a correction is still open though its last day is before this one."""
    return _lapsed(day).overriding().exists()


def _lapsed(day: date) -> CorrectionQuerySet:
    return Correction.objects.open().filter(last_day__lt=day)


def retire_corrections(day: date, now: datetime) -> int:
    """End the corrections with which the feed agrees by now, and those past their last day.

    A row that does not list a field as corrected, though an override of it is in force, has that
    value from the feed itself. Must run after the tables were brought to the payload of `day`.
    A day before the one on which a correction was entered does not end it.
    """
    lapsed = _lapsed(day)
    ended = lapsed.update(ended_at=now, ended_on=day, ending=Ending.LAPSED)
    overrides = Overrides.of(day)
    for target, corrected_rows in ROWS.items():
        keys = overrides.keys(target)
        agreed = [
            one.pk
            for key, corrected in (corrected_rows(keys) if keys else ())
            for one in overrides.about(target, key[1], key[0])
            if one.field not in corrected
        ]
        open_ones = Correction.objects.open().filter(pk__in=agreed, entered_on__lte=day)
        ended += open_ones.update(ended_at=now, ended_on=day, ending=Ending.AGREED)
    return ended


def apply_waiting() -> None:
    """Let the days hold that wait for a rebuild; must be its first step."""
    rows = Correction.objects
    rows.exclude(waiting_first_day=None).update(
        first_day=F("waiting_first_day"), waiting_first_day=None
    )
    rows.exclude(waiting_ended_on=None).update(
        ended_on=F("waiting_ended_on"), waiting_ended_on=None
    )


def current_value(target: Target, key: str, provider: str, field: str) -> Any:
    """Return the value that the tables hold, corrected or not, as JSON. Raises NotOnSale."""
    return facts_of(target, key, provider)[field]


def reported_value(target: Target, key: str, provider: str, field: str) -> Any:
    """Return the feed's own value of a field, as JSON. Raises NotOnSale."""
    facts = facts_of(target, key, provider)
    corrected: CorrectedFields = facts["corrected"]
    return corrected[field]["feed"] if field in corrected else facts[field]


class NotOnSale(LookupError):
    """There is no live row of that address."""


def facts_of(target: Target, key: str, provider: str) -> dict[str, Any]:
    """Return the values of every correctable field of a live row, and which are corrected.

    Raises NotOnSale.
    """
    if target is Target.OFFER:
        row: Any = (
            Offering.objects.live().filter(provider__key=provider, provider_model_id=key).first()
        )
    else:
        table, name = NAMES[target]
        row = table.objects.filter(**{name: key}).first()
    if row is None or getattr(row, "withdrawn_on", None):
        raise NotOnSale(f"{provider} {key}".strip())
    values = {field: _value_of(row, field) for field in FIELDS[target]}
    return values | {"corrected": row.corrected}


def _value_of(row: Any, field: str) -> Any:
    if not field.startswith(PRICE):
        return json_value(field, getattr(row, field))
    price = getattr(row, f"{field.removeprefix(PRICE)}_price")
    # As a revision has it: without the column's trailing zeros.
    return None if price is None else plain_price(price)


Rows = Iterator[tuple[Key, CorrectedFields]]


def _offers(keys: set[Key]) -> Rows:
    for several in chunked(sorted(keys)):
        rows = Offering.objects.live().filter(
            provider__key__in={provider for provider, _id in several},
            provider_model_id__in={model_id for _provider, model_id in several},
        )
        for provider, model_id, corrected in rows.values_list(
            "provider__key", "provider_model_id", "corrected"
        ):
            if (provider, model_id) in keys:
                yield (provider, model_id), corrected


def _named(table: Any, name: str, **chosen: Any) -> Callable[[set[Key]], Rows]:
    def read(keys: set[Key]) -> Rows:
        wanted = {f"{name}__in": {key for _none, key in keys}}
        rows = table.objects.filter(**wanted, **chosen).values_list(name, "corrected")
        for key, corrected in rows:
            yield ("", key), corrected

    return read


NAMES: Mapping[Target, tuple[Any, str]] = {
    Target.MODEL: (CanonicalModel, "path"),
    Target.PROVIDER: (Provider, "key"),
    Target.MAKER: (Maker, "slug"),
}
ROWS: Mapping[Target, Callable[[set[Key]], Rows]] = {
    Target.OFFER: _offers,
    Target.MODEL: _named(CanonicalModel, "path", withdrawn_on=None),
    Target.PROVIDER: _named(Provider, "key", withdrawn_on=None),
    Target.MAKER: _named(Maker, "slug"),
}
