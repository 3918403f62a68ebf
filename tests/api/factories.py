"""Offerings in the feed's format, for the API's tests."""

from datetime import date
from typing import Any

DAYS = [date(2026, 5, day) for day in range(1, 29)]


def at(price: float | None, **fields: Any) -> dict[str, Any]:
    """Return an offering at an input price, its output at four times that; None: no price."""
    cost = {} if price is None else {"cost": {"input": price, "output": price * 4}}
    return {"name": "GPT 5", **cost, **fields}
