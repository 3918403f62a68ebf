"""Modes of an offer with prices of their own, such as fast. Pure.

The feed has them under `experimental.modes`: by name, prices as in `cost`, and what a request must
contain to get the mode. They are stored as reported among an offer's other fields, so every day on
record has them. What a mode doesn't report is unknown: a standard price never stands in for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from catalog.display.translation import gettext_noop as _
from catalog.domain.prices import COMPONENTS, Prices, Tier

EXPERIMENTAL, MODES = "experimental", "modes"
STANDARD = "standard"  # no mode: the prices of the offer itself
Asks = frozenset[tuple[str, str]]  # fields of a request and their values that ask for a mode
NO_ASKS: Asks = frozenset()
MOST_MODES = 8  # the feed has one, "fast"; each costs a line on every page with the offer
LONGEST_NAME = 30
MAX_PRICE = Decimal(100_000)
PRICE_STEP = Decimal("1e-9")
# Names for readers; another mode is shown by its own name.
NAMES = {"fast": _("fast mode")}


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode's prices, USD per million tokens, and the fields of a request that ask for it.

    `asked_by` has fields and values, such as ("service_tier", "priority").
    """

    name: str
    prices: Prices
    tiers: tuple[Tier, ...] = ()
    asked_by: Asks = NO_ASKS

    def is_asked_by(self, asks: Asks) -> bool:
        """Tell whether a request with these fields got this mode.

        A single field may have the mode's own name: logs write `fast` where a request says
        `priority`.
        """
        return asks == self.asked_by or [value for _field, value in asks] == [self.name]

    def priced_up_to(self, standard: tuple[Tier, ...]) -> int | None:
        """Return the longest prompt, in tokens, with a known price; None: of every length.

        Where the standard prices change with the length of a prompt and those of the mode do not,
        what the mode costs beyond is not reported.
        """
        own = {tier.above for tier in self.tiers}
        return min((tier.above for tier in standard if tier.above not in own), default=None)


def read_modes(extra: Mapping[str, Any] | None) -> tuple[Mode, ...]:
    """Return the modes with a published price among an offer's other fields, by name.

    What another release stored without checking it is left out where it is wrong.
    """
    stated = _object(_object(extra, EXPERIMENTAL), MODES)
    modes = (_mode(name, stated[name]) for name in sorted(stated)[:MOST_MODES])
    return tuple(mode for mode in modes if mode and mode.prices.published)


def find_mode(extra: Mapping[str, Any] | None, name: str) -> Mode | None:
    """Return the mode of a name; None where its price is not published."""
    return next((mode for mode in read_modes(extra) if mode.name == name), None)


def _mode(name: str, value: Any) -> Mode | None:
    cost = _object(value, "cost")
    if not cost or len(name) > LONGEST_NAME:
        return None
    try:
        return Mode(name, _prices(cost), tuple(_tiers(cost)), frozenset(_asked_by(value)))
    except (InvalidOperation, ValueError):
        return None


def _prices(cost: Mapping[str, Any]) -> Prices:
    return Prices(**{one: _price(cost[one]) for one in COMPONENTS if cost.get(one) is not None})


def _price(value: Any) -> Decimal:
    """Return a price as stored: a whole number, or text. Raises ValueError, InvalidOperation."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("not a price")
    price = Decimal(value)
    if not 0 <= price <= MAX_PRICE:
        raise ValueError("not a price")
    shortest = price.quantize(PRICE_STEP).normalize()
    return shortest.quantize(Decimal(1)) if shortest == shortest.to_integral_value() else shortest


def _tiers(cost: Mapping[str, Any]) -> Iterator[Tier]:
    items = cost.get("tiers")
    if not items and (legacy := _object(cost, "context_over_200k")):
        yield Tier(200_000, _prices(legacy))
    for item in items if isinstance(items, list) else ():
        tier = _object(item, "tier")
        size = tier.get("size")
        if tier.get("type", "context") == "context" and isinstance(size, int):
            yield Tier(size, _prices(item))


def _asked_by(value: Any) -> Iterator[tuple[str, str]]:
    body = _object(_object(value, "provider"), "body")
    for field in sorted(body)[:MOST_MODES]:
        if isinstance(body[field], str):
            yield field, body[field]


def _object(value: Any, name: str) -> Mapping[str, Any]:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}
