"""The differences between two normalised payloads, typed and in a stable order. Pure.

Normalisation has given both payloads one spelling, so float tails and the order of keys or lists
make no difference here. Changes below one percent and the source's own metadata are marked as
noise: they are stored, but hidden by default.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from catalog.domain.modes import Mode, read_modes
from catalog.domain.prices import COMPONENTS, Prices, Tier
from catalog.domain.records import OfferingFacts, ProviderRecord, prices_to_json
from catalog.feed.normalise import FLAGS, NormalisedPayload

Key = tuple[str, str]  # provider, provider's model id; the latter is "" for the provider itself
Groups = Mapping[Key, str]

OF_MODE = ":"  # between a mode and a component in the name of a field
NOISE_BELOW = Decimal("0.01")  # of the old value
LARGEST_SHARE = 10**7  # beyond it, a percentage neither fits its column nor helps a reader
PERCENT_STEP = Decimal("0.01")


class Kind(StrEnum):
    ARRIVAL = "arrival"
    WITHDRAWAL = "withdrawal"
    RETURN = "return"
    PRICE = "price"
    LIMIT = "limit"
    CAPABILITY = "capability"
    FIRST_REPORT = "first-report"  # a capability: not reported before, yes or no now
    SILENCE = "silence"  # a capability that is no longer reported
    MODALITY = "modality"
    STATUS = "status"
    DATE = "date"
    RENAME = "rename"
    REGROUPING = "regrouping"
    DETAIL = "detail"
    CORRECTION = "correction"  # by an editor: the feed itself reports something else


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"
    NEITHER = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. Values are as in JSON, prices as text; None is "not reported".

    `percent` is relative to the old value, to two decimals; `tier` is the prompt size in tokens
    above which a tier's price applies. An arrival's new value and a withdrawal's old value are its
    published prices.
    """

    kind: Kind
    provider: str
    provider_model_id: str
    field: str = ""
    tier: int | None = None
    old: Any = None
    new: Any = None
    percent: Decimal | None = None
    direction: Direction = Direction.NEITHER
    noise: bool = False

    @property
    def key(self) -> Key:
        return self.provider, self.provider_model_id


@dataclass(frozen=True, slots=True)
class FieldChange:
    """How one field differs: a `Difference` that does not know its offering yet."""

    kind: Kind
    field: str
    old: Any
    new: Any
    tier: int | None = None
    percent: Decimal | None = None
    direction: Direction = Direction.NEITHER
    noise: bool = False


# Fields compared by equality alone: (kind, field, whether it is noise).
PLAIN_FIELDS = (
    (Kind.RENAME, "name", False),
    (Kind.STATUS, "status", False),
    (Kind.DATE, "released", False),
    (Kind.DATE, "knowledge", False),
    (Kind.DATE, "last_updated", True),
    (Kind.DETAIL, "family", True),
)
LIMITS = ("context", "max_input", "max_output")
MODALITIES = ("input_modalities", "output_modalities")
PROVIDER_FIELDS = (
    (Kind.RENAME, "name", False),
    (Kind.DETAIL, "api_url", True),
    (Kind.DETAIL, "doc_url", True),
    (Kind.DETAIL, "npm", True),
    (Kind.DETAIL, "env", True),
)


def diff(
    before: NormalisedPayload,
    after: NormalisedPayload,
    *,
    groups_before: Groups | None = None,
    groups_after: Groups | None = None,
    seen: Container[Key] = frozenset(),
) -> Iterator[Difference]:
    """Yield the differences, by provider, then model id, then in the order of the fields below.

    `groups` are canonical ids by offering; without them no regrouping is reported. `seen` are the
    offerings of earlier payloads: one of those that appears is a return, any other an arrival.
    """
    old_records, new_records = _by_key(before), _by_key(after)
    for key in sorted(old_records.keys() | new_records.keys()):
        old, new = old_records.get(key), new_records.get(key)
        if old is None or new is None:
            yield _presence_change(key, old, new, returns=key in seen)
            continue
        groups = (groups_before or {}).get(key), (groups_after or {}).get(key)
        for change in _field_changes(old, new, *groups):
            yield Difference(provider=key[0], provider_model_id=key[1], **asdict(change))


def to_json(change: Difference) -> dict[str, Any]:
    """Return a difference for JSON; what does not apply is omitted, null is "not reported"."""
    values = asdict(change)
    values["percent"] = None if change.percent is None else str(change.percent)
    defaults = {"field": "", "tier": None, "percent": None, "direction": ""}
    return {
        name: value
        for name, value in values.items()
        if name not in defaults or value != defaults[name]
    }


def _by_key(payload: NormalisedPayload) -> dict[Key, ProviderRecord | OfferingFacts]:
    records: dict[Key, ProviderRecord | OfferingFacts] = {
        (key, ""): provider for key, provider in payload.providers.items()
    }
    return records | {key: record.facts for key, record in payload.offerings.items()}


def _presence_change(key: Key, old: Any, new: Any, *, returns: bool) -> Difference:
    appeared = Kind.RETURN if returns else Kind.ARRIVAL
    kind = Kind.WITHDRAWAL if new is None else appeared
    return Difference(kind, *key, old=_published(old), new=_published(new))


def _published(record: ProviderRecord | OfferingFacts | None) -> dict[str, str] | None:
    return prices_to_json(record.prices) or None if isinstance(record, OfferingFacts) else None


def _field_changes(
    old: Any, new: Any, group: str | None, new_group: str | None
) -> Iterator[FieldChange]:
    if old != new:
        compare = _provider_changes if isinstance(new, ProviderRecord) else _offering_changes
        yield from compare(old, new)
    if group and new_group and group != new_group:
        yield FieldChange(Kind.REGROUPING, "model", group, new_group)


def _offering_changes(old: OfferingFacts, new: OfferingFacts) -> Iterator[FieldChange]:
    yield from _price_changes(old.prices, new.prices)
    yield from _tier_changes(old.tiers, new.tiers)
    yield from _mode_changes(old, new)
    for name in LIMITS:
        yield from _number(Kind.LIMIT, name, getattr(old, name), getattr(new, name))
    for name in FLAGS:
        yield from _flag(name, getattr(old, name), getattr(new, name))
    for name in MODALITIES:
        yield from _modalities(name, getattr(old, name), getattr(new, name))
    yield from _plain(PLAIN_FIELDS, old, new)
    yield from _extra(old.extra, new.extra)


def _provider_changes(old: ProviderRecord, new: ProviderRecord) -> Iterator[FieldChange]:
    yield from _plain(PROVIDER_FIELDS, old, new)
    yield from _extra(old.extra, new.extra)


def _price_changes(old: Prices, new: Prices, tier: int | None = None) -> Iterator[FieldChange]:
    for name in COMPONENTS:
        yield from _number(Kind.PRICE, name, getattr(old, name), getattr(new, name), tier)


def _tier_changes(old: tuple[Tier, ...], new: tuple[Tier, ...]) -> Iterator[FieldChange]:
    before = {tier.above: tier.prices for tier in old}
    after = {tier.above: tier.prices for tier in new}
    for above in sorted(before.keys() | after.keys()):
        yield from _price_changes(before.get(above, Prices()), after.get(above, Prices()), above)


def _mode_changes(old: OfferingFacts, new: OfferingFacts) -> Iterator[FieldChange]:
    """Yield the changes of prices of modes; their fields are named "fast:input"."""
    before = {mode.name: mode for mode in read_modes(old.extra)}
    after = {mode.name: mode for mode in read_modes(new.extra)}
    for name in sorted(before.keys() | after.keys()):
        then, now = (modes.get(name, Mode(name, Prices())) for modes in (before, after))
        changes = (*_price_changes(then.prices, now.prices), *_tier_changes(then.tiers, now.tiers))
        for change in changes:
            yield replace(change, field=f"{name}{OF_MODE}{change.field}")


def _number(
    kind: Kind, name: str, old: Any, new: Any, tier: int | None = None
) -> Iterator[FieldChange]:
    if old == new:
        return
    percent = small = None
    direction = Direction.NEITHER
    if old is not None and new is not None:
        direction = Direction.UP if new > old else Direction.DOWN
        if old:
            share = (Decimal(new) - Decimal(old)) / Decimal(old)
            percent = as_percent(share)
            small = abs(share) < NOISE_BELOW
    yield FieldChange(kind, name, _json(old), _json(new), tier, percent, direction, bool(small))


def as_percent(share: Decimal) -> Decimal | None:
    """Return a share of one as percent, to two decimals, half up; None if it is absurdly large."""
    if abs(share) >= LARGEST_SHARE:
        return None
    return (100 * share).quantize(PERCENT_STEP, ROUND_HALF_UP) + 0  # -0.00 becomes 0.00


def _json(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _flag(name: str, old: bool | None, new: bool | None) -> Iterator[FieldChange]:
    if old is new:
        return
    kind = Kind.FIRST_REPORT if old is None else Kind.SILENCE if new is None else Kind.CAPABILITY
    direction = Direction.UP if new else Direction.DOWN if old else Direction.NEITHER
    yield FieldChange(kind, name, old, new, direction=direction)


def _modalities(name: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[FieldChange]:
    if old == new:
        return
    gained, lost = set(new) - set(old), set(old) - set(new)
    direction = Direction.NEITHER
    if bool(gained) != bool(lost):
        direction = Direction.UP if gained else Direction.DOWN
    yield FieldChange(
        Kind.MODALITY, name, list(old) or None, list(new) or None, direction=direction
    )


def _plain(
    fields: tuple[tuple[Kind, str, bool], ...], old: object, new: object
) -> Iterator[FieldChange]:
    for kind, name, noise in fields:
        before, after = _value(old, name), _value(new, name)
        if before != after:
            yield FieldChange(kind, name, before, after, noise=noise)


def _value(record: object, name: str) -> Any:
    """Return a field as JSON has it; what is empty is not reported."""
    value = getattr(record, name)
    return (list(value) if isinstance(value, tuple) else value) or None


def _extra(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[FieldChange]:
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            # The name comes from upstream, and the column takes 100 characters.
            yield FieldChange(Kind.DETAIL, name[:100], old.get(name), new.get(name), noise=True)
