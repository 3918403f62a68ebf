"""Aliases that no rule can derive: other names that a maker uses for the same model. Pure.

Few on purpose: each line is a fact about a finished model, which cannot change any more.
"""

_MONTHS = "Mistral's own channel sells this number under its month"

_DATED = "Anthropic sells this finished version under its date; the short name means that one"

# Slug -> (slug of the same maker, why).
ALIASES: dict[str, tuple[str, str]] = {
    "claude-3-5-haiku": ("claude-3-5-haiku-20241022", _DATED),
    "claude-3-5-sonnet": ("claude-3-5-sonnet-20241022", _DATED),
    "claude-3-7-sonnet": ("claude-3-7-sonnet-20250219", _DATED),
    "claude-3-haiku": ("claude-3-haiku-20240307", _DATED),
    "claude-3-opus": ("claude-3-opus-20240229", _DATED),
    "claude-3-sonnet": ("claude-3-sonnet-20240229", _DATED),
    "claude-opus-4": ("claude-opus-4-20250514", _DATED),
    "claude-sonnet-4": ("claude-sonnet-4-20250514", _DATED),
    "claude-sonnet-4-20250522": ("claude-sonnet-4-20250514", "announced on the later day"),
    "nano-banana": ("gemini-2-5-flash-image", "the name by which Google announced it"),
    "codex-mini": ("codex-mini-latest", "OpenAI sold it under -latest only"),
    "deepseek-tng-r1t2-chimera": (
        "deepseek-r1t2-chimera",
        "TNG dropped its own name from the slug",
    ),
    "devstral-2": ("devstral-2512", _MONTHS),
    "devstral-small-1-1": ("devstral-small-2507", _MONTHS),
    "devstral-small-2": ("devstral-small-2512", _MONTHS),
    "magistral-small-1-2": ("magistral-small-2509", _MONTHS),
    "llama-guard-4": ("llama-guard-4-12b", "it has one size"),
    "minimax-m2-5-lightning": ("minimax-m2-5-highspeed", "MiniMax renamed it"),
    "mistral-3-14b": ("ministral-14b-2512", "the host shortens Ministral 3"),
    "mistral-large-2": ("mistral-large-2407", _MONTHS),
    "mistral-large-3": ("mistral-large-2512", _MONTHS),
    "mistral-medium-3": ("mistral-medium-2505", _MONTHS),
    "mistral-medium-3-1": ("mistral-medium-2508", _MONTHS),
    "mistral-medium-3-5": ("mistral-medium-2604", _MONTHS),
    "mistral-small-3": ("mistral-small-2501", _MONTHS),
    "mistral-small-3-1": ("mistral-small-2503", _MONTHS),
    "mistral-small-3-2": ("mistral-small-2506", _MONTHS),
    "mistral-small-4": ("mistral-small-2603", _MONTHS),
    "gemini-2-5-pro-preview": ("gemini-2-5-pro-preview-06-05", "Google's last preview of it"),
    "grok-code": ("grok-code-fast-1", "xAI has one model of that name"),
    "grok-4-0709": ("grok-4", "xAI's first and only Grok 4"),
}
