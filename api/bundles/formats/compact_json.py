"""JSON of formats whose prices are numbers. Pure.

A number is written as the shortest text that reads back as the double nearest to the decimal; of a
price that has at most 15 digits, that is the decimal itself.
"""

import json
from decimal import Decimal
from typing import Any


def json_bytes(value: Any) -> bytes:
    """Return compact JSON; `Decimal` becomes a number."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=_number).encode()


def _number(value: Any) -> float | int:
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} is no JSON")
    return int(value) if value == value.to_integral_value() else float(value)
