"""A pull as of a day of May."""

from pathlib import Path
from typing import Any

import pytest

from catalog.models import Run
from config.daily.pull import pull
from tests.config.daily.payloads import MAY, NOW
from tests.payloads import write


@pytest.fixture
def say(tmp_path: Path):
    """Return a function that pulls a payload, or these very bytes, as of a day of May."""

    def say(content: Any, day: int = 1, **options: bool) -> Run:
        file = write(tmp_path / "payload.json", content)
        return pull(file, day=MAY[day - 1], now=NOW, **options)

    return say
