"""Reading the value that an editor or a reader types, by the feed's own validation. Pure."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from catalog.display.translation import gettext_noop as _
from catalog.domain.corrections import ALWAYS_REPORTED, FIELDS, KIND, PRICE, PRICE_FIELDS, Target
from catalog.domain.kinds import ModelKind
from catalog.domain.records import tiers_to_json
from catalog.feed import fields
from catalog.feed.fields import UnreadableField
from catalog.feed.normalise import DATES, FLAGS, LIMITS, LONGEST, read_tiers
from catalog.feed.payload import PayloadRefused, parse

YES, NO = "yes", "no"
LONGEST_TYPED = 2000


def read_typed(target: Target, field: str, typed: str) -> Any:
    """Return what was typed for a field as JSON, in the form in which revisions store facts.

    Raises UnreadableField for what the feed could not say either, and for nothing at all: "not
    reported" is said otherwise.
    """
    text = typed.strip()
    if field not in FIELDS[target]:
        raise UnreadableField(_("{field}: no such field"), field=fields.printable(field))
    if not text:
        raise UnreadableField(_("{field}: empty"), field=field)
    if len(text) > LONGEST_TYPED:
        raise UnreadableField(fields.TOO_LONG, field=field, length=len(text), most=LONGEST_TYPED)
    fields.check_text(field, text)
    value = READERS[field](field, text)
    if value in (None, "", []):  # as a limit of 0, which the feed means as "not reported"
        raise UnreadableField(_("{field}: empty"), field=field)
    return value


def typed_text(field: str, value: Any) -> str:
    """Return a value as an editor would type it; "" for "not reported"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if field == "tiers":
        return json.dumps([_as_feed(tier) for tier in value])
    return " ".join(value) if isinstance(value, list) else str(value)


def may_be_silent(field: str) -> bool:
    """Whether "not reported" is a value of the field."""
    return field not in ALWAYS_REPORTED


def _number(field: str, text: str) -> int | Decimal:
    try:
        number = Decimal(text.removeprefix("$").replace(",", "") if text.isascii() else "")
    except InvalidOperation:
        raise UnreadableField(_("{field}: not a number"), field=field) from None
    if not number.is_finite():
        raise UnreadableField(_("{field}: not a number"), field=field)
    return number


def _price(field: str, text: str) -> str:
    name = field.removeprefix(PRICE)
    return str(fields.price({name: _number(field, text)}, name))


def _tokens(field: str, text: str) -> int | None:
    return fields.tokens({field: _number(field, text)}, field)


def _flag(field: str, text: str) -> bool:
    if text not in (YES, NO):
        raise UnreadableField(_("{field}: neither yes nor no"), field=field)
    return text == YES


def _date(field: str, text: str) -> str:
    undated: list[str] = []
    read = fields.date({field: text}, field, undated)
    if undated:
        raise UnreadableField(_("{field}: not a date"), field=field)
    return read


def _words(field: str, text: str) -> list[str]:
    listed = fields.words({field: text.replace(",", " ").split()}, field)
    return list(fields.sorted_modalities(listed) if field.endswith("modalities") else listed)


def _text(field: str, text: str) -> str:
    return fields.text({field: text}, field, LONGEST.get(field, fields.MAX_NAME))


def _kind(field: str, text: str) -> str:
    if text not in set(ModelKind):
        raise UnreadableField(_("{field}: no such type"), field=field)
    return text


def _web_url(field: str, text: str) -> str:
    if not (read := fields.web_url({field: text}, field)):
        raise UnreadableField(_("{field}: not a web address"), field=field)
    return read


def _tiers(field: str, text: str) -> list[dict[str, Any]]:
    try:
        cost = parse(f'{{"tiers": {text}}}'.encode())
    except PayloadRefused:
        raise UnreadableField(_("{field}: not JSON"), field=field) from None
    fields.check_value(cost)
    return tiers_to_json(read_tiers(cost))


def _as_feed(tier: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored tier as the feed writes it."""
    prices = {name: float(price) for name, price in tier["prices"].items()}
    return prices | {"tier": {"type": "context", "size": tier["above"]}}


READERS: Mapping[str, Callable[[str, str], Any]] = {
    **dict.fromkeys(PRICE_FIELDS, _price),
    "tiers": _tiers,
    **dict.fromkeys(LIMITS, _tokens),
    **dict.fromkeys(FLAGS, _flag),
    **dict.fromkeys(DATES, _date),
    **dict.fromkeys(("input_modalities", "output_modalities", "env"), _words),
    **dict.fromkeys(("name", "family", "status", "npm"), _text),
    KIND: _kind,
    **dict.fromkeys(("doc_url", "api_url", "website"), _web_url),
}
