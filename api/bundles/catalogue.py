"""The catalogue of one day as plain values: what every format of a bundle is written from. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from api.schemas.offers import Offer
from catalog.domain.prices import Prices, PriceState, Tier
from catalog.domain.records import OfferingFacts, ProviderRecord

# Of which a price per token is what a customer pays; a free offer's 0 is a price.
PAID_PER_TOKEN = frozenset({PriceState.PRICED, PriceState.FREE})
LICENCE = "MIT"
ATTRIBUTION = "models.dev (https://models.dev)"


@dataclass(frozen=True, slots=True)
class BundleOffer:
    """One provider's offer of one model; `item` is what the API's /offers answers for it.

    Values are as corrected; `corrected` names the fields. `model` is MAKER/SLUG, `kind` one of
    `catalog.domain.kinds.ModelKind`.
    """

    provider: str
    provider_model_id: str
    model: str
    kind: str
    price_state: PriceState
    facts: OfferingFacts
    corrected: tuple[str, ...]
    item: Offer

    @property
    def is_paid_per_token(self) -> bool:
        """Whether both headline prices are known, and are what a request costs."""
        prices = self.facts.prices
        known = prices.input is not None and prices.output is not None
        return known and self.price_state in PAID_PER_TOKEN


@dataclass(frozen=True, slots=True)
class PricePeriod:
    """An offer's prices from one day until another (exclusive); None: still on the bundle's day."""

    provider: str
    provider_model_id: str
    name: str
    prices: Prices
    tiers: tuple[Tier, ...]
    valid_from: date
    valid_to: date | None

    @property
    def key(self) -> tuple[str, str]:
        return self.provider, self.provider_model_id


@dataclass(frozen=True, slots=True)
class DayCatalogue:
    """Everything on record for a day. Offers and periods are in order of provider and id.

    `payload` is the snapshot of models.dev as it came, `sha256` its digest, `day` its day.
    """

    day: date
    sha256: str
    payload: bytes
    providers: Mapping[str, ProviderRecord]
    offers: Sequence[BundleOffer]
    history: Sequence[PricePeriod]

    def by_provider(self) -> Iterator[tuple[ProviderRecord, list[BundleOffer]]]:
        """Yield each provider that has offers, with them."""
        for key, offers in groupby(self.offers, key=lambda offer: offer.provider):
            yield self.providers[key], list(offers)


def per_token(usd_per_million: Decimal) -> Decimal:
    """Return USD per token, exactly."""
    return usd_per_million.scaleb(-6)
