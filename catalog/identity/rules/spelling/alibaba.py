"""How Qwen names are spelled. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

QWEN: tuple[Rule, ...] = (
    Rule(
        "qwen-version-format",
        _("Qwen version format"),
        "Alibaba writes the number without a dash",
        r"^qwen-?([1-9])(?:-?([1-9]))?(?=-|$)",
        r"qwen\1-\2",
        ("qwen-2-5-72b-instruct", "qwen2-5-72b-instruct"),
        ("qwen",),
    ),
    Rule(
        "qwen-release-date-suffix",
        _("Qwen release date suffix"),
        "OpenRouter adds month and day of the release to a name that Alibaba leaves without",
        r"(?<!-20\d\d)-(?:0[1-9]|1[0-2])-[0-3]\d$",
        "",
        ("qwen3-5-flash-02-23", "qwen3-5-flash"),
        ("qwen",),
    ),
    Rule(
        "qwen3-coder-480b-name-variant",
        _("Qwen3 Coder 480B name variant"),
        "the open Qwen3 Coder models exist only tuned, one of each size",
        r"^qwen3-coder(?:-480b|-480b-a35b)?$",
        "qwen3-coder-480b-a35b-instruct",
        ("qwen3-coder-480b-a35b", "qwen3-coder-480b-a35b-instruct"),
        ("qwen",),
    ),
    Rule(
        "qwen3-coder-30b-name-variant",
        _("Qwen3 Coder 30B name variant"),
        "the open Qwen3 Coder models exist only tuned, one of each size",
        r"^qwen3-coder-(?:30b|30b-a3b|30b-instruct)$",
        "qwen3-coder-30b-a3b-instruct",
        ("qwen3-coder-30b-a3b", "qwen3-coder-30b-a3b-instruct"),
        ("qwen",),
    ),
    Rule(
        "qwen3-next-80b-name-variant",
        _("Qwen3 Next 80B name variant"),
        "of its two kinds the one that does not say thinking is the tuned one",
        r"^qwen3-next-80b(?:-a3b)?$",
        r"qwen3-next-80b-a3b-instruct",
        ("qwen3-next-80b", "qwen3-next-80b-a3b-instruct"),
        ("qwen",),
        rare="two models have that size, so no payload shows which one the short name means",
    ),
    Rule(
        "qwen3-2507-instruct-name-variant",
        _("Qwen3 2507 Instruct name variant"),
        "of the July 2025 models the one that does not think is the instruct one",
        r"^(qwen3-\d+b(?:-a\d+b)?)-2507(?:-instruct)?$",
        r"\1-instruct-2507",
        ("qwen3-235b-a22b-2507", "qwen3-235b-a22b-instruct-2507"),
        ("qwen",),
    ),
)
