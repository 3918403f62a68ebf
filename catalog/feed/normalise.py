"""Normalise a payload: from plain values to typed records. Pure.

Nothing is guessed. An unreadable offering is skipped and reported in `NormalisedPayload.skipped`;
an unreadable date loses only the date and is reported in `.remarks`. Unreadable is not gone:
`carry_unreadable` carries the last readable record forward.
Unknown fields are kept as reported; unknown values of open enumerations are accepted.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field, replace
from typing import Any, Self

from catalog.display.translation import gettext_noop as _
from catalog.domain.modes import EXPERIMENTAL, LONGEST_NAME, MODES, MOST_MODES
from catalog.domain.prices import COMPONENTS, Prices, Tier
from catalog.domain.records import OfferingFacts, OfferingRecord, ProviderRecord
from catalog.feed import fields
from catalog.feed.fields import MAX_NAME, UnreadableField
from catalog.feed.payload import TWICE, PayloadRefused
from catalog.identity.model_ids import decoded_id

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
# `context_over_200k` is a legacy copy of a tier.
KNOWN_COST_FIELDS = frozenset({*COMPONENTS, "tiers", "context_over_200k"})
# Other names of cache prices, used by some providers.
SYNONYMS = {
    "cached_input": "cache_read",
    "cache_input": "cache_read",
    "cached_read": "cache_read",
    "cached": "cache_read",
    "cached_write": "cache_write",
}
MAX_TIERS = 12  # real offerings have at most two; each costs a line on every page with the offer
KNOWN_LIMIT_FIELDS = frozenset(LIMITS.values())
# Upstream's own canonical id; it outranks our rules (see catalog.identity.canonicalise).
UPSTREAM_FIELDS = ("canonical_model_id", "base_model")

Key = tuple[str, str]  # provider, provider's model id


@dataclass(frozen=True, slots=True)
class SkipReport:
    """One unreadable offering, provider or field: where and why."""

    provider: str
    provider_model_id: str
    reason: str
    # What a translation of `reason` needs; see feed.problems.
    msgid: str = field(default="", compare=False)
    arguments: dict[str, Any] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, provider: str, model_id: str, problem: UnreadableField) -> Self:
        return cls(provider, model_id, str(problem), **problem.parts)


@dataclass(frozen=True, slots=True)
class NormalisedPayload:
    """A payload as records, sorted by key.

    `unreadable` holds the keys of skipped offerings, and (provider, "") of skipped providers.
    """

    providers: dict[str, ProviderRecord] = field(default_factory=dict)
    offerings: dict[Key, OfferingRecord] = field(default_factory=dict)
    skipped: list[SkipReport] = field(default_factory=list)
    remarks: list[SkipReport] = field(default_factory=list)
    unreadable: set[Key] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Reading:
    """A record with the exact values that it was read from, and its unreadable dates."""

    values: str
    record: OfferingRecord
    undated: tuple[str, ...]


ReadingCache = dict[Key, Reading]


def normalise(payload: dict[str, Any], cache: ReadingCache | None = None) -> NormalisedPayload:
    """Read every provider and offering of a payload. Raises PayloadRefused if there is none.

    Pass one `cache` over many payloads: an offering equal to its last one is not read again.
    """
    normalised = NormalisedPayload()
    for key in sorted(payload):
        try:
            normalised.providers[key] = _provider(key, payload[key])
        except UnreadableField as why:
            normalised.skipped.append(SkipReport.of(fields.printable(key), "", why))
            normalised.unreadable.add((key, ""))
            continue
        for record in _offerings(key, payload[key]["models"], normalised, cache):
            normalised.offerings[record.key] = record
    if not normalised.providers:
        raise PayloadRefused(
            _("wrong shape: no provider in it") if payload else _("zero providers in it")
        )
    return normalised


def count_offers(payload: dict[str, Any]) -> int:
    """Return how many offers a parsed payload lists, readable or not."""
    providers = (value for value in payload.values() if isinstance(value, dict))
    models = (provider.get("models") for provider in providers)
    return sum(len(listed) for listed in models if isinstance(listed, dict))


def carry_unreadable(before: NormalisedPayload, after: NormalisedPayload) -> NormalisedPayload:
    """Return `after` with its unreadable parts as in `before`: only what is absent is gone."""
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


def content_digest(payload: NormalisedPayload) -> str:
    """Return a digest (SHA-256, 64 hex digits) of everything that was read, and what was not."""
    providers = [astuple(record) for record in payload.providers.values()]
    offerings = [(*key, record.fingerprint) for key, record in payload.offerings.items()]
    content = json.dumps([providers, offerings, sorted(payload.unreadable)], default=str)
    return hashlib.sha256(content.encode("ascii")).hexdigest()


def _offerings(
    provider: str,
    models: dict[str, Any],
    normalised: NormalisedPayload,
    cache: ReadingCache | None,
) -> Iterator[OfferingRecord]:
    for model_id in sorted(models):
        try:
            reading = _reading((provider, model_id), models[model_id], cache)
        except UnreadableField as why:
            report = SkipReport.of(provider, fields.printable(model_id), why)
            normalised.skipped.append(report)
            normalised.unreadable.add((provider, model_id))
            continue
        for name in reading.undated:
            problem = UnreadableField(_("{field}: not a date"), field=name)
            normalised.remarks.append(SkipReport.of(provider, model_id, problem))
        yield reading.record


def _reading(key: Key, value: Any, cache: ReadingCache | None) -> Reading:
    if cache is None:
        return _offering(key, value)
    # By repr, since 1 == 1.0 == True.
    values = repr(value)
    reading = cache.get(key)
    if reading is None or reading.values != values:
        reading = cache[key] = _offering(key, value, values)
    return reading


def _provider(key: str, value: Any) -> ProviderRecord:
    fields.check_id(key, 100)
    if "/" in decoded_id(key):
        raise UnreadableField(_("a slash in its id"))
    if isinstance(value, dict) and value.get("models") == TWICE:
        raise UnreadableField(fields.STANDS_TWICE, field="models")
    if not isinstance(value, dict) or not isinstance(value.get("models"), dict):
        raise UnreadableField(_("wrong type: a provider is an object with models"))
    own = {name: item for name, item in value.items() if name != "models"}
    fields.check_value(own)
    return ProviderRecord(
        key=key,
        name=fields.text(own, "name") or key,
        npm=fields.text(own, "npm"),
        env=fields.words(own, "env"),
        doc_url=fields.web_url(own, "doc"),
        api_url=fields.web_url(own, "api"),
        extra=fields.unknown_fields(own, KNOWN_PROVIDER_FIELDS),
    )


def _offering(key: Key, value: Any, values: str = "") -> Reading:
    provider, model_id = key
    fields.check_id(model_id, MAX_NAME)
    fields.check_id(decoded_id(model_id), MAX_NAME)
    if value == TWICE:
        raise UnreadableField(_("its id stands twice and the two disagree"))
    if not isinstance(value, dict):
        raise UnreadableField(
            _("wrong type: {type} where an offering is expected"), type=type(value).__name__
        )
    fields.check_value(value)
    check_modes(value)
    cost = _with_standard_names(fields.subobject(value, "cost"))
    limit = fields.subobject(value, "limit")
    modalities = fields.subobject(value, "modalities")
    undated: list[str] = []
    plain: dict[str, Any] = {
        **{name: fields.text(value, name, longest) for name, longest in LONGEST.items()},
        **{ours: fields.tokens(limit, theirs) for ours, theirs in LIMITS.items()},
        **{ours: fields.flag(value, theirs) for ours, theirs in FLAGS.items()},
        **{ours: fields.date(value, theirs, undated) for ours, theirs in DATES.items()},
    }
    facts = OfferingFacts(
        name=fields.text(value, "name") or decoded_id(model_id),
        input_modalities=fields.sorted_modalities(fields.words(modalities, "input")),
        output_modalities=fields.sorted_modalities(fields.words(modalities, "output")),
        prices=_prices(cost),
        tiers=read_tiers(cost),
        extra=_extra(value, cost, limit),
        **plain,
    )
    record = OfferingRecord(provider, model_id, facts, upstream_id_of(value))
    return Reading(values, record, tuple(undated))


def upstream_id_of(value: dict[str, Any]) -> str | None:
    """Return upstream's own canonical id of an offering, from the feed or from stored extras."""
    upstream = next((value[name] for name in UPSTREAM_FIELDS if value.get(name)), None)
    return upstream if isinstance(upstream, str) and len(upstream) <= MAX_NAME else None


def _with_standard_names(cost: dict[str, Any]) -> dict[str, Any]:
    """Return the charges with cache prices by their usual names, unless both are reported."""
    standard = dict(cost)
    for synonym, name in SYNONYMS.items():
        if synonym in standard and standard.get(name) is None:
            standard[name] = standard.pop(synonym)
    return standard


def _prices(cost: dict[str, Any]) -> Prices:
    cost = _with_standard_names(cost)
    return Prices(**{name: fields.price(cost, name) for name in COMPONENTS if name in cost})


def read_tiers(cost: dict[str, Any]) -> tuple[Tier, ...]:
    """Read the context tiers; the legacy `context_over_200k` only if there are no others."""
    items = cost.get("tiers")
    if items is not None and not isinstance(items, list):
        raise UnreadableField(
            _("wrong type: tiers is {type}, not a list"), type=type(items).__name__
        )
    if len(items or ()) > MAX_TIERS:
        raise UnreadableField(
            _("{count:,} tiers (at most {most})"), count=len(items or ()), most=MAX_TIERS
        )
    tiers = [_tier(item) for item in items or () if _is_by_context(item)]
    if not tiers and (legacy := fields.subobject(cost, "context_over_200k")):
        tiers = [Tier(200_000, _prices(legacy))]
    by_size = {tier.above: tier for tier in tiers}
    if any(tier != by_size[tier.above] for tier in tiers):
        raise UnreadableField(_("two tiers of one size that disagree"))
    return tuple(by_size[above] for above in sorted(by_size))


def _is_by_context(item: Any) -> bool:
    if not isinstance(item, dict):
        raise UnreadableField(
            _("wrong type: a tier is {type}, not an object"), type=type(item).__name__
        )
    return bool(fields.subobject(item, "tier").get("type", "context") == "context")


def _tier(item: dict[str, Any]) -> Tier:
    above = fields.tokens(fields.subobject(item, "tier"), "size")
    if above is None:
        raise UnreadableField(_("a tier without a size"))
    return Tier(above, _prices(item))


def check_modes(value: dict[str, Any]) -> None:
    """Raise UnreadableField where prices of a mode could not be read as those of `cost` are."""
    stated = value.get(EXPERIMENTAL)
    if not isinstance(stated, dict):
        return  # a mark without modes: true, false
    modes = fields.subobject(stated, MODES)
    if len(modes) > MOST_MODES:
        raise UnreadableField(
            _("{count:,} modes (at most {most})"), count=len(modes), most=MOST_MODES
        )
    for name in modes:
        if not name.isprintable() or not name.strip() or len(name) > LONGEST_NAME:
            raise UnreadableField(
                _("the name of a mode is not 1 to {most} printable characters"), most=LONGEST_NAME
            )
        cost = fields.subobject(fields.subobject(modes, name), "cost")
        _prices(cost)
        read_tiers(cost)


def _extra(value: dict[str, Any], cost: dict[str, Any], limit: dict[str, Any]) -> dict[str, Any]:
    extra = fields.unknown_fields(value, KNOWN_OFFERING_FIELDS)
    charges = fields.unknown_fields(cost, KNOWN_COST_FIELDS)
    # Tiers by anything but context are kept as reported.
    if others := [item for item in cost.get("tiers") or () if not _is_by_context(item)]:
        charges["tiers"] = fields.jsonable(others)
    bounds = fields.unknown_fields(limit, KNOWN_LIMIT_FIELDS)
    return extra | ({"cost": charges} if charges else {}) | ({"limit": bounds} if bounds else {})
