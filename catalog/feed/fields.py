"""Read one field of a payload's object as a typed value. Pure.

A reader returns None, "" or () for an absent field and raises UnreadableField for an invalid one.
"""

import json
import re
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from catalog.display.translation import gettext_noop as _
from catalog.feed.payload import TOO_DEEP, TWICE
from catalog.feed.problems import Problem

MAX_PRICE = Decimal(100_000)
MAX_TOKENS = Decimal(10**12)
MAX_TEXT = 10_000
MAX_WHOLE = 100_000  # characters of one offering, which usually has some 900
MAX_NAME = 300
MAX_NESTING = 16
PRICE_STEP = Decimal("1e-9")
# Rounds away binary noise in the last digits: 0.8299999999999998.
DIGITS_OF_A_FLOAT = Context(prec=14, Emin=MIN_EMIN, Emax=MAX_EMAX)
PARTIAL_DATE = re.compile(r"20\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# The same characters as JSON escapes, and numbers that are none. A lone surrogate looks like half
# of a valid pair here, so every surrogate is checked closely.
SUSPICIOUS = re.compile(
    r"\\u(?:00[0189].|007f|202[89a-e]|206[6-9]|d[89a-f]..|fff[ef])|\\[bf]|\"-?(?:s?NaN|Infinity)"
)
# Characters that show nothing: format characters, fillers of Hangul, the blank of Braille. Within a
# name they may be right (an emoji of several parts); a name of nothing else would be an empty link.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
AS_TEXT = json.JSONEncoder(default=str).encode

STANDS_TWICE = _("{field} stands twice and the two disagree")
TOO_LONG = _("{field}: {length:,} characters long (at most {most:,})")
# The order for readers; that of the feed has no meaning.
MODALITIES = ("text", "image", "audio", "video", "pdf")


class UnreadableField(Problem):
    """Why one offering or provider is skipped."""


def printable(text: str) -> str:
    """Return untrusted text as a report may print it: one line, at most 100 characters."""
    return " ".join(UNPRINTABLE.sub("�", text).split())[:100]


def check_id(key: str, longest: int) -> None:
    """Raise UnreadableField for an id that cannot be stored, printed or used in a URL."""
    if not INVISIBLE.sub("", key).strip(" ."):
        raise UnreadableField(_("its id is empty"))
    if len(key) > longest:
        raise UnreadableField(
            _("its id is {length:,} characters long (at most {most})"),
            length=len(key),
            most=longest,
        )
    if not key.isprintable():
        raise UnreadableField(_("control characters in its id"))


def check_value(value: dict[str, Any]) -> None:
    """Raise UnreadableField for what no field may contain, known or unknown."""
    # One regular expression over the whole; only a suspicious object is walked field by field.
    try:
        text = AS_TEXT(value)
    except RecursionError:
        raise UnreadableField(_("nested too deeply")) from None
    brackets = text.count("[") + text.count("{")
    if len(text) > MAX_TEXT or brackets > MAX_NESTING or SUSPICIOUS.search(text):
        check_closely("", value)
    if len(text) > MAX_WHOLE:
        raise UnreadableField(
            _("{length:,} characters long in all (at most {most:,})"),
            length=len(text),
            most=MAX_WHOLE,
        )


def check_closely(name: str, value: Any, depth: int = 0) -> None:
    if depth > MAX_NESTING:
        raise UnreadableField(_("{field}: nested too deeply"), field=name[:50])
    if isinstance(value, str):
        check_text(name, value)
    elif isinstance(value, dict):
        for key, item in value.items():
            check_text(key, key)
            check_closely(key, item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            check_closely(name, item, depth + 1)
    elif isinstance(value, Decimal) and not value.is_finite():
        raise UnreadableField(_("{field}: not a number"), field=name[:50])


def check_text(name: str, text: str) -> None:
    if len(text) > MAX_TEXT:
        raise UnreadableField(TOO_LONG, field=printable(name), length=len(text), most=MAX_TEXT)
    if text == TOO_DEEP:
        raise UnreadableField(_("{field}: nested too deeply"), field=printable(name))
    if text == TWICE:
        raise UnreadableField(STANDS_TWICE, field=printable(name))
    if UNPRINTABLE.search(text):
        raise UnreadableField(_("{field}: control characters in it"), field=printable(name))


def _type(name: str, raw: object) -> dict[str, str]:
    return {"field": name, "type": type(raw).__name__}


def subobject(value: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the object in this field; an absent one is empty."""
    raw = value.get(name)
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise UnreadableField(_("wrong type: {field} is {type}, not an object"), **_type(name, raw))
    return raw


def text(value: dict[str, Any], name: str, longest: int = MAX_NAME) -> str:
    """Return the text in this field, white space as one space; "" if nothing in it is visible."""
    raw = value.get(name)
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise UnreadableField(_("wrong type: {field} is {type}, not text"), **_type(name, raw))
    if len(raw) > longest:
        raise UnreadableField(TOO_LONG, field=name, length=len(raw), most=longest)
    return " ".join(raw.split()) if INVISIBLE.sub("", raw).strip() else ""


def web_url(value: dict[str, Any], name: str) -> str:
    """Return an http(s) URL; "" for any other, which would not be safe as a link."""
    raw = text(value, name)
    try:
        host = urlsplit(raw).netloc
    except ValueError:  # as of "https://[x/"
        return ""
    return raw if host and raw.startswith(("https://", "http://")) else ""


def flag(value: dict[str, Any], name: str) -> bool | None:
    raw = value.get(name)
    if raw is not None and not isinstance(raw, bool):
        raise UnreadableField(
            _("wrong type: {field} is {type}, not true or false"), **_type(name, raw)
        )
    return raw


def date(value: dict[str, Any], name: str, undated: list[str]) -> str:
    """Return a partial date as reported; add the names of invalid ones to `undated`."""
    raw = text(value, name)
    if not raw or PARTIAL_DATE.fullmatch(raw):
        return raw
    undated.append(name)
    return ""


def tokens(limit: dict[str, Any], name: str) -> int | None:
    """Return a limit in tokens; 0 is "not reported" in this feed."""
    amount = _amount(limit, name, MAX_TOKENS)
    if not amount:
        return None
    if amount != int(amount):
        raise UnreadableField(_("wrong type: {field} is not a whole number"), field=name)
    return int(amount)


def price(cost: dict[str, Any], name: str) -> Decimal | None:
    """Return USD per million tokens, without the binary noise of a float."""
    amount = _amount(cost, name, MAX_PRICE)
    if amount is None:
        return None
    rounded = _without_noise(amount)
    if amount and not rounded:  # a positive price must not become a free one
        raise UnreadableField(
            _("{field}: {value} is below {least}"),
            field=name,
            value=str(amount),
            least=str(PRICE_STEP),
        )
    return rounded


@lru_cache(maxsize=5000)
def _without_noise(amount: int | Decimal) -> Decimal:
    shortest = abs(Decimal(amount).quantize(PRICE_STEP, rounding=ROUND_HALF_UP)).normalize()
    # normalize() turns 150 into 1.5E+2.
    return shortest.quantize(Decimal(1)) if shortest == shortest.to_integral_value() else shortest


def _amount(values: dict[str, Any], name: str, most: Decimal) -> int | Decimal | None:
    raw = values.get(name)
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise UnreadableField(_("wrong type: {field} is {type}, not a number"), **_type(name, raw))
    if raw < 0:
        raise UnreadableField(_("{field}: {value} is negative"), field=name, value=str(raw))
    if raw > most:
        raise UnreadableField(
            _("{field}: {value} is over {most:,}"), field=name, value=str(raw), most=int(most)
        )
    return raw


def words(value: dict[str, Any], name: str) -> tuple[str, ...]:
    """Return a list of strings as reported."""
    raw = value.get(name)
    if raw is None:
        return ()
    if not isinstance(raw, list) or not all(isinstance(item, str) for item in raw):
        raise UnreadableField(_("wrong type: {field} is not a list of words"), field=name)
    return tuple(raw)


@lru_cache(maxsize=5000)
def sorted_modalities(modalities: tuple[str, ...]) -> tuple[str, ...]:
    """Return known modalities in our order, then unknown ones by alphabet."""
    known = [item for item in MODALITIES if item in modalities]
    return (*known, *sorted(set(modalities) - set(MODALITIES)))


def unknown_fields(value: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    """Return the fields that are not in `known`, as reported."""
    return {name: jsonable(value[name]) for name in sorted(value.keys() - known)}


def jsonable(value: Any) -> Any:
    """Return a payload's value for a JSON column, with equal numbers written alike."""
    if isinstance(value, Decimal):
        return _plain_number(value)
    if isinstance(value, dict):
        return {key: jsonable(value[key]) for key in sorted(value)}
    return [jsonable(item) for item in value] if isinstance(value, list) else value


def _plain_number(number: Decimal) -> int | str:
    """Return 75.0 as 75, and any other number as text, without the binary noise of a float."""
    if -MAX_TOKENS < number < MAX_TOKENS and number == number.to_integral_value():
        return int(number)
    return str(DIGITS_OF_A_FLOAT.normalize(number))
