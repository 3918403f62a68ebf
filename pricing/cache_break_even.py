"""Break-even point of prompt caching. Pure.

Of the requests that share a cached part, a share h (the hit rate) reads it and the others write
it. With caching, a token of that part costs h·read + (1 − h)·write; without, always `input`. They
are equal at h = (write − input) / (write − read).
"""

from decimal import Decimal

from catalog.domain.prices import COMPONENTS
from pricing.estimate import AVERAGE
from pricing.tariff import Tariff

NEVER = Decimal("Infinity")
INPUT, READ, WRITE = (COMPONENTS.index(name) for name in ("input", "cache_read", "cache_write"))


def cache_break_even(tariff: Tariff, prompt: int) -> Decimal | None:
    """Return the hit rate, as a share of one, above which caching costs less than not caching.

    0 means from the first read; NEVER that a read costs no less than input; None that no price for
    cache reads is published.
    """
    if tariff.prices.cache_read is None:
        return None
    billed = tariff.band_for(prompt).billed  # a context tier may move the break-even point
    if billed[READ] >= billed[INPUT]:
        return NEVER
    if billed[WRITE] <= billed[INPUT]:
        return Decimal(0)
    return AVERAGE.divide(billed[WRITE] - billed[INPUT], billed[WRITE] - billed[READ])
