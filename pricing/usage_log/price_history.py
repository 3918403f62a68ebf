"""What one offer charged on each day. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from catalog.domain.modes import NO_ASKS, Asks, Mode
from catalog.domain.prices import Tier
from pricing.tariff import Tariff, mode_tariff
from pricing.terms import Terms

OfferKey = tuple[str, str]  # canonical model id, provider
Step = tuple[date, date | None, Tariff | None]  # first day, day of the end (None: open), tariff


@dataclass(frozen=True, slots=True)
class ModeTariff:
    """The tariff of one mode of an offer, and the mode, which knows how it is asked for."""

    mode: Mode
    tariff: Tariff


Modes = tuple[ModeTariff, ...]


class Coverage(Enum):
    """How a day relates to the days of a price history."""

    COVERED = "covered"
    BEFORE_HISTORY = "before the history"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PriceHistory:
    """Tariffs of one offer, each valid from a day until another, exclusive (None: open).

    A tariff is None where the offer published no price. After an end without a next beginning, the
    offer was withdrawn. `context` is the context window in tokens. `modes` has the modes with a
    price beside each tariff; a mode is priced by its own tariff or by none.
    """

    model: str
    provider: str
    context: int | None
    since: tuple[date, ...]
    until: tuple[date | None, ...]
    tariffs: tuple[Tariff | None, ...]
    modes: tuple[Modes, ...]

    @property
    def key(self) -> OfferKey:
        return self.model, self.provider

    def on(self, day: date, asks: Asks = NO_ASKS) -> tuple[Tariff | None, Coverage]:
        """Return the tariff of a day, in the mode asked for; outside the history, the nearest.

        That is the first one for a day before the history, and for a day on which the offer was
        withdrawn, the last one before it.
        """
        index = bisect_right(self.since, day) - 1
        if index < 0:
            return self._tariff(0, asks), Coverage.BEFORE_HISTORY
        until = self.until[index]
        covered = until is None or day < until
        coverage = Coverage.COVERED if covered else Coverage.WITHDRAWN
        return self._tariff(index, asks), coverage

    def _tariff(self, index: int, asks: Asks) -> Tariff | None:
        if not asks:
            return self.tariffs[index]
        asked = (one.tariff for one in self.modes[index] if one.mode.is_asked_by(asks))
        return next(asked, None)

    def at_terms(self, terms: Terms) -> "PriceHistory":
        """Return what a reader with these terms paid, on the same days."""
        term = terms.term_for(self.provider, self.model)
        if term is None:
            return self
        paid = tuple(one and term.tariff(one) for one in self.tariffs)
        modes = tuple(
            tuple(replace(one, tariff=term.tariff(one.tariff)) for one in several)
            for several in self.modes
        )
        return replace(self, tariffs=paid, modes=modes)

    def begun(self, day: date) -> date:
        """Return the first day of the tariff that `on` returns."""
        return self.since[max(bisect_right(self.since, day) - 1, 0)]


def build_price_history(
    model: str,
    provider: str,
    context: int | None,
    steps: Sequence[Step],
    modes: Sequence[Modes] = (),
) -> PriceHistory:
    """Return the price history of an offer from one or more steps, in order of day.

    `modes` has the modes of each step; nothing is an offer without modes.
    """
    since, until, tariffs = zip(*steps, strict=True)
    of_steps = tuple(modes) or ((),) * len(steps)
    return PriceHistory(model, provider, context, since, until, tariffs, of_steps)


def mode_tariffs(modes: Iterable[Mode], standard: tuple[Tier, ...]) -> Modes:
    """Return the modes of an offer with these context tiers that have a price."""
    tariffs = ((mode, mode_tariff(mode, standard)) for mode in modes)
    return tuple(ModeTariff(mode, tariff) for mode, tariff in tariffs if tariff)
