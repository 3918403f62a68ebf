"""What may replace an offer, ready for `templates/pricing/_replace.html`."""

from dataclasses import dataclass
from decimal import Decimal

from pricing.calculator.replace_offer import Proposal, Replacement
from pricing.calculator.shown_differences import ShownDifference, shown_differences
from pricing.eligibility import CalculatorOffer
from pricing.same_use import UseFacts, gains, lost


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A cheaper offer: cost and saving in USD per month, the cold cache in USD once.

    `pays_after` is a number of requests.
    """

    offer: CalculatorOffer
    cost: Decimal
    saving: Decimal
    cold: Decimal
    pays_after: int | None
    gained: tuple[ShownDifference, ...]
    lost: tuple[ShownDifference, ...]


@dataclass(frozen=True, slots=True)
class ShownReplacement:
    """The offer that is used and its cost, USD per month, None where it has no price."""

    offer: CalculatorOffer
    cost: Decimal | None
    elsewhere: tuple[ProposalRow, ...]
    models: tuple[ProposalRow, ...]


def shown_replacement(one: Replacement) -> ShownReplacement:
    """Return the rows, with texts in the active language."""
    return ShownReplacement(
        one.offer,
        one.cost.total if one.cost else None,
        tuple(_row(proposal, one.used.facts) for proposal in one.elsewhere),
        tuple(_row(proposal, one.used.facts) for proposal in one.models),
    )


def _row(one: Proposal, now: UseFacts) -> ProposalRow:
    return ProposalRow(
        one.row.offer,
        one.row.cost,
        one.switch.saving,
        one.switch.cold,
        one.switch.pays_after,
        shown_differences(gains(now, one.facts)),
        shown_differences(lost(now, one.facts)),
    )
