"""The MCP tools as one table: what each is told to be for, its arguments and its function.

Descriptions are short, since every model pays for them in each conversation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.mcp import arguments as args
from api.mcp import tools
from api.mcp.brief import Answer


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: what it is told to be for, its arguments, and the most items of one answer."""

    name: str
    title: str
    description: str
    arguments: type[args.Arguments]
    answer: Callable[[Any, int], Answer]
    most: int


TOOLS = (
    Tool(
        "search_models",
        "Search models",
        "Find AI models by words, price, context and capabilities, over all providers. Prices "
        "are of the recommended offer, in USD per million tokens. By price or score: chat models "
        "that aren't deprecated.",
        args.SearchModels,
        tools.search_models,
        20,
    ),
    Tool(
        "get_model",
        "One model",
        "One model: limits, capabilities, fit scores (0-100), facts on which providers "
        "disagree, and each provider's offer with its prices.",
        args.GetModel,
        tools.get_model,
        20,
    ),
    Tool(
        "compare_models",
        "Compare models",
        "Two to eight models side by side: prices, limits, capabilities, scores.",
        args.CompareModels,
        tools.compare_models,
        args.MOST_COMPARED,
    ),
    Tool(
        "cost",
        "Cost of a workload",
        "What a workload costs in USD at each provider that offers a model, cheapest first, by "
        "the prices of a day. A total of null: no token price is published, which isn't free.",
        args.Cost,
        tools.cost,
        12,
    ),
    Tool(
        "price_on_day",
        "Price on a day",
        "Prices of a model at each provider on a past day, with the SHA-256 of the source "
        "snapshot. known_on limits it to what was on record by then, so the answer never changes.",
        args.PriceOnDay,
        tools.price_on_day,
        20,
    ),
    Tool(
        "what_changed",
        "What changed",
        "Changes of prices, limits, capabilities, arrivals and withdrawals, oldest first: of a "
        "day (default: the newest), or all of a model or provider.",
        args.WhatChanged,
        tools.what_changed,
        30,
    ),
    Tool(
        "check_ids",
        "Check model ids",
        "Whether model ids in any spelling are known, retiring, gone or unknown, with dates and "
        "successors. Unknown means not found here, never OK.",
        args.CheckIds,
        tools.check_ids,
        args.MOST_IDS,
    ),
)
BY_NAME = {tool.name: tool for tool in TOOLS}
