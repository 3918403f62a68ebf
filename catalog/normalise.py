"""From a payload's plain values to typed records in one spelling. Pure.

What cannot be read is reported, never guessed: a bad offering is left out and named in
`Normalised.skipped`, a malformed date only loses the date and is named in `Normalised.remarks`.
Unknown fields are kept as they came; unknown values of open lists are never refused.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from catalog.payload import TOO_DEEP, PayloadRefused
from catalog.prices import COMPONENTS, Prices, Tier
from catalog.records import OfferingFacts, OfferingRecord, ProviderRecord

MAX_PRICE = Decimal(100_000)
MAX_TOKENS = 10**12
MAX_TEXT = 10_000
MAX_NAME = 300
MAX_NESTING = 16
PRICE_STEP = Decimal("1e-9")
PARTIAL_DATE = re.compile(r"20\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
# The same as JSON spells it, with the numbers that are none; half a pair of surrogates alone
# cannot be told from a whole one here, so any of them is looked at closely.
SUSPICIOUS = re.compile(
    r"\\u(?:00[01].|007f|00[89].|202[89a-e]|206[6-9]|d[89a-f]..)|\x7f|\"(?:NaN|sNaN|Infinity)\""
)

# A reader expects text first; the feed's own order carries no meaning.
MODALITIES = ("text", "image", "audio", "video", "pdf")

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
TEXTS = ("name", "family", "status")
READ_FIELDS = {"id", "cost", "limit", "modalities", *FLAGS.values(), *DATES.values(), *TEXTS}
# The feed's words for "this is that model": outrank our rules (see catalog.canonical).
UPSTREAM_FIELDS = ("canonical_model_id", "base_model")


class Unreadable(Exception):
    """Why one offering or provider was left out."""


@dataclass(frozen=True, slots=True)
class Report:
    """One thing that could not be read: where, and why."""

    provider: str
    provider_model_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Normalised:
    """One payload in our spelling, in the order of the keys."""

    providers: dict[str, ProviderRecord]
    offerings: dict[tuple[str, str], OfferingRecord]
    skipped: tuple[Report, ...] = ()
    remarks: tuple[Report, ...] = ()


def normalise(payload: dict[str, Any]) -> Normalised:
    """Read every provider and offering of a payload. Raises PayloadRefused if there is none."""
    providers: dict[str, ProviderRecord] = {}
    offerings: dict[tuple[str, str], OfferingRecord] = {}
    skipped: list[Report] = []
    remarks: list[Report] = []
    for key in sorted(payload):
        try:
            providers[key] = _provider(key, payload[key])
        except Unreadable as why:
            skipped.append(Report(_shown(key), "", str(why)))
            continue
        for record in _offerings(key, payload[key]["models"], skipped, remarks):
            offerings[record.key] = record
    if not providers:
        raise PayloadRefused(
            "wrong shape: no provider in it" if payload else "zero providers in it"
        )
    return Normalised(providers, offerings, tuple(skipped), tuple(remarks))


def _offerings(
    provider: str, models: dict[str, Any], skipped: list[Report], remarks: list[Report]
) -> Iterator[OfferingRecord]:
    for model_id in sorted(models):
        try:
            record, undated = _offering(provider, model_id, models[model_id])
        except Unreadable as why:
            skipped.append(Report(provider, _shown(model_id), str(why)))
            continue
        remarks += [Report(provider, model_id, f"{name}: not a date") for name in undated]
        yield record


def _provider(key: str, value: Any) -> ProviderRecord:
    _check_key(key, 100)
    if not isinstance(value, dict) or not isinstance(value.get("models"), dict):
        raise Unreadable("wrong type: a provider is an object with models")
    stated = {name: item for name, item in value.items() if name != "models"}
    _check_value(stated)
    env = stated.get("env") or []
    if not isinstance(env, list) or not all(isinstance(item, str) for item in env):
        raise Unreadable("wrong type: env is a list of names")
    return ProviderRecord(
        key=key,
        name=_text(stated, "name") or key,
        npm=_text(stated, "npm"),
        env=tuple(env),
        doc_url=_web_address(stated, "doc"),
        api_url=_web_address(stated, "api"),
        extra=_kept(stated, {"id", "name", "npm", "env", "doc", "api"}),
    )


def _offering(provider: str, model_id: str, value: Any) -> tuple[OfferingRecord, list[str]]:
    _check_key(model_id, MAX_NAME)
    if not isinstance(value, dict):
        raise Unreadable(f"wrong type: {type(value).__name__} where an offering is expected")
    _check_value(value)
    dates, undated = _dates(value)
    cost, limit = _dict(value, "cost"), _dict(value, "limit")
    modalities = _dict(value, "modalities")
    plain: dict[str, Any] = {
        **{name: _text(value, name) for name in TEXTS},
        **{ours: _tokens(limit, theirs) for ours, theirs in LIMITS.items()},
        **{ours: _flag(value, theirs) for ours, theirs in FLAGS.items()},
        **dates,
    }
    facts = OfferingFacts(
        **plain | {"name": plain["name"] or model_id},
        input_modalities=_modalities(modalities, "input"),
        output_modalities=_modalities(modalities, "output"),
        prices=_prices(cost),
        tiers=_tiers(cost),
        extra=_extra(value, cost, limit),
    )
    upstream = next((value[name] for name in UPSTREAM_FIELDS if value.get(name)), None)
    named = upstream if isinstance(upstream, str) and len(upstream) <= MAX_NAME else None
    return OfferingRecord(provider, model_id, facts, named), undated


def _check_key(key: str, longest: int) -> None:
    if not key.strip():
        raise Unreadable("its id is empty")
    if len(key) > longest:
        raise Unreadable(f"its id is {len(key):,} characters long (at most {longest})")
    if not key.isprintable():
        raise Unreadable("control characters in its id")


def _check_value(value: dict[str, Any]) -> None:
    """Raise Unreadable for what no field may hold, known or not."""
    # One look at the whole; only what looks wrong there is walked through to name the field.
    try:
        text = json.dumps(value, default=str)
    except RecursionError:
        raise Unreadable("nested too deeply") from None
    brackets = text.count("[") + text.count("{")
    if len(text) > MAX_TEXT or brackets > MAX_NESTING or SUSPICIOUS.search(text):
        for name, item in value.items():
            _check_text(name, name)
            _check_item(name, item, depth=1)


def _check_item(name: str, value: Any, depth: int) -> None:
    if depth > MAX_NESTING:
        raise Unreadable(f"{_shown(name)}: nested too deeply")
    if isinstance(value, str):
        _check_text(name, value)
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_text(name, key)
            _check_item(key, item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check_item(name, item, depth + 1)
    elif isinstance(value, Decimal) and not value.is_finite():
        raise Unreadable(f"{_shown(name)}: not a number")


def _check_text(name: str, text: str) -> None:
    if len(text) > MAX_TEXT:
        raise Unreadable(f"{name[:50]}: {len(text):,} characters long (at most {MAX_TEXT:,})")
    if text == TOO_DEEP:
        raise Unreadable(f"{name[:50]}: nested too deeply")
    if UNPRINTABLE.search(text):
        raise Unreadable(f"{_shown(name)}: control characters in it")


def _dict(value: dict[str, Any], name: str) -> dict[str, Any]:
    found = value.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise Unreadable(f"wrong type: {name} is {type(found).__name__}, not an object")
    return found


def _text(value: dict[str, Any], name: str) -> str:
    found = value.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Unreadable(f"wrong type: {name} is {type(found).__name__}, not text")
    if len(found) > MAX_NAME:
        raise Unreadable(f"{name}: {len(found):,} characters long (at most {MAX_NAME})")
    return " ".join(found.split())


def _web_address(value: dict[str, Any], name: str) -> str:
    """Return a link that is safe to print; anything but http(s) is no link."""
    found = _text(value, name)
    return found if found.startswith(("https://", "http://")) else ""


def _flag(value: dict[str, Any], name: str) -> bool | None:
    found = value.get(name)
    if found is not None and not isinstance(found, bool):
        raise Unreadable(f"wrong type: {name} is {type(found).__name__}, not true or false")
    return found


def _tokens(limit: dict[str, Any], name: str) -> int | None:
    """Return a limit in tokens; 0 says nothing and counts as not reported."""
    found = _amount(limit, name, Decimal(MAX_TOKENS))
    if found is None or found == 0:
        return None
    if found != int(found):
        raise Unreadable(f"wrong type: {name} is not a whole number")
    return int(found)


def _price(cost: dict[str, Any], name: str) -> Decimal | None:
    """Return USD per million tokens, freed of the tail that a float left behind."""
    found = _amount(cost, name, MAX_PRICE)
    if found is None:
        return None
    return _plain(found.quantize(PRICE_STEP, rounding=ROUND_HALF_UP))


def _plain(number: Decimal) -> Decimal:
    shortest = number.normalize()
    # normalize() turns 150 into 1.5E+2, which reads badly wherever it is printed.
    return shortest.quantize(Decimal(1)) if shortest == shortest.to_integral_value() else shortest


def _amount(values: dict[str, Any], name: str, most: Decimal) -> Decimal | None:
    found = values.get(name)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | Decimal):
        raise Unreadable(f"wrong type: {name} is {type(found).__name__}, not a number")
    if found < 0:
        raise Unreadable(f"{name}: {found} is negative")
    if found > most:
        raise Unreadable(f"{name}: {found} is over {most:,}")
    return Decimal(found)


def _prices(cost: dict[str, Any]) -> Prices:
    return Prices(**{name: _price(cost, name) for name in COMPONENTS})


def _tiers(cost: dict[str, Any]) -> tuple[Tier, ...]:
    """Read the context tiers; the legacy `context_over_200k` only where there are no others."""
    stated = cost.get("tiers")
    if stated is not None and not isinstance(stated, list):
        raise Unreadable(f"wrong type: tiers is {type(stated).__name__}, not a list")
    found = [_tier(item) for item in stated or () if _is_by_context(item)]
    if not found and (legacy := _dict(cost, "context_over_200k")):
        found = [Tier(200_000, _prices(legacy))]
    return tuple(sorted(found, key=lambda tier: tier.above))


def _is_by_context(item: Any) -> bool:
    if not isinstance(item, dict):
        raise Unreadable(f"wrong type: a tier is {type(item).__name__}, not an object")
    return bool(_dict(item, "tier").get("type", "context") == "context")


def _tier(item: dict[str, Any]) -> Tier:
    above = _tokens(_dict(item, "tier"), "size")
    if above is None:
        raise Unreadable("a tier without a size")
    return Tier(above, _prices(item))


def _modalities(value: dict[str, Any], name: str) -> tuple[str, ...]:
    found = value.get(name)
    if found is None:
        return ()
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise Unreadable(f"wrong type: modalities.{name} is not a list of words")
    known = [item for item in MODALITIES if item in found]
    return (*known, *sorted(set(found) - set(MODALITIES)))


def _dates(value: dict[str, Any]) -> tuple[dict[str, str], list[str]]:
    dates, undated = {}, []
    for ours, theirs in DATES.items():
        text = _text(value, theirs)
        dates[ours] = text if PARTIAL_DATE.fullmatch(text) else ""
        if text and not dates[ours]:
            undated.append(theirs)
    return dates, undated


def _extra(value: dict[str, Any], cost: dict[str, Any], limit: dict[str, Any]) -> dict[str, Any]:
    extra = _kept(value, READ_FIELDS)
    # `context_over_200k` repeats a tier; other kinds of tier are kept as they came.
    charges = _kept(cost, {*COMPONENTS, "tiers", "context_over_200k"})
    if others := [item for item in cost.get("tiers") or () if not _is_by_context(item)]:
        charges["tiers"] = _jsonable(others)
    bounds = _kept(limit, set(LIMITS.values()))
    return extra | ({"cost": charges} if charges else {}) | ({"limit": bounds} if bounds else {})


def _kept(value: dict[str, Any], read: set[str]) -> dict[str, Any]:
    return {name: _jsonable(value[name]) for name in sorted(value) if name not in read}


def _jsonable(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {key: _jsonable(value[key]) for key in sorted(value)}
    return [_jsonable(item) for item in value] if isinstance(value, list) else value


def _shown(text: str) -> str:
    return UNPRINTABLE.sub("�", text)[:100]
