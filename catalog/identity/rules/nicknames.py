"""Rules for short names: which model hosts serve under them. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

NICKNAMES: tuple[Rule, ...] = (
    Rule(
        "implied-instruct-suffix",
        _("Nickname of an open-weight model"),
        "hosts serve the tuned model; only a formal name without Instruct means the base model",
        r"^(llama-3(?:-[12])?-\d+b|qwen2-5(?:-coder|-vl|-math)?-\d+b|mistral-7b|mixtral-8x\d+b)$",
        r"\1-instruct",
        ("llama-3-1-8b", "llama-3-1-8b-instruct"),
    ),
)
