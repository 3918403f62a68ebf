"""Rules that look at more than one text and so are code, not patterns: their keys and names. Pure.

Each is applied where its constant is used. Offerings store the key, which therefore never changes.
"""

from catalog.display.translation import gettext_noop as _

# By the id alone: see slug_builder and parse_listing.
RESELLER_PREFIX = "reseller-prefix"
MAKER_PREFIX = "maker-prefix"
SPEED_SUFFIX = "speed-suffix"
CONTEXT_SUFFIX = "context-window-suffix"
FULLER_DISPLAY_NAME = "full-name-from-the-display-name"

# By the whole payload: see evidence.
DISPLAY_NAME_VERSION = "version-from-the-display-name"
MAKERS_OWN_ID = "makers-model-id"
UNAMBIGUOUS_SHORT_NAME = "unambiguous-short-name"
REDUNDANT_DATE = "redundant-date-suffix"

BY_PAYLOAD = frozenset(
    {DISPLAY_NAME_VERSION, MAKERS_OWN_ID, UNAMBIGUOUS_SHORT_NAME, REDUNDANT_DATE}
)

# Why a decision that is taken for fewer than four real rows is there nevertheless.
RARE_DECISIONS = {
    DISPLAY_NAME_VERSION: "only where a maker's short name is its own -latest, so few can have it",
}

DECISION_NAMES = {
    RESELLER_PREFIX: _("Reseller prefix"),
    MAKER_PREFIX: _("Maker prefix"),
    SPEED_SUFFIX: _("Speed suffix"),
    CONTEXT_SUFFIX: _("Context window suffix"),
    FULLER_DISPLAY_NAME: _("Full name from the display name"),
    DISPLAY_NAME_VERSION: _("Version from the display name"),
    MAKERS_OWN_ID: _("Maker's model ID"),
    UNAMBIGUOUS_SHORT_NAME: _("Unambiguous short name"),
    REDUNDANT_DATE: _("Redundant date suffix"),
}
