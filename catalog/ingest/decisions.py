"""What editors decided of identity, as a pull applies it."""

from collections.abc import Set

from catalog.decisions import DecisionKind, IdentityDecision

OF_THE_MODEL = (DecisionKind.DERIVATIVE, DecisionKind.OFFICIAL)


def decided_models(paths: Set[str]) -> set[str]:
    """Return those of these models of which something is, or was, decided that its row holds.

    They are derived again with each payload: no offer of theirs changed when that was decided.
    """
    decided = IdentityDecision.objects.filter(kind__in=OF_THE_MODEL).values_list("key", flat=True)
    return set(decided) & paths
