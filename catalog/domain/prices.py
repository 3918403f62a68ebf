"""Prices of an offering: components, context tiers and price state. Pure.

Every price is in USD per million tokens, as `Decimal`. `None` is "not reported": it is
never zero, and zero is "free" only if the offering's id says so.
"""

import re
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum

SAYS_FREE = re.compile(r"(?:^|[:/_-])free$", re.IGNORECASE)
SELLS_A_PLAN = re.compile(r"-plan(?:-|$)")

# Three times input plus output up to this rounds to zero in the nine decimals of a blended price.
NEGLIGIBLE = Decimal("2e-9")

# Providers that sell subscriptions without `-plan` in their id: an unpriced offering is a plan.
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
        """Whether both headline prices are reported and more than negligible."""
        if self.input is None or self.output is None:
            return False
        return 3 * self.input + self.output > NEGLIGIBLE

    @property
    def blended(self) -> Decimal | None:
        """The weighted mean of 3 parts input and 1 part output, USD per 1M; None if unpublished."""
        if self.input is None or self.output is None or not self.published:
            return None
        return (3 * self.input + self.output) / 4


@dataclass(frozen=True, slots=True)
class Tier:
    """Prices of the whole request if its prompt exceeds `above` tokens."""

    above: int
    prices: Prices


COMPONENTS = tuple(field.name for field in fields(Prices))


def price_state(
    prices: Prices, *, provider: str, provider_model_id: str, sells_plan: bool | None = None
) -> PriceState:
    """Return how an offering is paid for.

    `sells_plan` is what an editor says of the provider, in place of the list and of its id.
    """
    # First: a subscription may list token prices, which its customers do not pay.
    if SELLS_A_PLAN.search(provider) and sells_plan is not False:
        return PriceState.PLAN
    if prices.published:
        return PriceState.PRICED
    if prices.input == prices.output == 0 and SAYS_FREE.search(provider_model_id):
        return PriceState.FREE
    sold_by_plan = provider in PLAN_PROVIDERS if sells_plan is None else sells_plan
    return PriceState.PLAN if sold_by_plan else PriceState.UNKNOWN
