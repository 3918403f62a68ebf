"""How GPT names are spelled. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

GPT: tuple[Rule, ...] = (
    Rule(
        "gpt-chat-implied-latest-suffix",
        _("GPT chat implied latest suffix"),
        "OpenAI sells its chat model under -latest only",
        r"^(gpt-[5-9](?:-\d)?-chat)$",
        r"\1-latest",
        ("gpt-5-2-chat", "gpt-5-2-chat-latest"),
        ("gpt",),
    ),
)
