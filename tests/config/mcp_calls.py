"""A call of each MCP tool by the SDK's client, on the bundled payload."""

import json
from typing import Any

from mcp import ClientSession

from api.mcp.server import MAX_ANSWER_BYTES
from api.mcp.table import TOOLS

MODEL = "meta/llama-3-2-1b-instruct"
CALLS: dict[str, dict[str, Any]] = {
    "search_models": {"query": "llama", "sort": "input"},
    "get_model": {"model": MODEL},
    "compare_models": {"models": [MODEL, "gpt-5"]},
    "cost": {"model": "gpt-5", "requests": 1000, "input": 2000, "output": 500},
    "price_on_day": {"model": "gpt-5", "day": "2026-11-26"},
    "what_changed": {},
    "check_ids": {"ids": ["gpt-5", "no-such-model"]},
}


async def complete_each_tool(client: ClientSession) -> None:
    """Start a session, list the tools, call each, and get an error for what does not exist."""
    await client.initialize()
    listed = await client.list_tools()
    assert [tool.name for tool in listed.tools] == [tool.name for tool in TOOLS] == list(CALLS)
    for name, arguments in CALLS.items():
        result = await client.call_tool(name, arguments)
        text = result.content[0].text
        assert not result.isError, (name, text)
        assert len(text.encode()) <= MAX_ANSWER_BYTES
        assert len(json.loads(text)["data"]["sha256"]) == 64
    missing = await client.call_tool("get_model", {"model": "no-such-model-at-all"})
    assert missing.isError
    assert "No model no-such-model-at-all" in missing.content[0].text
