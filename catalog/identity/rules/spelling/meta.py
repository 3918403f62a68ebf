"""How Llama names are spelled. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

LLAMA: tuple[Rule, ...] = (
    Rule(
        "llama-version-format",
        _("Llama version format"),
        "llama3-3, llama-v3p3 and llama-33 all mean 3.3",
        r"^llama-?v?([2-9])(?:-?([1-9]))?(?=-|$)",
        r"llama-\1-\2",
        ("llama3-3-70b-instruct", "llama-3-3-70b-instruct"),
        ("llama",),
    ),
    Rule(
        "llama-3-3-implied-instruct-suffix",
        _("Llama 3.3 implied Instruct suffix"),
        "Llama 3.3 has no base model, so the short name means the tuned one",
        r"^(llama-3-3-(?:8b|70b))(?:-versatile)?$",
        r"\1-instruct",
        ("llama-3-3-70b", "llama-3-3-70b-instruct"),
        ("llama",),
    ),
    Rule(
        "groq-suffix-on-llama-and-mixtral",
        _("Groq suffix on Llama and Mixtral"),
        "versatile, instant and a number of tokens are Groq's words for tuned models",
        r"^(llama-3(?:-[1-9])?-\d+b|mixtral-8x\d+b)-(?:versatile|instant|8192|32768)$",
        r"\1-instruct",
        ("llama-3-1-8b-instant", "llama-3-1-8b-instruct"),
        ("llama", "mixtral"),
    ),
    Rule(
        "llama-4-name-variant",
        _("Llama 4 name variant"),
        "17b and the number of experts are the same for each of the two",
        r"^llama-4-(scout|maverick)(?:-17b)?(?:-(?:16|128)e)?(?:-instruct)?$",
        r"llama-4-\1-17b-instruct",
        ("llama-4-maverick-17b-128e-instruct", "llama-4-maverick-17b-instruct"),
        ("llama",),
    ),
    Rule(
        "llama-3-2-vision-name-variant",
        _("Llama 3.2 Vision name variant"),
        "its two large sizes exist only with vision, whatever the order of words",
        r"^(llama-3-2)-(11b|90b)(?:-instruct|-vision|-vision-instruct|-instruct-vision)$",
        r"\1-\2-vision-instruct",
        ("llama-3-2-11b-vision", "llama-3-2-11b-vision-instruct"),
        ("llama",),
        rare="Bedrock leaves out vision, and nothing in a payload says that no other 11b exists",
    ),
)
