"""Days on record for the API's tests, written by the real pull, and its client."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.changelog.factories import publish

__all__ = ["get", "post", "publish"]


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
