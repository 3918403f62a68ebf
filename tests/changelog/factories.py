"""Days on record for tests, written by the real pull."""

import gzip
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from config.daily.pull import pull

DAYS = [date(2026, 5, day) for day in range(1, 29)]
GPT = {"name": "GPT 5", "cost": {"input": 2, "output": 8}}

Publish = Callable[..., None]


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """Return a function that pulls the payload of a day: {provider: {model id: offering}}."""

    def pull_day(day: date, *, now: datetime | None = None, **providers: dict[str, Any]) -> None:
        payload = {
            key: {"name": key.title(), "models": offerings} for key, offerings in providers.items()
        }
        file = tmp_path / "payload.json.gz"
        file.write_bytes(gzip.compress(json.dumps(payload).encode()))
        run = pull(str(file), day=day, now=now or timezone.now(), allow=["shrink"])
        assert run.outcome == "applied", run.message

    return pull_day


def at(input_price: float, **fields: Any) -> dict[str, Any]:
    """Return an offering at an input price, its output at four times that."""
    return {"name": "GPT 5", "cost": {"input": input_price, "output": 4 * input_price}} | fields
