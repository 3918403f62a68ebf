"""A small history on record, and tools called as the server calls them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from api.mcp.server import answer_of
from tests.api.factories import DAYS, at

BIG = at(2, limit={"context": 400_000, "output": 128_000}, tool_call=True)
SMALL = at(1, name="GPT 5 mini", limit={"context": 8192, "output": 4096}, tool_call=False)


@pytest.fixture
def history(publish):
    """gpt-5 at two providers, dearer from the fourth day on; a small model until the sixth."""
    publish(DAYS[0], openai={"gpt-5": BIG, "gpt-5-mini": SMALL}, poe={"gpt-5": BIG})
    dearer = BIG | {"cost": {"input": 3, "output": 12}}
    publish(DAYS[3], openai={"gpt-5": dearer, "gpt-5-mini": SMALL}, poe={"gpt-5": BIG})
    publish(DAYS[5], openai={"gpt-5": dearer}, poe={"gpt-5": at(None)})


@pytest.fixture
def call() -> Callable[..., Any]:
    def call_tool(name: str, **arguments: Any) -> Any:
        """Return the answer of a tool, which must not be an error."""
        result = answer_of(name, arguments)
        (content,) = result.content
        assert not result.isError, content.text
        return json.loads(content.text)

    return call_tool


@pytest.fixture
def refused() -> Callable[..., str]:
    def call_tool(name: str, **arguments: Any) -> str:
        """Return the message of a tool's error."""
        result = answer_of(name, arguments)
        assert result.isError
        return result.content[0].text

    return call_tool
