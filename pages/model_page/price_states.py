"""The offers of a model by how they are billed."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.domain.prices import PriceState
from catalog.models import Offering


@dataclass(frozen=True, slots=True)
class OffersByState:
    """Offers by price state, each list in the order of its input."""

    priced: list[Offering]
    free: list[Offering]
    plan: list[Offering]
    unknown: list[Offering]

    @property
    def comparable(self) -> list[Offering]:
        """The priced offers without a doubtful price."""
        return [offering for offering in self.priced if offering.comparable]

    @property
    def lowest(self) -> Offering | None:
        """The lowest published price, in order of price; a deprecated one where all are."""
        competing = (offering for offering in self.priced if offering.competing)
        return next(competing, next(iter(self.comparable), None))

    @property
    def doubtful(self) -> list[Offering]:
        return [offering for offering in self.priced if not offering.comparable]


def offers_by_state(offerings: Sequence[Offering]) -> OffersByState:
    """Group offers by price state; the fields are in the order of `PriceState`."""
    return OffersByState(
        *([o for o in offerings if o.price_state == state.value] for state in PriceState)
    )
