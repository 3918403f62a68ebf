"""What an offering charges: its price components, its tiers and its price state. Pure.

Every price is in USD per million tokens, as `Decimal`. `None` is "not reported": it is
never zero, and zero is never "free" unless the offering itself says so.
"""

import re
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum

SAYS_FREE = re.compile(r"(?:^|[:/_-])free$", re.IGNORECASE)
SELLS_A_PLAN = re.compile(r"-plan(?:-|$)")

# A mix of no more than this is zero in the nine decimals that a blended price is kept in.
NEXT_TO_NOTHING = Decimal("2e-9")

# Sold by subscription, though the provider's id does not say so: no token price is a plan here.
PLAN_PROVIDERS = frozenset(
    {"firepass", "github-copilot", "gitlab", "kimi-for-coding", "ollama-cloud"}
)


class PriceState(StrEnum):
    PRICED = "priced"
    FREE = "free"
    PLAN = "plan"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Prices:
    """USD per million tokens of each kind; None where the provider reports nothing."""

    input: Decimal | None = None
    output: Decimal | None = None
    cache_read: Decimal | None = None
    cache_write: Decimal | None = None
    reasoning: Decimal | None = None
    input_audio: Decimal | None = None
    output_audio: Decimal | None = None

    @property
    def published(self) -> bool:
        """Whether both headline prices are stated and not both zero, or as good as that."""
        if self.input is None or self.output is None:
            return False
        return 3 * self.input + self.output > NEXT_TO_NOTHING

    @property
    def blended(self) -> Decimal | None:
        """Three parts input to one part output, the usual headline mix; None if unpublished."""
        if self.input is None or self.output is None or not self.published:
            return None
        return (3 * self.input + self.output) / 4


@dataclass(frozen=True, slots=True)
class Tier:
    """Prices for the whole request once its prompt exceeds `above` tokens."""

    above: int
    prices: Prices


COMPONENTS = tuple(field.name for field in fields(Prices))


def price_state(prices: Prices, *, provider: str, provider_model_id: str) -> PriceState:
    """Return how this offering is paid for, as far as its provider says."""
    if SELLS_A_PLAN.search(provider):
        return PriceState.PLAN
    if prices.published:
        return PriceState.PRICED
    if prices.input == prices.output == 0 and SAYS_FREE.search(provider_model_id):
        return PriceState.FREE
    return PriceState.PLAN if provider in PLAN_PROVIDERS else PriceState.UNKNOWN
