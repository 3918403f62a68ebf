"""How DeepSeek names are spelled. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

DEEPSEEK: tuple[Rule, ...] = (
    Rule(
        "missing-deepseek-prefix",
        _("Missing DeepSeek prefix"),
        "a cloud that names the maker apart writes r1 and v3 alone",
        r"^(?=(?:r1|v[3-9])(?:-|$))",
        "deepseek-",
        ("r1-0528", "deepseek-r1-0528"),
        ("r", "v"),
    ),
    Rule(
        "deepseek-version-format",
        _("DeepSeek version format"),
        "deepseek-v31, deepseek-3.1 and deepseek-chat-v3.1 mean V3.1",
        r"^deepseek-(?:chat-)?v?([3-9])(?:-?([1-9]))?(?=-|$)",
        r"deepseek-v\1-\2",
        ("deepseek-chat-v3-1", "deepseek-v3-1"),
        ("deepseek",),
    ),
)
