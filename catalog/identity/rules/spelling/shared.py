"""Spellings that several makers' names share. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

NUMBERS: tuple[Rule, ...] = (
    Rule(
        "family-number-format",
        _("Version number after the family name"),
        "gpt-54, gpt5-4 and gpt-5.4 are one name, for any family that counts by one dot",
        r"^(gpt|gemini|grok|glm|(?:mi|de|magi|mini)stral(?:-small|-medium|-large)?)"
        r"-?([1-9])(?:-?([0-9]0?))?(?=-|$)",
        r"\1-\2-\3",
        ("gpt-54-mini", "gpt-5-4-mini"),
        ("gpt", "gemini", "grok", "glm", "mistral", "devstral", "magistral", "ministral"),
    ),
    Rule(
        "series-number-format",
        _("Version number after the series name"),
        "minimax-m25 means M2.5, and so for other series with a letter",
        r"^(minimax-m|kimi-k|mimo-v)([2-9])-?([1-9])(?=-|$)",
        r"\1\2-\3",
        ("minimax-m25", "minimax-m2-5"),
        ("minimax", "kimi", "mimo"),
    ),
)

EFFORT: tuple[Rule, ...] = (
    Rule(
        "reasoning-effort-suffix",
        _("Reasoning effort suffix"),
        "how hard a model thinks is a setting of the request",
        r"^((?:gpt-[5-9]|o\d|gemini-[3-9]|claude-|grok-).*?)-(?:minimal|low|medium|high|xhigh)$",
        r"\1",
        ("o3-mini-high", "o3-mini"),
        ("gpt", "o", "gemini", "claude", "grok"),
    ),
)

ENDINGS: tuple[Rule, ...] = (
    Rule(
        "abbreviated-thinking-suffix",
        _("Abbreviated thinking suffix"),
        "think and thinking are one word",
        r"-think$",
        r"-thinking",
        ("claude-opus-4-6-think", "claude-opus-4-6-thinking"),
        (
            "claude",
            "deepseek",
            "gpt",
            "gemini",
            "qwen",
            "glm",
            "kimi",
            "grok",
            "minimax",
            "hunyuan",
        ),
    ),
)
