"""Days on record for the API's tests, written by the real pull, and its client."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from config.daily import pull

Publish = Callable[..., None]


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """Return a function that pulls the payload of a day: {provider: {model id: offering}}."""

    def pull_day(day: date, *, now: datetime | None = None, **providers: dict[str, Any]) -> None:
        payload = {
            key: {"name": key.title(), "models": offerings} for key, offerings in providers.items()
        }
        file = tmp_path / "payload.json"
        file.write_text(json.dumps(payload))
        run = pull(str(file), day=day, now=now or timezone.now(), allow=["shrink"])
        assert run.outcome == "applied", run.message

    return pull_day


@pytest.fixture
def get(client: Client) -> Callable[..., HttpResponse]:
    def call(path: str, status: int = 200, **query: Any) -> Any:
        """Return the JSON that an endpoint answers with that status."""
        response = client.get(f"/api/v1/{path}", query)
        assert response.status_code == status, response.content
        return response.json()

    return call


@pytest.fixture
def post(client: Client) -> Callable[..., HttpResponse]:
    def call(path: str, body: Any, status: int = 200) -> Any:
        response = client.post(f"/api/v1/{path}", body, content_type="application/json")
        assert response.status_code == status, response.content
        return response.json()

    return call
