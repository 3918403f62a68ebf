"""How DeepSeek names are spelled. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

DEEPSEEK: tuple[Rule, ...] = (
    Rule(
        "missing-deepseek-prefix",
        _("DeepSeek without its first word"),
        "a cloud that names the maker apart writes r1 and v3 alone",
        r"^(?=(?:r1|v[3-9])(?:-|$))",
        "deepseek-",
        ("r1-0528", "deepseek-r1-0528"),
        ("r", "v"),
    ),
    Rule(
        "deepseek-version-format",
        _("Version of DeepSeek"),
        "deepseek-v31, deepseek-3.1 and deepseek-chat-v3.1 mean V3.1",
        r"^deepseek-(?:chat-)?v?([3-9])(?:-?([1-9]))?(?=-|$)",
        r"deepseek-v\1-\2",
        ("deepseek-chat-v3-1", "deepseek-v3-1"),
        ("deepseek",),
    ),
    Rule(
        "deepseek-size-suffix",
        _("Size of DeepSeek"),
        "each of these has one size only",
        r"^(deepseek-(?:r1|v3)(?:-\d+)?)-(?:671b|685b)$",
        r"\1",
        ("deepseek-r1-671b", "deepseek-r1"),
        ("deepseek",),
    ),
    Rule(
        "deepseek-six-digit-date-suffix",
        _("Six-digit date of DeepSeek"),
        "Volcengine writes the year in front of DeepSeek's own month and day",
        r"^(deepseek-(?:r1|v3))-2\d([01]\d[0-3]\d)$",
        r"\1-\2",
        ("deepseek-r1-250528", "deepseek-r1-0528"),
        ("deepseek",),
    ),
)
