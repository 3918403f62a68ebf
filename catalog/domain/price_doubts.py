"""Doubtful prices: those so far from the other offers' that they are likely a mistake. Pure.

Typical causes in the feed: a price per token, per minute or per image in the column for a million
tokens, and a decimal point in the wrong place. A doubtful price is shown with its reason, and never
compared: see `REASONS` for the rules, which pages print.

- The blended price is judged, not its parts: an offer with one price for input and output, or with
  an output price for images, differs from the others in a part without being wrong.
- The median is that of the model's published prices, without those that are negligible: a typo
  that gateways copy from each other must not outvote the others.
- With too few prices for a median, only the maker's own tells which one is wrong.
- The maker's own price is a second standard: what is within a factor of TIMES of it is never
  doubtful, because resellers may all list only a part of a price (text, but not images). It counts
  unless its input and its output price both are that far from the medians of the others.
"""

from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median
from typing import TypeVar

from catalog.display.translation import gettext_noop as _
from catalog.domain.prices import Prices

TIMES = 10
QUORUM = 3  # with fewer prices there is no telling which one is wrong
NEGLIGIBLE = Decimal("0.001")  # USD per million tokens; the cheapest real price is ten times it
STORED = Decimal("1e-9")  # the decimals that a stored price has


class PriceDoubt(StrEnum):
    NEGLIGIBLE = "negligible"
    LOW = "low"
    HIGH = "high"
    OWN = "own"
    NEW = "new"  # see `newcomers`


# The sentence that is shown for each reason; {median} is the price that it was compared with.
REASONS = {
    PriceDoubt.NEGLIGIBLE: _("The blended price is under $0.001 per 1M tokens."),
    PriceDoubt.LOW: _(
        "The blended price is under a tenth of the median of this model’s offers, {median}."
    ),
    PriceDoubt.HIGH: _(
        "The blended price is more than ten times the median of this model’s offers, {median}."
    ),
    PriceDoubt.OWN: _("The blended price is over ten times off the maker’s own, {median}."),
    PriceDoubt.NEW: _(
        "The provider was added in the last seven days, and its blended price is far below that of"
        " every other provider (lowest: {median})."
    ),
}


@dataclass(frozen=True, slots=True)
class PublishedPrice:
    """The prices of a priced offer; `own` if the model's maker itself sells it."""

    prices: Prices
    own: bool = False

    @property
    def blended(self) -> Decimal:
        return self.prices.blended or Decimal(0)


@dataclass(frozen=True, slots=True)
class DoubtfulPrice:
    """Why a price is doubtful; `median` is what it was compared with, None if with none.

    That is the median of the offers, the maker's own price, or the lowest of the other providers.
    """

    reason: PriceDoubt
    median: Decimal | None = None


Key = TypeVar("Key", bound=Hashable)


def price_doubts(
    offers: Mapping[Key, PublishedPrice], confirmed: Container[Key] = frozenset()
) -> dict[Key, DoubtfulPrice]:
    """Return the doubtful prices among the priced offers of one model, by the offers' keys.

    `confirmed` are offers whose price somebody has verified: theirs is never doubtful.
    """
    unverified = {key: offer for key, offer in offers.items() if key not in confirmed}
    negligible = {key for key, offer in unverified.items() if offer.blended < NEGLIGIBLE}
    doubts = {key: DoubtfulPrice(PriceDoubt.NEGLIGIBLE) for key in negligible}
    voters = [offer for key, offer in offers.items() if key not in negligible]
    if len(voters) < QUORUM:
        return doubts | _beside_own(unverified, voters)
    middle = median(offer.blended for offer in voters).quantize(STORED)
    standards = list(_own_prices(voters))
    for key, offer in unverified.items():
        reason = _outlier(offer.blended, middle)
        if key in negligible or reason is None:
            continue
        if not any(_outlier(offer.blended, own) is None for own in standards):
            doubts[key] = DoubtfulPrice(reason, middle)
    return doubts


def _beside_own(
    offers: Mapping[Key, PublishedPrice], voters: Iterable[PublishedPrice]
) -> dict[Key, DoubtfulPrice]:
    """Return which of too few offers for a median are far off the maker's own price."""
    own = [offer.blended for offer in voters if offer.own]
    if len(own) != 1:
        return {}
    return {
        key: DoubtfulPrice(PriceDoubt.OWN, own[0].quantize(STORED))
        for key, offer in offers.items()
        if not offer.own and offer.blended >= NEGLIGIBLE and _outlier(offer.blended, own[0])
    }


def _outlier(price: Decimal, standard: Decimal) -> PriceDoubt | None:
    """Return how far a price is off; None if it is within a factor of TIMES, both ends included."""
    if price * TIMES < standard:
        return PriceDoubt.LOW
    return PriceDoubt.HIGH if price > standard * TIMES else None


def _own_prices(voters: Iterable[PublishedPrice]) -> Iterator[Decimal]:
    """Yield the maker's own blended prices of which the input or the output price is plausible."""
    several = list(voters)
    own = [offer for offer in several if offer.own]
    parts = [(part, median(map(part, several))) for part in PARTS] if own else []
    for offer in own:
        if any(_outlier(part(offer), middle) is None for part, middle in parts):
            yield offer.blended


def _part(name: str) -> Callable[[PublishedPrice], Decimal]:
    return lambda offer: getattr(offer.prices, name) or Decimal(0)


PARTS = (_part("input"), _part("output"))
