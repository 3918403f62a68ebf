"""The lists that are shipped, and what editors changed of them: aliases and plan providers."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.decisions import DecisionKind, IdentityDecision
from catalog.domain.prices import PLAN_PROVIDERS
from catalog.identity.aliases import ALIASES


@dataclass(frozen=True, slots=True)
class ShippedRow:
    """One rule: the shipped value and why, and the decision in its place, if there is one.

    `change` is the kind of decision that takes the shipped rule back.
    """

    key: str
    shipped: str
    why: str
    decision: IdentityDecision | None
    change: DecisionKind


def alias_rows() -> Iterator[ShippedRow]:
    """Yield all aliases by name; one query."""
    edited = _edited(DecisionKind.ALIAS, DecisionKind.NO_ALIAS)
    for key in sorted(ALIASES.keys() | edited.keys()):
        shipped, why = ALIASES.get(key, ("", ""))
        yield ShippedRow(key, shipped, why, edited.get(key), DecisionKind.NO_ALIAS)


def plan_rows() -> Iterator[ShippedRow]:
    """Yield the providers that are listed as selling subscriptions; one query."""
    edited = _edited(DecisionKind.PLAN, DecisionKind.NO_PLAN)
    for key in sorted(PLAN_PROVIDERS | edited.keys()):
        shipped = key if key in PLAN_PROVIDERS else ""
        yield ShippedRow(key, shipped, "", edited.get(key), DecisionKind.NO_PLAN)


def _edited(*kinds: DecisionKind) -> dict[str, IdentityDecision]:
    rows = IdentityDecision.objects.open().filter(kind__in=kinds)
    return {row.key: row for row in rows}
