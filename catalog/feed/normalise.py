"""From a payload's plain values to typed records in one spelling. Pure.

What cannot be read is reported, never guessed: a bad offering is left out and named in
`Normalised.skipped`, a malformed date only loses the date and is named in `Normalised.remarks`.
It has not gone, either: `carried` lets it stay as it was.
Unknown fields are kept as they came; unknown values of open lists are never refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from catalog.domain.prices import COMPONENTS, Prices, Tier
from catalog.domain.records import OfferingFacts, OfferingRecord, ProviderRecord
from catalog.feed import fields
from catalog.feed.fields import MAX_NAME, UnreadableField
from catalog.feed.payload import PayloadRefused

FLAGS = {
    "tool_calling": "tool_call",
    "structured_output": "structured_output",
    "reasoning": "reasoning",
    "temperature": "temperature",
    "attachment": "attachment",
    "open_weights": "open_weights",
}
LIMITS = {"context": "context", "max_input": "input", "max_output": "output"}
DATES = {"released": "release_date", "last_updated": "last_updated", "knowledge": "knowledge"}
LONGEST = {"family": 200, "status": 50}
KNOWN_OFFERING_FIELDS = frozenset(
    {"id", "name", "cost", "limit", "modalities", *FLAGS.values(), *DATES.values(), *LONGEST}
)
KNOWN_PROVIDER_FIELDS = frozenset({"id", "name", "npm", "env", "doc", "api", "models"})
# `context_over_200k` repeats a tier.
KNOWN_COST_FIELDS = frozenset({*COMPONENTS, "tiers", "context_over_200k"})
KNOWN_LIMIT_FIELDS = frozenset(LIMITS.values())
# The feed's words for "this is that model": outrank our rules (see catalog.identity.canonicalise).
UPSTREAM_FIELDS = ("canonical_model_id", "base_model")

Key = tuple[str, str]  # provider, provider's model id


@dataclass(frozen=True, slots=True)
class SkipReport:
    """One thing that could not be read: where, and why."""

    provider: str
    provider_model_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class NormalisedPayload:
    """One payload in our spelling, in the order of the keys.

    `unreadable` holds the keys of what was there and is left out; a provider's has no model id.
    """

    providers: dict[str, ProviderRecord] = field(default_factory=dict)
    offerings: dict[Key, OfferingRecord] = field(default_factory=dict)
    skipped: list[SkipReport] = field(default_factory=list)
    remarks: list[SkipReport] = field(default_factory=list)
    unreadable: set[Key] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an offering was read as, and the exact values that it was read from."""

    values: str
    record: OfferingRecord
    undated: tuple[str, ...]


Seen = dict[Key, Reading]


def normalise(payload: dict[str, Any], seen: Seen | None = None) -> NormalisedPayload:
    """Read every provider and offering of a payload. Raises PayloadRefused if there is none.

    Whoever reads many payloads passes the same `seen`: what comes again is not read again.
    """
    read = NormalisedPayload()
    for key in sorted(payload):
        try:
            read.providers[key] = _provider(key, payload[key])
        except UnreadableField as why:
            read.skipped.append(SkipReport(fields.shown(key), "", str(why)))
            read.unreadable.add((key, ""))
            continue
        for record in _offerings(key, payload[key]["models"], read, seen):
            read.offerings[record.key] = record
    if not read.providers:
        raise PayloadRefused(
            "wrong shape: no provider in it" if payload else "zero providers in it"
        )
    return read


def carry_unreadable(before: NormalisedPayload, after: NormalisedPayload) -> NormalisedPayload:
    """Return `after` with what it cannot read as it was before: only what is absent has gone."""
    if not after.unreadable:
        return after
    providers = {
        key: record for key, record in before.providers.items() if (key, "") in after.unreadable
    }
    offerings = {
        key: record
        for key, record in before.offerings.items()
        if key in after.unreadable or (key[0], "") in after.unreadable
    }
    return replace(
        after,
        providers=dict(sorted({**providers, **after.providers}.items())),
        offerings=dict(sorted({**offerings, **after.offerings}.items())),
    )


def _offerings(
    provider: str, models: dict[str, Any], read: NormalisedPayload, seen: Seen | None
) -> Iterator[OfferingRecord]:
    for model_id in sorted(models):
        try:
            reading = _reading((provider, model_id), models[model_id], seen)
        except UnreadableField as why:
            read.skipped.append(SkipReport(provider, fields.shown(model_id), str(why)))
            read.unreadable.add((provider, model_id))
            continue
        for name in reading.undated:
            read.remarks.append(SkipReport(provider, model_id, f"{name}: not a date"))
        yield reading.record


def _reading(key: Key, value: Any, seen: Seen | None) -> Reading:
    if seen is None:
        return _offering(key, value)
    # repr tells 1, 1.0 and true apart, which == does not.
    values = repr(value)
    before = seen.get(key)
    if before is None or before.values != values:
        before = seen[key] = _offering(key, value, values)
    return before


def _provider(key: str, value: Any) -> ProviderRecord:
    fields.check_id(key, 100)
    if "/" in key:
        raise UnreadableField("a slash in its id")
    if not isinstance(value, dict) or not isinstance(value.get("models"), dict):
        raise UnreadableField("wrong type: a provider is an object with models")
    stated = {name: item for name, item in value.items() if name != "models"}
    fields.check_value(stated)
    return ProviderRecord(
        key=key,
        name=fields.text(stated, "name") or key,
        npm=fields.text(stated, "npm"),
        env=fields.words(stated, "env"),
        doc_url=fields.web_address(stated, "doc"),
        api_url=fields.web_address(stated, "api"),
        extra=fields.unknown_fields(stated, KNOWN_PROVIDER_FIELDS),
    )


def _offering(key: Key, value: Any, values: str = "") -> Reading:
    provider, model_id = key
    fields.check_id(model_id, MAX_NAME)
    if not isinstance(value, dict):
        raise UnreadableField(f"wrong type: {type(value).__name__} where an offering is expected")
    fields.check_value(value)
    cost, limit = fields.objects(value, "cost"), fields.objects(value, "limit")
    modalities = fields.objects(value, "modalities")
    undated: list[str] = []
    plain: dict[str, Any] = {
        **{name: fields.text(value, name, longest) for name, longest in LONGEST.items()},
        **{ours: fields.tokens(limit, theirs) for ours, theirs in LIMITS.items()},
        **{ours: fields.flag(value, theirs) for ours, theirs in FLAGS.items()},
        **{ours: fields.date(value, theirs, undated) for ours, theirs in DATES.items()},
    }
    facts = OfferingFacts(
        name=fields.text(value, "name") or model_id,
        input_modalities=fields.sorted_modalities(fields.words(modalities, "input")),
        output_modalities=fields.sorted_modalities(fields.words(modalities, "output")),
        prices=_prices(cost),
        tiers=_tiers(cost),
        extra=_extra(value, cost, limit),
        **plain,
    )
    record = OfferingRecord(provider, model_id, facts, upstream_id_of(value))
    return Reading(values, record, tuple(undated))


def upstream_id_of(value: dict[str, Any]) -> str | None:
    """Return what the feed itself, or what is kept of it, says that an offering is."""
    stated = next((value[name] for name in UPSTREAM_FIELDS if value.get(name)), None)
    return stated if isinstance(stated, str) and len(stated) <= MAX_NAME else None


def _prices(cost: dict[str, Any]) -> Prices:
    return Prices(**{name: fields.price(cost, name) for name in COMPONENTS if name in cost})


def _tiers(cost: dict[str, Any]) -> tuple[Tier, ...]:
    """Read the context tiers; the legacy `context_over_200k` only where there are no others."""
    stated = cost.get("tiers")
    if stated is not None and not isinstance(stated, list):
        raise UnreadableField(f"wrong type: tiers is {type(stated).__name__}, not a list")
    found = [_tier(item) for item in stated or () if _is_by_context(item)]
    if not found and (legacy := fields.objects(cost, "context_over_200k")):
        found = [Tier(200_000, _prices(legacy))]
    by_size = {tier.above: tier for tier in found}
    if any(tier != by_size[tier.above] for tier in found):
        raise UnreadableField("two tiers of one size that disagree")
    return tuple(by_size[above] for above in sorted(by_size))


def _is_by_context(item: Any) -> bool:
    if not isinstance(item, dict):
        raise UnreadableField(f"wrong type: a tier is {type(item).__name__}, not an object")
    return bool(fields.objects(item, "tier").get("type", "context") == "context")


def _tier(item: dict[str, Any]) -> Tier:
    above = fields.tokens(fields.objects(item, "tier"), "size")
    if above is None:
        raise UnreadableField("a tier without a size")
    return Tier(above, _prices(item))


def _extra(value: dict[str, Any], cost: dict[str, Any], limit: dict[str, Any]) -> dict[str, Any]:
    extra = fields.unknown_fields(value, KNOWN_OFFERING_FIELDS)
    charges = fields.unknown_fields(cost, KNOWN_COST_FIELDS)
    # Tiers by something else than context are kept as they came.
    if others := [item for item in cost.get("tiers") or () if not _is_by_context(item)]:
        charges["tiers"] = fields.jsonable(others)
    bounds = fields.unknown_fields(limit, KNOWN_LIMIT_FIELDS)
    return extra | ({"cost": charges} if charges else {}) | ({"limit": bounds} if bounds else {})
