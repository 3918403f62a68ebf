"""The arguments of each MCP tool, as types: their JSON schemas are what a model reads.

An argument that a tool does not have is an error, as an unknown parameter of the API is: a
misspelt day that is ignored would give wrong prices. Descriptions are short, since every model pays
for them in each conversation.
"""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from api.schemas.queries import NO_NUL
from catalog.capabilities import CAPABILITIES
from changelog.diff import Kind

MOST_COMPARED = 8
MOST_IDS = 50

Day = Annotated[date, Meta(description="YYYY-MM-DD, UTC.")]
AsOf = Annotated[date, Meta(description="Day on which values held, YYYY-MM-DD. Default: newest.")]
KnownOn = Annotated[date, Meta(description="Only data fetched by the end of this day.")]
Text = Annotated[str, Meta(max_length=300, pattern=NO_NUL)]
Name = Annotated[str, Meta(min_length=1, max_length=300, pattern=NO_NUL)]
ModelName = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=300,
        pattern=NO_NUL,
        description="MAKER/SLUG, or a provider's model id.",
    ),
]
Provider = Annotated[str, Meta(max_length=100, pattern=NO_NUL, description="Such as openai.")]
Next = Annotated[str, Meta(max_length=2000, description="`next` of the answer before.")]
Count = Annotated[int, Meta(ge=0, le=10**12)]
Usd = Annotated[float, Meta(ge=0, lt=10**9)]
CapabilityKey = Annotated[str, Meta(pattern=f"^(?:{'|'.join(one.key for one in CAPABILITIES)})$")]
ModelSort = Literal[
    "match", "input", "output", "blended", "-context", "-released", "-providers", "-score-coding"
]


class Arguments(Struct, kw_only=True, forbid_unknown_fields=True):
    """No argument."""


class SearchModels(Arguments):
    query: Annotated[Text, Meta(description="Words of name, maker or id.")] = ""
    provider: Provider = ""
    maker: Text = ""
    capabilities: list[CapabilityKey] = []
    input_price_max: Annotated[Usd, Meta(description="USD per million tokens.")] | None = None
    output_price_max: Usd | None = None
    context_min: Annotated[Count, Meta(description="Tokens.")] = 0
    sort: ModelSort = "match"
    as_of: AsOf | None = None
    next: Next = ""


class GetModel(Arguments):
    model: ModelName
    as_of: AsOf | None = None
    next: Next = ""


class CompareModels(Arguments):
    models: Annotated[list[Name], Meta(min_length=2, max_length=MOST_COMPARED)]
    as_of: AsOf | None = None


class Cost(Arguments):
    model: ModelName
    provider: Provider = ""
    requests: Annotated[int, Meta(ge=1, le=10**12)] = 1
    input: Annotated[Count, Meta(description="Tokens of one request, not cached.")] = 0
    output: Annotated[Count, Meta(description="Without reasoning.")] = 0
    cache_read: Count = 0
    cache_write: Count = 0
    reasoning: Count = 0
    as_of: AsOf | None = None
    next: Next = ""


class PriceOnDay(Arguments):
    model: ModelName
    day: Day
    provider: Provider = ""
    known_on: KnownOn | None = None
    next: Next = ""


class WhatChanged(Arguments):
    after: Annotated[int, Meta(ge=0, le=2**62, description="Last serial read.")] = 0
    day: Day | None = None
    kind: Kind | None = None
    model: Text = ""
    provider: Provider = ""


class CheckIds(Arguments):
    ids: Annotated[list[Name], Meta(min_length=1, max_length=MOST_IDS)]
    as_of: AsOf | None = None
    known_on: KnownOn | None = None


def schema_of(arguments: type[Arguments]) -> dict[str, Any]:
    """Return the JSON schema of a tool's arguments, as short as it can be said."""
    _ref, defined = msgspec.json.schema_components([arguments], ref_template="{name}")
    schema = defined.pop(arguments.__name__)
    properties = {name: _short(one, defined) for name, one in schema["properties"].items()}
    return {
        "type": "object",
        "properties": properties,
        "required": schema["required"],
        "additionalProperties": False,
    }


def _short(one: dict[str, Any], defined: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of one argument: that of its type, without what no caller needs to know."""
    if "anyOf" in one:
        one = next(each for each in one["anyOf"] if each.get("type") != "null")
    if "$ref" in one:
        one = defined[one["$ref"]]
    short = {name: value for name, value in one.items() if name not in LEFT_OUT}
    if short.get("pattern") == NO_NUL:
        del short["pattern"]
    if "items" in one:
        short["items"] = _short(one["items"], defined)
    return short


LEFT_OUT = ("default", "title", "format", "maxLength", "minLength", "maximum", "exclusiveMaximum")
