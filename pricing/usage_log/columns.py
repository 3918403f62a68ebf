"""Recognises the columns of the usage exports of common services. Pure.

Names are compared in snake case, without the objects that exports nest them in:
`response.usage.promptTokens` is `prompt_tokens`.
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass

# The names of each role in the exports; the first that is present counts.
NAMES: dict[str, tuple[str, ...]] = {
    "day": (
        *("day", "date", "date_utc", "usage_date", "start_time_iso", "start_time", "created_at"),
        *("created", "timestamp", "time", "starting_at", "bucket_start_time", "end_time"),
    ),
    "model": (
        *("model", "model_version", "model_id", "model_name", "provided_model_name"),
        *("model_permaslug", "snapshot_id", "model_group"),
    ),
    "provider": ("custom_llm_provider", "provider"),
    "requests": ("num_model_requests", "requests", "api_requests", "n_requests", "request_count"),
    "input": (
        *("input_tokens", "prompt_tokens", "tokens_prompt", "native_tokens_prompt"),
        *("uncached_input_tokens", "input_tokens_no_cache", "n_context_tokens_total", "input"),
    ),
    "output": (
        *("output_tokens", "completion_tokens", "tokens_completion", "native_tokens_completion"),
        *("n_generated_tokens_total", "output"),
    ),
    "cache_read": (
        *("cache_read_input_tokens", "input_cached_tokens", "input_tokens_details_cached_tokens"),
        *("prompt_tokens_details_cached_tokens", "cached_tokens", "tokens_cached"),
        *("native_tokens_cached", "input_tokens_cache_read", "input_cache_read", "cache_read"),
        *("cache_read_tokens", "cached_input_tokens", "cached"),
    ),
    "cache_write": (
        *("cache_creation_input_tokens", "input_tokens_cache_write", "input_cache_creation"),
        *("cache_write_tokens", "cache_write"),
    ),
    "reasoning": (
        *("reasoning_tokens", "output_tokens_details_reasoning_tokens", "tokens_reasoning"),
        *("completion_tokens_details_reasoning_tokens", "native_tokens_reasoning"),
        *("output_reasoning_tokens", "output_reasoning", "reasoning"),
    ),
    # What asks for a mode with prices of its own.
    "service_tier": ("service_tier", "traffic_type"),
    "speed": ("speed",),
    "batch": ("batch", "is_batch"),
    "input_audio": ("input_audio_tokens", "prompt_tokens_details_audio_tokens", "input_audio"),
    "output_audio": (
        *("output_audio_tokens", "completion_tokens_details_audio_tokens", "output_audio"),
    ),
}
COUNTED = (
    *("input", "output", "cache_read", "cache_write", "reasoning", "input_audio", "output_audio"),
    "requests",
)
MODE_ROLES = ("service_tier", "speed", "batch")
# Anthropic counts cache writes by their time to live; the counts are added up.
WRITES = (
    *("input_tokens_cache_write_5m", "input_tokens_cache_write_1h"),
    *("cache_creation_ephemeral_5m_input_tokens", "cache_creation_ephemeral_1h_input_tokens"),
)
# Those that live for an hour cost more than the one price that the data has.
LONG_WRITES = (WRITES[1], WRITES[3])
# Columns that count the whole prompt, cached tokens included.
WHOLE_PROMPT = frozenset(
    {"prompt_tokens", "tokens_prompt", "native_tokens_prompt", "n_context_tokens_total"}
)
# Columns that leave cached tokens out, by their name.
WITHOUT_CACHED = frozenset({"uncached_input_tokens", "input_tokens_no_cache"})
# Beside one of these, input_tokens counts the whole prompt, too: OpenAI and Anthropic use that name
# for different counts.
WHOLE_PROMPT_BESIDE = frozenset(
    {"input_cached_tokens", "input_tokens_details_cached_tokens", "cached_tokens"}
)
# Columns that count the whole output, reasoning included.
WHOLE_OUTPUT = frozenset(
    {"output_tokens", "completion_tokens", "tokens_completion", "native_tokens_completion"}
)
# The service of an export, by a column that only that service has, and the provider if it implies
# one. The order matters: LiteLLM and Langfuse also have columns of OpenAI's and Anthropic's.
SOURCES = (
    ("input_tokens_no_cache", "Anthropic", "anthropic"),
    ("tokens_prompt", "OpenRouter", "openrouter"),
    ("model_permaslug", "OpenRouter", "openrouter"),
    ("custom_llm_provider", "LiteLLM", ""),
    ("api_requests", "LiteLLM", ""),
    ("trace_id", "Langfuse", ""),
    ("provided_model_name", "Langfuse", ""),
    ("num_model_requests", "OpenAI", "openai"),
    ("n_context_tokens_total", "OpenAI", "openai"),
    ("prompt_tokens_details_cached_tokens", "OpenAI", ""),
    ("cache_creation_input_tokens", "Anthropic", ""),
)
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
OTHER = re.compile(r"[^a-z0-9]+")
WRAPPERS = re.compile(
    r"^(?:(?:response|body|message|result|results|data)_)*(?:usage_details_|usage_)?"
)


@dataclass(frozen=True, slots=True)
class LogColumns:
    """Where the columns of one export are in a row, and how its counts overlap.

    `counted` has the places of COUNTED, None for what this export does not count; `missing` has the
    required roles without a column; `long_writes` is the place of cache writes kept for an hour;
    `asks` has those of MODE_ROLES that are there, with their places.
    """

    places: dict[str, int]
    counted: tuple[int | None, ...]
    missing: tuple[str, ...]
    writes: tuple[int, ...]
    source: str
    provider: str
    prompt_is_whole: bool
    output_is_whole: bool
    # Whether the format or the column's name says so; otherwise it is a guess.
    prompt_is_sure: bool
    output_is_sure: bool
    long_writes: int | None
    audio_is_inside: bool
    asks: tuple[tuple[str, int], ...] = ()


def plain_name(column: str) -> str:
    """Return a column's name in snake case, without the objects that it is nested in."""
    name = OTHER.sub("_", CAMEL.sub("_", column.strip()).lower()).strip("_")
    return WRAPPERS.sub("", name)


def _missing(places: Container[str]) -> tuple[str, ...]:
    required = [role for role in ("day", "model") if role not in places]
    counted = "input" in places or "output" in places
    return (*required, *(() if counted else ("input", "output")))


def read_columns(names: Iterable[str]) -> LogColumns:
    plain = [plain_name(name) for name in names]
    # Reversed, so that the first of two columns of one name counts.
    places = {name: place for place, name in reversed(list(enumerate(plain)))}
    chosen = {
        role: next((name for name in known if name in places), None)
        for role, known in NAMES.items()
    }
    roles = {role: places[name] for role, name in chosen.items() if name is not None}
    sources = ((label, provider) for mark, label, provider in SOURCES if mark in places)
    source, provider = next(sources, ("", ""))
    return LogColumns(
        places=roles,
        counted=tuple(roles.get(role) for role in COUNTED),
        missing=_missing(roles),
        writes=tuple(places[name] for name in WRITES if name in places),
        source=source,
        provider=provider,
        prompt_is_whole=chosen["input"] in WHOLE_PROMPT
        or (chosen["input"] == "input_tokens" and chosen["cache_read"] in WHOLE_PROMPT_BESIDE),
        output_is_whole=chosen["output"] in WHOLE_OUTPUT,
        prompt_is_sure=bool(source)
        or chosen["input"] in WHOLE_PROMPT | WITHOUT_CACHED
        or not (chosen["cache_read"] or chosen["cache_write"]),
        output_is_sure=bool(source)
        or chosen["output"] in WHOLE_OUTPUT - {"output_tokens"}
        or not chosen["reasoning"],
        long_writes=next((places[name] for name in LONG_WRITES if name in places), None),
        audio_is_inside=(chosen["input_audio"] or "").startswith("prompt_tokens_details"),
        asks=tuple((role, roles[role]) for role in MODE_ROLES if role in roles),
    )
