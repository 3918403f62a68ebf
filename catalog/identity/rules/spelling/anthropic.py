"""How Claude names are spelled. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

CLAUDE: tuple[Rule, ...] = (
    Rule(
        "claude-4-word-order",
        _("Claude 4+ word order"),
        "from version 4 on Anthropic writes the name before the number",
        r"^claude-?([4-9])(?:-?(\d))?-(?!thinking|latest|preview|fast)([a-z]+)(?=-|$)",
        r"claude-\3-\1-\2",
        ("claude-4-5-sonnet", "claude-sonnet-4-5"),
        ("claude",),
    ),
    Rule(
        "claude-3-word-order",
        _("Claude 3 word order"),
        "up to version 3 Anthropic writes the number before the name",
        r"^claude-?(opus|sonnet|haiku)-?3(?:-?([57]))?(?=-|$)",
        r"claude-3-\2-\1",
        ("claude-sonnet-3-7", "claude-3-7-sonnet"),
        ("claude",),
    ),
    Rule(
        "claude-version-format",
        _("Claude version format"),
        "claude-opus4-8, claude-opus-48 and claude-opus-4.8 are one name",
        r"^claude-([a-z]+)-?([4-9])(?:-?(\d))?(?=-|$)",
        r"claude-\1-\2-\3",
        ("claude-opus4-8", "claude-opus-4-8"),
        ("claude",),
    ),
    Rule(
        "missing-claude-prefix",
        _("Missing Claude prefix"),
        "GitLab's chat writes only the class",
        r"^(?=(?:opus|sonnet|haiku)-\d)",
        r"claude-",
        ("sonnet-4-6", "claude-sonnet-4-6"),
        ("opus", "sonnet", "haiku"),
    ),
)
