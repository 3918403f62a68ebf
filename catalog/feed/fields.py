"""Typed readings of one field of a payload's object: the value in our spelling, or why not. Pure.

A reader returns None, "" or () for what is not there, and raises Unreadable for what cannot be.
"""

import json
import re
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from catalog.feed.payload import TOO_DEEP

MAX_PRICE = Decimal(100_000)
MAX_TOKENS = Decimal(10**12)
MAX_TEXT = 10_000
MAX_WHOLE = 100_000  # characters of one offering, which has some 900
MAX_NAME = 300
MAX_NESTING = 16
PRICE_STEP = Decimal("1e-9")
# A float's noise sits in its last digits: 0.8299999999999998.
DIGITS_OF_A_FLOAT = Context(prec=14, Emin=MIN_EMIN, Emax=MAX_EMAX)
PARTIAL_DATE = re.compile(r"20\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# The same as JSON spells it, with the numbers that are none; half a pair of surrogates alone
# cannot be told from a whole one here, so any of them is looked at closely.
SUSPICIOUS = re.compile(
    r"\\u(?:00[0189].|007f|202[89a-e]|206[6-9]|d[89a-f]..|fff[ef])|\\[bf]|\"-?(?:s?NaN|Infinity)"
)
AS_TEXT = json.JSONEncoder(default=str).encode

# A reader expects text first; the feed's own order carries no meaning.
MODALITIES = ("text", "image", "audio", "video", "pdf")


class UnreadableField(Exception):
    """Why one offering or provider was left out."""


def shown(text: str) -> str:
    """Return foreign text as a report may print it."""
    return " ".join(UNPRINTABLE.sub("�", text).split())[:100]


def check_id(key: str, longest: int) -> None:
    """Raise Unreadable for an id that could not be stored, printed or stand in an address."""
    if not key.strip(" ."):
        raise UnreadableField("its id is empty")
    if len(key) > longest:
        raise UnreadableField(f"its id is {len(key):,} characters long (at most {longest})")
    if not key.isprintable():
        raise UnreadableField("control characters in its id")


def check_value(value: dict[str, Any]) -> None:
    """Raise Unreadable for what no field may hold, known or not."""
    # One look at the whole; only what looks wrong there is walked through to name the field.
    try:
        text = AS_TEXT(value)
    except RecursionError:
        raise UnreadableField("nested too deeply") from None
    brackets = text.count("[") + text.count("{")
    if len(text) > MAX_TEXT or brackets > MAX_NESTING or SUSPICIOUS.search(text):
        check_closely("", value)
    if len(text) > MAX_WHOLE:
        raise UnreadableField(f"{len(text):,} characters long in all (at most {MAX_WHOLE:,})")


def check_closely(name: str, value: Any, depth: int = 0) -> None:
    if depth > MAX_NESTING:
        raise UnreadableField(f"{name[:50]}: nested too deeply")
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
        raise UnreadableField(f"{name[:50]}: not a number")


def check_text(name: str, text: str) -> None:
    if len(text) > MAX_TEXT:
        raise UnreadableField(
            f"{shown(name)}: {len(text):,} characters long (at most {MAX_TEXT:,})"
        )
    if text == TOO_DEEP:
        raise UnreadableField(f"{shown(name)}: nested too deeply")
    if UNPRINTABLE.search(text):
        raise UnreadableField(f"{shown(name)}: control characters in it")


def objects(value: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the object in this field."""
    found = value.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise UnreadableField(f"wrong type: {name} is {type(found).__name__}, not an object")
    return found


def text(value: dict[str, Any], name: str, longest: int = MAX_NAME) -> str:
    """Return the text in this field, every run of white space as one blank."""
    found = value.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise UnreadableField(f"wrong type: {name} is {type(found).__name__}, not text")
    if len(found) > longest:
        raise UnreadableField(f"{name}: {len(found):,} characters long (at most {longest})")
    return " ".join(found.split())


def web_address(value: dict[str, Any], name: str) -> str:
    """Return a link that is safe to print; anything but http(s) is no link."""
    found = text(value, name)
    try:
        host = urlsplit(found).netloc
    except ValueError:  # as of "https://[x/"
        return ""
    return found if host and found.startswith(("https://", "http://")) else ""


def flag(value: dict[str, Any], name: str) -> bool | None:
    found = value.get(name)
    if found is not None and not isinstance(found, bool):
        raise UnreadableField(f"wrong type: {name} is {type(found).__name__}, not true or false")
    return found


def date(value: dict[str, Any], name: str, undated: list[str]) -> str:
    """Return a date as exact as it is stated; what is none is named in `undated`."""
    found = text(value, name)
    if not found or PARTIAL_DATE.fullmatch(found):
        return found
    undated.append(name)
    return ""


def tokens(limit: dict[str, Any], name: str) -> int | None:
    """Return a limit in tokens; 0 says nothing and counts as not reported."""
    found = _amount(limit, name, MAX_TOKENS)
    if not found:
        return None
    if found != int(found):
        raise UnreadableField(f"wrong type: {name} is not a whole number")
    return int(found)


def price(cost: dict[str, Any], name: str) -> Decimal | None:
    """Return USD per million tokens, freed of the tail that a float left behind."""
    found = _amount(cost, name, MAX_PRICE)
    if found is None:
        return None
    kept = _without_tail(found)
    if found and not kept:  # for nothing positive is shown as zero
        raise UnreadableField(f"{name}: {found} is below {PRICE_STEP}")
    return kept


@lru_cache(maxsize=5000)
def _without_tail(found: int | Decimal) -> Decimal:
    shortest = abs(Decimal(found).quantize(PRICE_STEP, rounding=ROUND_HALF_UP)).normalize()
    # normalize() turns 150 into 1.5E+2, which reads badly wherever it is printed.
    return shortest.quantize(Decimal(1)) if shortest == shortest.to_integral_value() else shortest


def _amount(values: dict[str, Any], name: str, most: Decimal) -> int | Decimal | None:
    found = values.get(name)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | Decimal):
        raise UnreadableField(f"wrong type: {name} is {type(found).__name__}, not a number")
    if found < 0:
        raise UnreadableField(f"{name}: {found} is negative")
    if found > most:
        raise UnreadableField(f"{name}: {found} is over {most:,}")
    return found


def words(value: dict[str, Any], name: str) -> tuple[str, ...]:
    """Return the words of a list, as they stand."""
    found = value.get(name)
    if found is None:
        return ()
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise UnreadableField(f"wrong type: {name} is not a list of words")
    return tuple(found)


@lru_cache(maxsize=5000)
def sorted_modalities(modalities: tuple[str, ...]) -> tuple[str, ...]:
    known = [item for item in MODALITIES if item in modalities]
    return (*known, *sorted(set(modalities) - set(MODALITIES)))


def unknown_fields(value: dict[str, Any], read: frozenset[str]) -> dict[str, Any]:
    """Return the fields that nothing reads, as they came."""
    return {name: jsonable(value[name]) for name in sorted(value.keys() - read)}


def jsonable(value: Any) -> Any:
    """Return a payload's value for a JSON column: equal numbers in one spelling."""
    if isinstance(value, Decimal):
        return _plain_number(value)
    if isinstance(value, dict):
        return {key: jsonable(value[key]) for key in sorted(value)}
    return [jsonable(item) for item in value] if isinstance(value, list) else value


def _plain_number(found: Decimal) -> int | str:
    """Return 75.0 as 75, and any other number as text, freed of the tail that a float left."""
    if -MAX_TOKENS < found < MAX_TOKENS and found == found.to_integral_value():
        return int(found)
    return str(DIGITS_OF_A_FLOAT.normalize(found))
