"""Parse the bytes of a payload as JSON, or refuse it with one clear line. Pure.

Numbers become `int` or `Decimal`, never a float. NaN, infinities and absurdly long numbers become
`Decimal("NaN")`, which later checks reject: a bad number spoils one offering, not the payload.
"""

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from catalog.display.translation import gettext_noop as _
from catalog.feed.problems import Problem

MAX_DEPTH = 30
# A real payload has some 25 values an offering, lists and objects included. Tiny values cost up to
# 200 bytes each once parsed: 32 MiB of them took 1.2 GB, and as many as this take 0.3 GB.
MAX_VALUES = 2_000_000
DIGITS_OF_A_REASONABLE_NUMBER = 40
# Marks in place of unusable values. The control character makes a field reader reject them.
TOO_DEEP = "\x00nested too deeply"
TWICE = "\x00twice, and the two disagree"
NOT_A_NUMBER = Decimal("NaN")

# Possessive quantifiers, also for an unterminated string: linear time on any input.
STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"?+|[\[\]{}]', re.DOTALL)


class PayloadRefused(Problem):
    """The payload as a whole cannot be used; the message is one line for the operator."""


def parse(body: bytes) -> dict[str, Any]:
    """Read a payload's JSON object. Raises PayloadRefused.

    Of a key that stands twice in an object with two values, the value is TWICE: it spoils one
    offering or provider. Two values of one provider are refused, since either may be the right one.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PayloadRefused(_("not UTF-8 text (byte {position})"), position=error.start) from None
    if text.lstrip()[:1] == "<":
        raise PayloadRefused(_("HTML or XML, not JSON"))
    if count_values(text) > MAX_VALUES:
        raise PayloadRefused(_("over {most:,} values in it"), most=MAX_VALUES)
    try:
        payload = _load(text)
    except RecursionError:
        payload = _load_shallow(text)
    except json.JSONDecodeError as error:
        raise PayloadRefused(_("not JSON, or cut short: {error}"), error=str(error)) from None
    if not isinstance(payload, dict):
        raise PayloadRefused(
            _("wrong shape: {type} where providers are expected"), type=type(payload).__name__
        )
    _refuse_if_twice(payload)
    return payload


def count_values(text: str) -> int:
    """Return about how many values a JSON text holds, without reading them."""
    # Each value but the last of its list is followed by a comma; a list or an object costs most.
    # Texts hold few of these characters.
    return sum(map(text.count, ",[{"))


def _load(text: str) -> Any:
    return json.loads(
        text,
        parse_float=_decimal,
        parse_int=_integer,
        parse_constant=lambda _: NOT_A_NUMBER,
        object_pairs_hook=_object,
    )


def _load_shallow(text: str) -> Any:
    try:
        return _load(_without_deep_values(text))
    except (json.JSONDecodeError, RecursionError) as error:
        raise PayloadRefused(_("not JSON, or cut short: {error}"), error=str(error)) from None


def _without_deep_values(text: str) -> str:
    """Put a marker in place of every value nested deeper than MAX_DEPTH."""
    parts, depth, resume = [], 0, 0
    for match in STRING_OR_BRACKET.finditer(text):
        bracket = match[0]
        if bracket in "[{":
            depth += 1
            if depth == MAX_DEPTH:
                parts.append(text[resume : match.start()])
        elif bracket in "]}":
            if depth == MAX_DEPTH:
                parts.append(json.dumps(TOO_DEEP))
                resume = match.end()
            depth -= 1
    parts.append(text[resume:])
    return "".join(parts)


def _integer(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= DIGITS_OF_A_REASONABLE_NUMBER else NOT_A_NUMBER


def _decimal(digits: str) -> Decimal:
    if len(digits) > DIGITS_OF_A_REASONABLE_NUMBER:
        return NOT_A_NUMBER
    try:
        return Decimal(digits)
    except InvalidOperation:
        return NOT_A_NUMBER


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) < len(pairs):
        disagreeing = {key: TWICE for key, value in pairs if built[key] != value}
        built |= disagreeing
    return built


def _refuse_if_twice(payload: dict[str, Any]) -> None:
    for key, value in payload.items():
        if value == TWICE:
            raise PayloadRefused(
                _("the key {key} stands twice and the two disagree"), key=repr(key[:100])
            )
