"""Why an offer is in its model, as messages: its basis, and the rules that decided. Pure."""

from collections.abc import Iterable

from catalog.display.translation import gettext_noop as _
from catalog.identity.canonicalise import Basis
from catalog.identity.rules import rule_name
from catalog.identity.rules.decisions import BY_PAYLOAD
from catalog.identity.rules.steps import LINKS, REMEMBERED, STEP_NAMES

BASES = {
    Basis.EDITOR: _("Decided by an editor"),
    Basis.UPSTREAM: _("Matched by models.dev"),
    Basis.ALIAS: _("Known alias"),
    Basis.RULE: _("Maker and name in the ID match"),
    Basis.SINGLETON: _("Only one provider uses this name"),
}
LINKED_EARLIER = _("Matched by models.dev on an earlier day")
NORMALISED = _("Matched after normalizing the ID:")

_EVIDENCE = BY_PAYLOAD | STEP_NAMES.keys()
_FROM_ELSEWHERE = {LINKS.key, REMEMBERED.key}


def basis_text(basis: str, rules: Iterable[str]) -> str:
    """Return the message of a match's basis; NORMALISED where the rules are to follow."""
    rules = set(rules)
    if basis == Basis.UPSTREAM:
        return LINKED_EARLIER if REMEMBERED.key in rules else BASES[Basis.UPSTREAM]
    # A model of one offer may stand under a name that only a link or an earlier day gives.
    shows_rules = basis == Basis.RULE or not _FROM_ELSEWHERE.isdisjoint(rules)
    return NORMALISED if rules and shows_rules else BASES.get(Basis(basis), "")


def reason_texts(basis: str, rules: Iterable[str]) -> list[str]:
    """Return the messages that say why an offer came to its model: evidence before spelling."""
    rules = list(rules)
    text = basis_text(basis, rules)
    if text != NORMALISED:
        return [text]
    evidence = [key for key in rules if key in _EVIDENCE]
    return [rule_name(key) for key in evidence or rules]
