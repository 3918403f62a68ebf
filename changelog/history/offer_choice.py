"""The query string of a price history: its period, and the offers that a reader adds to the chart.

Invalid parameters are dropped, never an error.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from catalog.listing.query_string import QueryState
from catalog.models import Offering
from catalog.parameters import Parameters as PageParameters
from changelog.history.periods import PERIOD_VALUES, PERIODS, days_in

MOST_OFFERS = 6  # more lines cannot be told apart
PRICE_PARAMETERS: PageParameters = {"days": PERIOD_VALUES, "offer": None}
LONGEST = 401  # characters of a provider's id and a model id


class Parameters(Protocol):
    """What a query string holds, as Django gives it."""

    def getlist(self, key: str) -> Sequence[str]: ...


def offer_key(offering: Offering) -> str:
    """Return the name of an offer in the URL: the provider's id, a colon and its model id."""
    return f"{offering.provider.key}:{offering.provider_model_id}"


@dataclass(frozen=True, slots=True)
class PriceQuery(QueryState):
    """The days shown, None for all, and the offers added to the chart, in the order given."""

    days: int | None = None
    offers: tuple[str, ...] = ()

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        if self.days:
            yield "days", str(self.days)
        for offer in self.offers:
            yield "offer", offer

    @property
    def periods(self) -> list[tuple[int | None, str]]:
        """Each period with its query string; None is the whole history."""
        return [(days, self.but(days=days).text) for days in (*PERIODS, None)]

    @property
    def without_offers(self) -> str:
        return self.but(offers=()).text

    @classmethod
    def read(cls, given: Mapping[str, str] | Parameters) -> Self:
        """Read a query string; which of the offers exist is not known here."""
        offers = given.getlist("offer") if hasattr(given, "getlist") else ()
        named = (offer for offer in offers if len(offer) <= LONGEST and offer.isprintable())
        chosen = tuple(dict.fromkeys(named))[:MOST_OFFERS]
        return cls(days_in(given), chosen)  # type: ignore[arg-type]
