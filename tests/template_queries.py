"""Gathering the queries that templates run: whatever a page shows is read by its view."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection


@contextmanager
def queries_of_templates() -> Iterator[list[str]]:
    """Gather the queries that run while a template is rendered."""
    queries: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        frames = traceback.extract_stack()
        if any("django/template/" in frame.filename for frame in frames):
            queries.append(sql)
        return execute(sql, *args)

    with connection.execute_wrapper(watch):
        yield queries


@pytest.fixture
def no_template_queries() -> Iterator[None]:
    """Fail the test if a template queried the database."""
    with queries_of_templates() as queries:
        yield
    assert queries == []
