"""Rules for short names: which model hosts serve under them. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

NICKNAMES: tuple[Rule, ...] = (
    Rule(
        "llama-3-implied-instruct-suffix",
        _("Nickname of a Llama"),
        "hosts serve the tuned model; only a formal name without Instruct means the base model",
        r"^(llama-3(?:-[12])?-\d+b)$",
        r"\1-instruct",
        ("llama-3-1-8b", "llama-3-1-8b-instruct"),
    ),
    Rule(
        "qwen2-5-implied-instruct-suffix",
        _("Nickname of a Qwen2.5"),
        "hosts serve the tuned model; only a formal name without Instruct means the base model",
        r"^(qwen2-5(?:-coder|-vl|-math)?-\d+b)$",
        r"\1-instruct",
        ("qwen2-5-coder-32b", "qwen2-5-coder-32b-instruct"),
    ),
    Rule(
        "mistral-and-mixtral-implied-instruct-suffix",
        _("Nickname of an open Mistral"),
        "hosts serve the tuned model; only a formal name without Instruct means the base model",
        r"^(mistral-7b|mixtral-8x\d+b)$",
        r"\1-instruct",
        ("mixtral-8x7b", "mixtral-8x7b-instruct"),
    ),
)
