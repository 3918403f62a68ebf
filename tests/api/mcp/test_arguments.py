"""The tools' arguments: schemas as models read them, and bounds."""

import json

import msgspec
import pytest

from api.mcp import arguments
from api.mcp.arguments import schema_of
from api.mcp.table import TOOLS


def test_a_schema_says_what_each_argument_is():
    schema = schema_of(arguments.PriceOnDay)
    assert schema["required"] == ["model", "day"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["day"] == {"type": "string", "description": "YYYY-MM-DD, UTC."}
    assert schema_of(arguments.SearchModels)["properties"]["capabilities"]["type"] == "array"


def test_kinds_of_changes_are_listed():
    kinds = schema_of(arguments.WhatChanged)["properties"]["kind"]["enum"]
    assert {"price", "arrival", "withdrawal"} <= set(kinds)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_a_schema_refers_to_nothing_outside(tool):
    assert "$ref" not in json.dumps(schema_of(tool.arguments))


@pytest.mark.parametrize(
    "kind, given",
    [
        (arguments.CheckIds, {"ids": ["a"] * 51}),
        (arguments.CheckIds, {"ids": []}),
        (arguments.CheckIds, {"ids": ["a" * 301]}),
        (arguments.GetModel, {"model": "a\0b"}),
        (arguments.GetModel, {"model": "a", "next": "1" * 2001}),
        (arguments.CompareModels, {"models": ["a"]}),
        (arguments.CompareModels, {"models": ["a"] * 9}),
        (arguments.Cost, {"model": "a", "requests": 0}),
        (arguments.Cost, {"model": "a", "input": 10**13}),
        (arguments.Cost, {"model": "a", "input": "2000"}),
        (arguments.SearchModels, {"capabilities": ["telepathy"]}),
        (arguments.SearchModels, {"sort": "name; DROP TABLE"}),
        (arguments.SearchModels, {"as_off": "2026-05-01"}),
    ],
)
def test_what_is_out_of_bounds_is_refused(kind, given):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(given, kind)
