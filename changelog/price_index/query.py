"""The query string of the price index. Invalid parameters keep their defaults, never an error."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from catalog.listing.query_string import QueryState
from changelog.history.periods import PERIODS, days_in
from changelog.price_index.links import Measure


@dataclass(frozen=True, slots=True)
class IndexQuery(QueryState):
    """The measure of the tiers' chart, and the days that both charts show; None shows all."""

    measure: Measure = Measure.RECOMMENDED
    days: int | None = None

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        if self.measure is not Measure.RECOMMENDED:
            yield "measure", self.measure
        if self.days:
            yield "days", str(self.days)

    @property
    def periods(self) -> list[tuple[int | None, str]]:
        """Each period with its query string; None is the whole history."""
        return [(days, self.but(days=days).text) for days in (*PERIODS, None)]

    @property
    def measures(self) -> list[tuple[Measure, str]]:
        """Each measure with its query string."""
        return [(measure, self.but(measure=measure).text) for measure in Measure]

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Read a query string."""
        measure = given.get("measure", "")
        known = Measure(measure) if measure in set(Measure) else Measure.RECOMMENDED
        return cls(known, days_in(given))
