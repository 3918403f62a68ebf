"""Days on record for tests: said by a payload, through the real pull."""

import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from config.daily import pull

DAYS = [date(2026, 5, day) for day in range(1, 29)]
GPT = {"name": "GPT 5", "cost": {"input": 2, "output": 8}}

Say = Callable[..., None]


@pytest.fixture
def said(tmp_path: Path) -> Say:
    """Return a function that pulls what providers say on a day: {provider: {id: offering}}."""

    def say(day: date, **providers: dict[str, Any]) -> None:
        payload = {key: {"name": key.title(), "models": said} for key, said in providers.items()}
        file = tmp_path / "payload.json.gz"
        file.write_bytes(gzip.compress(json.dumps(payload).encode()))
        run = pull(str(file), day=day, now=timezone.now(), allow_shrink=True)
        assert run.outcome == "applied", run.message

    return say


def at(input_price: float, **stated: Any) -> dict[str, Any]:
    """Return an offering at an input price, its output four times that."""
    return {"name": "GPT 5", "cost": {"input": input_price, "output": 4 * input_price}} | stated
