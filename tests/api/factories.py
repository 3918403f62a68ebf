"""Offerings in the feed's format, for the API's tests."""

from typing import Any

from tests.changelog.factories import DAYS

__all__ = ["DAYS", "at"]


def at(price: float | None, **fields: Any) -> dict[str, Any]:
    """Return an offering at an input price, its output at four times that; None: no price."""
    cost = {} if price is None else {"cost": {"input": price, "output": price * 4}}
    return {"name": "GPT 5", **cost, **fields}
