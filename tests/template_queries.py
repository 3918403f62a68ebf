"""A guard for tests of pages: a template that queries the database fails the test."""

from typing import Any

import pytest
from django.db import connection
from django.template.base import Template


@pytest.fixture
def no_template_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let views query and templates not: whatever a page shows is read before it is rendered."""
    render = Template.render

    def refuse(_execute: Any, sql: str, *_rest: Any) -> None:
        raise AssertionError(f"a template queries the database: {sql}")

    def guarded(template: Template, context: Any) -> str:
        with connection.execute_wrapper(refuse):
            return render(template, context)

    monkeypatch.setattr(Template, "render", guarded)
