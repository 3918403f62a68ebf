"""How GPT names are spelled. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

GPT: tuple[Rule, ...] = (
    Rule(
        "gpt-version-format",
        _("Version of GPT"),
        "gpt-54, gpt5-4 and gpt-5.4 are one name",
        r"^gpt-?([3-9])(?:-?([1-9]))?(?=-|$)",
        r"gpt-\1-\2",
        ("gpt-54-mini", "gpt-5-4-mini"),
        ("gpt",),
    ),
    Rule(
        "openai-date-format",
        _("OpenAI's way of dates"),
        "OpenAI writes 2024-11-20, some resellers 20241120",
        r"-(20[2-3]\d)([01]\d)([0-3]\d)$",
        r"-\1-\2-\3",
        ("gpt-4o-20241120", "gpt-4o-2024-11-20"),
        ("gpt", "o"),
    ),
    Rule(
        "gpt-chat-implied-latest-suffix",
        _("Chat is the latest chat"),
        "OpenAI sells its chat model under -latest only",
        r"^(gpt-[5-9](?:-\d)?-chat)$",
        r"\1-latest",
        ("gpt-5-2-chat", "gpt-5-2-chat-latest"),
        ("gpt",),
    ),
)
