"""What one offer charged on each day. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from pricing.tariff import Tariff
from pricing.terms import Terms

OfferKey = tuple[str, str]  # canonical model id, provider
Step = tuple[date, date | None, Tariff | None]  # first day, day of the end (None: open), tariff


class Coverage(Enum):
    """How a day relates to the days of a price history."""

    COVERED = "covered"
    BEFORE_HISTORY = "before the history"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PriceHistory:
    """Tariffs of one offer, each valid from a day until another, exclusive (None: open).

    A tariff is None where the offer published no price. After an end without a next beginning, the
    offer was withdrawn. `context` is the context window in tokens.
    """

    model: str
    provider: str
    context: int | None
    since: tuple[date, ...]
    until: tuple[date | None, ...]
    tariffs: tuple[Tariff | None, ...]

    @property
    def key(self) -> OfferKey:
        return self.model, self.provider

    def on(self, day: date) -> tuple[Tariff | None, Coverage]:
        """Return the tariff of a day; outside the history, the nearest tariff.

        That is the first one for a day before the history, and for a day on which the offer was
        withdrawn, the last one before it.
        """
        index = bisect_right(self.since, day) - 1
        if index < 0:
            return self.tariffs[0], Coverage.BEFORE_HISTORY
        until = self.until[index]
        covered = until is None or day < until
        return self.tariffs[index], Coverage.COVERED if covered else Coverage.WITHDRAWN

    def at_terms(self, terms: Terms) -> "PriceHistory":
        """Return what a reader with these terms paid, on the same days."""
        term = terms.term_for(self.provider, self.model)
        if term is None:
            return self
        paid = tuple(one and term.tariff(one) for one in self.tariffs)
        return replace(self, tariffs=paid)

    def begun(self, day: date) -> date:
        """Return the first day of the tariff that `on` returns."""
        return self.since[max(bisect_right(self.since, day) - 1, 0)]


def build_price_history(
    model: str, provider: str, context: int | None, steps: Sequence[Step]
) -> PriceHistory:
    """Return the price history of an offer from one or more steps, in order of day."""
    since, until, tariffs = zip(*steps, strict=True)
    return PriceHistory(model, provider, context, since, until, tariffs)
