"""How Claude names are spelled. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

CLAUDE: tuple[Rule, ...] = (
    Rule(
        "claude-4-word-order",
        _("Claude with its name first"),
        "from version 4 on Anthropic writes the name before the number",
        r"^claude-?([4-9])(?:-?(\d))?-(?!thinking|latest|preview|fast)([a-z]+)(?=-|$)",
        r"claude-\3-\1-\2",
        ("claude-4-5-sonnet", "claude-sonnet-4-5"),
        ("claude",),
    ),
    Rule(
        "claude-3-word-order",
        _("Claude 3 with its number first"),
        "up to version 3 Anthropic writes the number before the name",
        r"^claude-?(opus|sonnet|haiku)-?3(?:-?([57]))?(?=-|$)",
        r"claude-3-\2-\1",
        ("claude-sonnet-3-7", "claude-3-7-sonnet"),
        ("claude",),
    ),
    Rule(
        "claude-version-format",
        _("Version of Claude"),
        "claude-opus4-8, claude-opus-48 and claude-opus-4.8 are one name",
        r"^claude-([a-z]+)-?([4-9])(?:-?(\d))?(?=-|$)",
        r"claude-\1-\2-\3",
        ("claude-opus4-8", "claude-opus-4-8"),
        ("claude",),
    ),
    Rule(
        "claude-3-version-separator",
        _("Claude 3 glued"),
        "claude-35 means 3.5",
        r"^claude-?3-?([57])(?=-)",
        r"claude-3-\1",
        ("claude-35-sonnet", "claude-3-5-sonnet"),
        ("claude",),
    ),
    Rule(
        "missing-claude-prefix",
        _("Claude without its first word"),
        "GitLab's chat writes only the class",
        r"^(?=(?:opus|sonnet|haiku)-\d)",
        r"claude-",
        ("sonnet-4-6", "claude-sonnet-4-6"),
        ("opus", "sonnet", "haiku"),
    ),
    Rule(
        "anthropic-date-format",
        _("Anthropic's way of dates"),
        "Anthropic writes 20250514, some resellers 2025-05-14",
        r"-(20[2-3]\d)-([01]\d)-([0-3]\d)(?=-|$)",
        r"-\1\2\3",
        ("claude-sonnet-4-2025-05-14", "claude-sonnet-4-20250514"),
        ("claude",),
    ),
    Rule(
        "cloud-version-after-the-date",
        _("Wrapper's version after a date"),
        "the date already tells the version",
        r"(-20[2-3]\d{5})-v\d+$",
        r"\1",
        ("claude-3-5-sonnet-20241022-v2", "claude-3-5-sonnet-20241022"),
        ("claude",),
    ),
    Rule(
        "cloud-version-before-the-date",
        _("Wrapper's version before a date"),
        "the date already tells the version",
        r"^(claude-.*)-v\d(-20[2-3]\d{5})$",
        r"\1\2",
        ("claude-3-5-sonnet-v2-20241022", "claude-3-5-sonnet-20241022"),
        ("claude",),
    ),
)
