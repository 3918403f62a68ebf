"""A record of several days, and what the tables held after each."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from catalog.models import CanonicalModel, Offering, Provider
from tests.changelog.factories import DAYS, GPT, Publish, at, publish

__all__ = ["publish"]

# The fingerprint serves to notice changes; how an offering is matched is kept for today only.
NOT_READ = {"fingerprint", "basis", "rules", "doubt"}
ABLE = {
    "tool_call": True,
    "reasoning": True,
    "release_date": "2026-04",
    "knowledge": "2025-10",
    "modalities": {"input": ["text", "image"], "output": ["text"]},
    "limit": {"context": 200_000, "output": 64_000},
}
TIERED = {
    "cost": {
        "input": 1.25,
        "output": 10,
        "cache_read": 0.125,
        "context_over_200k": {"input": 2.5, "output": 15},
    }
}
RECORD: dict[int, dict[str, Any]] = {
    0: {"openai": {"gpt-5": at(2), "gpt-4": at(1)}},
    3: {
        "openai": {"gpt-5": at(2, **ABLE), "gpt-4": at(1)},
        "acme": {"gpt-5": at(1, limit={"context": 128_000}), "gpt-5:free": at(0)},
        "copilot-plan": {"gpt-5": GPT | {"cost": None}},
    },
    5: {"openai": {"gpt-5": at(9, **ABLE)}, "acme": {"gpt-5": GPT | TIERED}},
    6: {"openai": {"gpt-5": at(9, **ABLE), "gpt-4": at(1)}, "acme": {"gpt-5": at(0.000000001)}},
    9: {"acme": {"gpt-5": at(3, **ABLE), "other": at(3, name="gpt 5")}},
}


def columns(row: Any) -> dict[str, Any]:
    """Return a row's columns, read from the database or not."""
    names = (field.attname for field in row._meta.concrete_fields)
    return {name: getattr(row, name) for name in names if name not in NOT_READ}


def on_sale() -> dict[str, list[dict[str, Any]]]:
    """Return every live row of the tables, as `tables_of` returns a past day's."""
    return {
        "models": [columns(row) for row in CanonicalModel.objects.live().order_by("path")],
        "offerings": [
            columns(row)
            for row in Offering.objects.live().order_by("provider__key", "provider_model_id")
        ],
        "providers": [columns(row) for row in Provider.objects.live().order_by("name", "pk")],
    }


@pytest.fixture
def record(publish: Publish) -> dict[date, dict[str, list[dict[str, Any]]]]:
    """Publish the days of RECORD; return what was on sale after each."""
    held = {}
    for day, providers in RECORD.items():
        publish(DAYS[day], **providers)
        held[DAYS[day]] = on_sale()
    return held


Record = dict[date, dict[str, list[dict[str, Any]]]]
Get = Callable[..., Any]
