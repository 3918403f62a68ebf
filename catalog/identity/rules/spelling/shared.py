"""Spellings that several makers' names share. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

EFFORT: tuple[Rule, ...] = (
    Rule(
        "reasoning-effort-suffix",
        _("Effort"),
        "how hard a model thinks is a setting of the request",
        r"^((?:gpt-[5-9]|o\d|gemini-[3-9]|claude-|grok-).*?)-(?:minimal|low|high|xhigh)$",
        r"\1",
        ("o3-mini-high", "o3-mini"),
        ("gpt", "o", "gemini", "claude", "grok"),
    ),
    Rule(
        "openai-medium-effort-suffix",
        _("Middle effort of OpenAI's models"),
        "OpenAI names no model medium",
        r"^((?:gpt-[5-9]|o\d).*?)-medium$",
        r"\1",
        ("gpt-5-medium", "gpt-5"),
        ("gpt", "o"),
    ),
)

ENDINGS: tuple[Rule, ...] = (
    Rule(
        "abbreviated-thinking-suffix",
        _("Thinking in short"),
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
    Rule(
        "host-date-suffix",
        _("Date of a host"),
        "Volcengine dates the day it took a model up",
        r"-2[4-9][01]\d[0-3]\d$",
        r"",
        ("glm-4-7-251222", "glm-4-7"),
        ("deepseek", "glm", "kimi", "gpt", "minimax", "qwen"),
    ),
    Rule(
        "high-speed-suffix-format",
        _("High speed in two words"),
        "highspeed and high-speed are one word",
        r"-high-speed(?=-|$)",
        r"-highspeed",
        ("minimax-m2-7-high-speed", "minimax-m2-7-highspeed"),
        ("minimax", "kimi", "mimo"),
    ),
)
