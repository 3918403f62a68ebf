"""Ready-made filters of the list of models for common needs."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Preset:
    label: str | Promise
    query: str


# As `ListQuery.text` writes them: the same filters chosen by hand have the same URL.
PRESETS = (
    Preset(
        _("Agent-ready under $1"),
        "?tool-calling=yes&structured-output=yes&blended-max=1&sort=-score-agents",
    ),
    Preset(_("Long documents"), "?context-min=500000&sort=blended"),
    Preset(
        _("Low-cost JSON output"),
        "?structured-output=yes&price=priced&blended-max=0.5&sort=-score-structured-output",
    ),
    Preset(
        _("Open weights with tool calling"), "?tool-calling=yes&open-weights=yes&sort=-providers"
    ),
    Preset(_("Image input under $1"), "?vision=yes&blended-max=1&sort=blended"),
    Preset(_("Free offers"), "?price=free"),
    Preset(_("Offers in the EU"), "?region=eu"),
)
