"""What is different between two payloads, as typed changes in a stable order. Pure.

A price that only lost a float's tail, a list in another order or a field that moved is no change:
normalisation has already given both payloads one spelling. What a reader need not see at once is
kept and marked as noise: moves below one percent, and the source's own bookkeeping.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from catalog.domain.prices import COMPONENTS, Prices, Tier
from catalog.domain.records import OfferingFacts, ProviderRecord, prices_to_json
from catalog.feed.normalise import FLAGS, NormalisedPayload

Key = tuple[str, str]  # provider, provider's model id; the latter is "" for the provider itself
Groups = Mapping[Key, str]

SMALLEST_MOVE_THAT_IS_NEWS = Decimal("0.01")
LARGEST_SHARE = 10**7
PERCENT_STEP = Decimal("0.01")


class Kind(StrEnum):
    ARRIVAL = "arrival"
    WITHDRAWAL = "withdrawal"
    RETURN = "return"
    PRICE = "price"
    LIMIT = "limit"
    CAPABILITY = "capability"
    FIRST_REPORT = "first-report"  # of a capability that was not reported: yes or no
    SILENCE = "silence"  # a capability that is not reported any more
    MODALITY = "modality"
    STATUS = "status"
    DATE = "date"
    RENAME = "rename"
    REGROUPING = "regrouping"
    DETAIL = "detail"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"
    NEITHER = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. Values are as JSON writes them, prices as text; None is "not reported".

    `percent` is of the old value, to two decimals; `tier` is the prompt size from which a tier's
    price holds. An arrival's new value and a withdrawal's old one are its published prices.
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
class FieldMove:
    """How one field differs, before it is known whose it is."""

    kind: Kind
    field: str
    old: Any
    new: Any
    tier: int | None = None
    percent: Decimal | None = None
    direction: Direction = Direction.NEITHER
    noise: bool = False


# Fields that are compared as they are; (kind, field, whether it is the source's bookkeeping).
PLAIN = (
    (Kind.RENAME, "name", False),
    (Kind.STATUS, "status", False),
    (Kind.DATE, "released", False),
    (Kind.DATE, "knowledge", False),
    (Kind.DATE, "last_updated", True),
    (Kind.DETAIL, "family", True),
)
LIMITS = ("context", "max_input", "max_output")
MODALITIES = ("input_modalities", "output_modalities")
OF_A_PROVIDER = (
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
    """Yield the changes from one payload to another, by provider, then id, then as listed here.

    `groups` are canonical ids by offering; without them there is no regrouping. What was in `seen`,
    the payloads before these two, comes as a return, else as an arrival.
    """
    was, now = _everything(before), _everything(after)
    for key in sorted(was.keys() | now.keys()):
        old, new = was.get(key), now.get(key)
        if old is None or new is None:
            yield _came_or_went(key, old, new, returns=key in seen)
            continue
        for moved in _moves(
            old, new, (groups_before or {}).get(key), (groups_after or {}).get(key)
        ):
            yield Difference(provider=key[0], provider_model_id=key[1], **asdict(moved))


def to_json(change: Difference) -> dict[str, Any]:
    """Return a change as JSON holds it; what does not apply is left out, null is "not reported"."""
    stated = asdict(change)
    stated["percent"] = None if change.percent is None else str(change.percent)
    left_out = {"field": "", "tier": None, "percent": None, "direction": ""}
    return {
        name: value
        for name, value in stated.items()
        if name not in left_out or value != left_out[name]
    }


def _everything(read: NormalisedPayload) -> dict[Key, ProviderRecord | OfferingFacts]:
    found: dict[Key, ProviderRecord | OfferingFacts] = {
        (key, ""): provider for key, provider in read.providers.items()
    }
    return found | {key: record.facts for key, record in read.offerings.items()}


def _came_or_went(key: Key, old: Any, new: Any, *, returns: bool) -> Difference:
    came = Kind.RETURN if returns else Kind.ARRIVAL
    kind = Kind.WITHDRAWAL if new is None else came
    return Difference(kind, *key, old=_published(old), new=_published(new))


def _published(stated: ProviderRecord | OfferingFacts | None) -> dict[str, str] | None:
    return prices_to_json(stated.prices) or None if isinstance(stated, OfferingFacts) else None


def _moves(old: Any, new: Any, group: str | None, new_group: str | None) -> Iterator[FieldMove]:
    if old != new:
        of_kind = _provider_moves if isinstance(new, ProviderRecord) else _offering_moves
        yield from of_kind(old, new)
    if group and new_group and group != new_group:
        yield FieldMove(Kind.REGROUPING, "model", group, new_group)


def _offering_moves(old: OfferingFacts, new: OfferingFacts) -> Iterator[FieldMove]:
    yield from _price_moves(old.prices, new.prices)
    yield from _tier_moves(old.tiers, new.tiers)
    for name in LIMITS:
        yield from _number(Kind.LIMIT, name, getattr(old, name), getattr(new, name))
    for name in FLAGS:
        yield from _flag(name, getattr(old, name), getattr(new, name))
    for name in MODALITIES:
        yield from _words(name, getattr(old, name), getattr(new, name))
    yield from _plain(PLAIN, old, new)
    yield from _extra(old.extra, new.extra)


def _provider_moves(old: ProviderRecord, new: ProviderRecord) -> Iterator[FieldMove]:
    yield from _plain(OF_A_PROVIDER, old, new)
    yield from _extra(old.extra, new.extra)


def _price_moves(old: Prices, new: Prices, tier: int | None = None) -> Iterator[FieldMove]:
    for name in COMPONENTS:
        yield from _number(Kind.PRICE, name, getattr(old, name), getattr(new, name), tier)


def _tier_moves(old: tuple[Tier, ...], new: tuple[Tier, ...]) -> Iterator[FieldMove]:
    was = {tier.above: tier.prices for tier in old}
    now = {tier.above: tier.prices for tier in new}
    for above in sorted(was.keys() | now.keys()):
        yield from _price_moves(was.get(above, Prices()), now.get(above, Prices()), above)


def _number(
    kind: Kind, name: str, old: Any, new: Any, tier: int | None = None
) -> Iterator[FieldMove]:
    if old == new:
        return
    percent = small = None
    direction = Direction.NEITHER
    if old is not None and new is not None:
        direction = Direction.UP if new > old else Direction.DOWN
        if old:
            share = (Decimal(new) - Decimal(old)) / Decimal(old)
            percent = as_percent(share)
            small = abs(share) < SMALLEST_MOVE_THAT_IS_NEWS
    yield FieldMove(kind, name, _json(old), _json(new), tier, percent, direction, bool(small))


def as_percent(share: Decimal) -> Decimal | None:
    """Return a share as percent, to two decimals; None where it is past all meaning."""
    if abs(share) >= LARGEST_SHARE:
        return None
    return (100 * share).quantize(PERCENT_STEP, ROUND_HALF_UP) + 0  # no minus before a zero


def _json(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _flag(name: str, old: bool | None, new: bool | None) -> Iterator[FieldMove]:
    if old is new:
        return
    kind = Kind.FIRST_REPORT if old is None else Kind.SILENCE if new is None else Kind.CAPABILITY
    direction = Direction.UP if new else Direction.DOWN if old else Direction.NEITHER
    yield FieldMove(kind, name, old, new, direction=direction)


def _words(name: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[FieldMove]:
    if old == new:
        return
    gained, lost = set(new) - set(old), set(old) - set(new)
    direction = Direction.NEITHER
    if bool(gained) != bool(lost):
        direction = Direction.UP if gained else Direction.DOWN
    yield FieldMove(Kind.MODALITY, name, list(old) or None, list(new) or None, direction=direction)


def _plain(
    fields: tuple[tuple[Kind, str, bool], ...], old: object, new: object
) -> Iterator[FieldMove]:
    for kind, name, noise in fields:
        was, now = _stated(old, name), _stated(new, name)
        if was != now:
            yield FieldMove(kind, name, was, now, noise=noise)


def _stated(record: object, name: str) -> Any:
    value = getattr(record, name)
    return (list(value) if isinstance(value, tuple) else value) or None


def _extra(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[FieldMove]:
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield FieldMove(Kind.DETAIL, name[:100], old.get(name), new.get(name), noise=True)
