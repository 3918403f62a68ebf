"""The effective price: what a workload pays per million tokens at an offer. Pure.

effective price = cost of the tokens / number of the tokens × 1,000,000

Cost and tokens are those of an estimate, so the price contains cache reads and writes, context
tiers, reasoning and the assumptions that the estimate names. The FinOps Foundation calls a cost
after rates and discounts divided by the quantity the effective unit price (FOCUS specification,
"EffectiveCost" and "ConsumedQuantity"). Fees beside tokens are in no cost, and so in no price.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pricing.estimate import AVERAGE, CostLine, Estimate, sum_costs

PROMPT = frozenset({"input", "cache_read", "cache_write", "input_audio"})
MILLION_DIGITS = 6


@dataclass(frozen=True, slots=True)
class EffectivePrice:
    """USD per million tokens: of all tokens, of prompts, and of replies; None without such tokens.

    Replies include reasoning.
    """

    overall: Decimal | None
    prompt: Decimal | None
    reply: Decimal | None


def effective_price(cost: Estimate) -> EffectivePrice:
    """Return what the tokens of an estimate cost per million."""
    return EffectivePrice(
        _per_million(cost.lines),
        _per_million(line for line in cost.lines if line.component in PROMPT),
        _per_million(line for line in cost.lines if line.component not in PROMPT),
    )


def _per_million(lines: Iterable[CostLine]) -> Decimal | None:
    several = tuple(lines)
    tokens = sum(line.tokens for line in several)
    if not tokens:
        return None
    return AVERAGE.divide(AVERAGE.scaleb(sum_costs(several), MILLION_DIGITS), tokens)
