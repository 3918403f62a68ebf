"""The table of tools: complete, and cheap to have in a conversation."""

import inspect

from mcp import types

from api.mcp import tools
from api.mcp.server import described
from api.mcp.table import BY_NAME, TOOLS

MAX_TOOLS = 8
MAX_TOKENS = 1700
CHARACTERS_PER_TOKEN = 3.5  # of English and JSON schemas; most tokenizers need fewer tokens


def test_every_tool_is_in_the_table():
    public = {
        name
        for name, one in inspect.getmembers(tools, inspect.isfunction)
        if one.__module__ == tools.__name__ and not name.startswith("_")
    }
    assert {tool.answer.__name__ for tool in TOOLS} == public == set(BY_NAME)
    assert len(TOOLS) <= MAX_TOOLS


def test_all_descriptions_together_are_short():
    """As they come over the wire: names, titles, descriptions, schemas and annotations."""
    listed = types.ListToolsResult(tools=[described(tool) for tool in TOOLS])
    text = listed.model_dump_json(by_alias=True, exclude_none=True)
    assert len(text) / CHARACTERS_PER_TOKEN <= MAX_TOKENS
