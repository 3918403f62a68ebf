"""The MCP server: lists the tools, checks arguments, and keeps each answer short.

Of the official SDK this is the low-level server. Its high-level one makes schemas from functions
with pydantic, and ignores arguments that a tool does not have.
"""

import logging
from typing import Any

import msgspec
from asgiref.sync import sync_to_async
from django.db import close_old_connections
from mcp import types
from mcp.server.lowlevel import Server

from api.mcp.arguments import schema_of
from api.mcp.table import BY_NAME, TOOLS, Tool
from api.problems import hint_of, status_of

log = logging.getLogger(__name__)

# An answer has at most 4,000 tokens. A token of JSON such as ours, with many digits and quotes, has
# three bytes; 2.5 leaves room for other tokenizers and for names in Chinese.
MAX_ANSWER_BYTES = 10_000
INSTRUCTIONS = (
    "Prices, limits and capabilities of AI models at every provider, today and on any past day. "
    "Prices are USD per million tokens, as decimal strings. Null or absent is not reported, which "
    "is neither no nor free. Cite data.day and data.sha256 with a price."
)
READS_ONLY = types.ToolAnnotations(readOnlyHint=True, idempotentHint=True, openWorldHint=False)


def build_server() -> Server[Any, Any]:
    """Return the server, for any transport."""
    server: Server[Any, Any] = Server("model-ledger", version="1", instructions=INSTRUCTIONS)
    server.list_tools()(list_tools)  # type: ignore[no-untyped-call]
    # msgspec checks arguments, and says what is wrong with them as the API does.
    server.call_tool(validate_input=False)(call_tool)
    return server


async def list_tools() -> list[types.Tool]:
    return [described(tool) for tool in TOOLS]


async def call_tool(name: str, arguments: dict[str, Any]) -> types.CallToolResult:
    # One thread, which has one connection to the database: the work is Python's own.
    return await sync_to_async(answer_call)(name, arguments)


def answer_call(name: str, arguments: dict[str, Any]) -> types.CallToolResult:
    """Return a tool's answer, with a connection to the database that works, as a request has."""
    close_old_connections()
    try:
        return answer_of(name, arguments)
    finally:
        close_old_connections()


def described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        inputSchema=schema_of(tool.arguments),
        annotations=READS_ONLY,
    )


def answer_of(name: str, arguments: dict[str, Any]) -> types.CallToolResult:
    """Return a tool's answer; what cannot be looked up is an error that says why."""
    try:
        return _result(fitting_answer(name, arguments))
    except msgspec.ValidationError as error:
        return _result(f"Wrong argument: {error}", failed=True)
    except Exception as error:
        if status_of(error) or isinstance(error, (UnknownTool, AnswerTooLong)):
            return _result(f"{error} {hint_of(error)}".strip(), failed=True)
        log.exception("MCP tool %s failed", name[:100])
        text = "The look-up failed, and says nothing about the model. Try again later."
        return _result(text, failed=True)


class UnknownTool(LookupError):
    """No tool has this name."""


class AnswerTooLong(ValueError):
    """Not even one item fits into an answer."""


def fitting_answer(name: str, arguments: dict[str, Any]) -> str:
    """Return an answer as JSON with as many items as fit; `next` asks for the others.

    Raises ValidationError, UnknownTool, AnswerTooLong, and what the tool raises.
    """
    tool = BY_NAME.get(name)
    if tool is None:
        raise UnknownTool(f"No tool {name[:100]}.")
    asked = msgspec.convert(arguments, tool.arguments)
    most = tool.most
    while True:
        encoded = msgspec.json.encode(tool.answer(asked, most))
        if len(encoded) <= MAX_ANSWER_BYTES:
            return encoded.decode()
        if most == 1:
            raise AnswerTooLong("The answer is too long. Ask for one provider, or the API.")
        most //= 2


def _result(text: str, *, failed: bool = False) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], isError=failed)
