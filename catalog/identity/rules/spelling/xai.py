"""How Grok names are spelled. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

GROK: tuple[Rule, ...] = (
    Rule(
        "grok-beta-suffix",
        _("Grok beta suffix"),
        "xAI kept the models of its betas under the plain name",
        r"^(grok-.*?)-beta(?=-|$)",
        r"\1",
        ("grok-4-20-beta-0309-reasoning", "grok-4-20-0309-reasoning"),
        ("grok",),
    ),
    Rule(
        "grok-fast-reasoning-suffix",
        _("Grok Fast reasoning suffix"),
        "xAI's plain fast models are the reasoning ones",
        r"^(grok-4(?:-1)?-fast)-reasoning$",
        r"\1",
        ("grok-4-1-fast-reasoning", "grok-4-1-fast"),
        ("grok",),
    ),
)
