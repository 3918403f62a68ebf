"""Fees that an offer reports beside its prices per token, such as one per request. Pure.

No price, cost or rank contains them, so each of those names what it leaves out.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from catalog.display.translation import gettext_noop as _

# By the feed's name; one that is not listed here is shown by that name.
FEES = {
    "request": _("fee per request"),
    "citation": _("citations"),
    "image": _("images"),
    "tiers": _("prices by something other than context"),
}
MOST_NAMED = 5  # a hostile offer may report thousands


def other_fees(extra: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the fees among an offering's other fields; those of 0 are none."""
    charges = extra.get("cost")
    if not isinstance(charges, Mapping):
        return ()
    return tuple(name for name in sorted(charges) if not _is_zero(charges[name]))[:MOST_NAMED]


def fee_name(fee: str) -> str:
    """Return the message id for a fee; an unknown one is its own name, cut to a readable length."""
    return FEES.get(fee, fee[:50])


def _is_zero(charge: Any) -> bool:
    try:
        return not isinstance(charge, bool) and Decimal(charge) == 0
    except (InvalidOperation, TypeError, ValueError):
        return charge in (None, [], {}, "")
