"""Payloads of a day of May, and what the catalogue holds after them."""

from datetime import UTC, date, datetime
from typing import Any

from catalog.models import (
    CanonicalModel,
    Offering,
    Provider,
    RememberedJoin,
    RememberedLink,
    RememberedName,
    Revision,
)
from changelog.models import Change
from scoring.models import Score
from tests.payloads import offering, payload

MAY = [date(2026, 5, day) for day in range(1, 32)]
NOW = datetime(2026, 5, 31, 6, 15, tzinfo=UTC)
EVIDENCE = (RememberedLink, RememberedJoin, RememberedName)
DERIVED = (Provider, CanonicalModel, Offering, Revision, Score, Change, *EVIDENCE)


def models(*names: str, **stated: Any) -> dict[str, Any]:
    return payload(acme={name: offering(name, **stated) for name in names})


TEN = [f"llama-{n}b" for n in range(1, 11)]


def tables() -> dict[str, list[tuple[Any, ...]]]:
    return {table.__name__: list(table.objects.order_by("pk").values_list()) for table in DERIVED}


def live() -> set[str]:
    return set(Offering.objects.live().values_list("provider_model_id", flat=True))
