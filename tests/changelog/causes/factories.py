"""Recorded changes for tests of the rules."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from changelog.causes.entries import Entry
from changelog.diff import Direction, Kind

DAY = date(2026, 5, 1)
NUMBERS = count(1)


def entry(**given: Any) -> Entry:
    """Return a change of the input price of one offer of one model, except as given."""
    day = DAY + timedelta(days=given.pop("after", 0))
    values: dict[str, Any] = {
        "kind": Kind.PRICE,
        "provider": 1,
        "offering": 1,
        "model": 1,
        "maker": 1,
        "provider_model_id": "m",
        "field": "input",
    }
    return Entry(number=next(NUMBERS), day=day, **values | given)


def cut(provider: int, model: int = 1, **given: Any) -> Entry:
    """Return a price cut by half at a provider's only offer of a model."""
    values = {"old": "2", "new": "1", "percent": Decimal(-50), "direction": Direction.DOWN}
    return at(provider, model, **values | given)


def at(provider: int, model: int = 1, **given: Any) -> Entry:
    """Return a change at a provider's only offer of a model."""
    return entry(provider=provider, model=model, offering=100 * provider + model, **given)


def of_provider(provider: int, **given: Any) -> Entry:
    """Return a change of a provider itself."""
    nothing = {"offering": None, "model": None, "maker": None, "provider_model_id": "", "field": ""}
    return entry(provider=provider, **nothing | given)
