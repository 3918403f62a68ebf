"""How Nemotron names are spelled. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

NEMOTRON: tuple[Rule, ...] = (
    Rule(
        "nemotron-v1-suffix",
        _("Nemotron v1 suffix"),
        "the plain name is the first version",
        r"^((?:llama-[\d-]+-)?nemotron-.*\d+b)-v1$",
        r"\1",
        ("llama-3-1-nemotron-ultra-253b-v1", "llama-3-1-nemotron-ultra-253b"),
        ("llama", "nemotron"),
    ),
)
