"""Differences of two offers with their labels, for `templates/pricing/_difference.html`."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.capabilities import CAPABILITIES
from catalog.display.money import tokens_text
from catalog.listing.facets import MODALITIES
from pricing.calculator.forms import CAPABILITY_CHOICES
from pricing.same_use import Difference, Fact

LIMITS = (Fact.CONTEXT, Fact.OUTPUT)
CAPABILITY_LABELS = dict(CAPABILITY_CHOICES) | {one.key: one.label for one in CAPABILITIES}


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A difference of two offers with its label; a score's comes from the template."""

    fact: Fact
    label: str
    key: str
    before: int | None
    after: int | None


def shown_differences(differences: Iterable[Difference]) -> tuple[ShownDifference, ...]:
    """Return the differences with their labels, without those that read the same: 64K → 64K."""
    return tuple(
        ShownDifference(one.fact, str(_label(one)), one.key, one.before, one.after)
        for one in differences
        if one.fact not in LIMITS or tokens_text(one.before) != tokens_text(one.after)
    )


def _label(one: Difference) -> object:
    labels = {Fact.CAPABILITY: CAPABILITY_LABELS, Fact.INPUT: MODALITIES}
    return labels.get(one.fact, {}).get(one.key, one.key)
