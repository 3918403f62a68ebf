"""Cost of a usage at an offering's prices, itemised and exact. Pure.

Prices are USD per million tokens and costs are USD, all `Decimal`; nothing is rounded here.
Missing prices are filled in by the rules below, and each line names the rule that was applied:

- A context tier reprices the whole request once its prompt (input, cache reads and writes, audio
  input) exceeds the tier's size; of several tiers, the largest below the prompt applies.
- A component that the tier does not list keeps its base price, except reasoning: reasoning tokens
  are output tokens, so they never cost less than the tier's output.
- A component without any price is billed as the text component of the same direction.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from functools import reduce

from catalog.display.translation import gettext_noop as _
from catalog.domain.prices import COMPONENTS, Prices, Tier

# Raises instead of rounding. 200 digits hold any token count that a form accepts, times any price.
EXACT = Context(prec=200, traps=[Inexact, InvalidOperation, Overflow])
# A mean may have infinitely many decimals, so a division has to round somewhere: far below a cent.
AVERAGE = Context(prec=50)

AS_REPORTED = ""
BASE_PRICE = _("base price (not listed in the tier)")
TIER_OUTPUT_PRICE = _("billed as output (no reasoning price in the tier)")
POSSIBLE_SURCHARGE = _("as reported, but lower than input; may be added to the input price")

# The component whose price applies where a component has none, and the note that says so.
FALLBACKS = {
    "cache_read": ("input", _("billed as input (no cache read price reported)")),
    "cache_write": ("input", _("billed as input (no cache write price reported)")),
    "reasoning": ("output", _("billed as output (no reasoning price reported)")),
    "input_audio": ("input", _("billed as text input (no audio price reported)")),
    "output_audio": ("output", _("billed as text output (no audio price reported)")),
}


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request, and the number of such requests.

    The counts do not overlap: `input` excludes the text that is read from or written to the cache,
    `output` excludes reasoning. Raises ValueError on a negative count or fewer than one request.
    """

    requests: int = 1
    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0
    reasoning: int = 0
    input_audio: int = 0
    output_audio: int = 0

    def __post_init__(self) -> None:
        if self.requests < 1:
            raise ValueError("usage needs at least one request")
        if min(getattr(self, field.name) for field in fields(self)) < 0:
            raise ValueError("usage counts cannot be negative")

    @property
    def prompt(self) -> int:
        """Input tokens of one request, cached and audio included: what selects a context tier."""
        return self.input + self.cache_read + self.cache_write + self.input_audio

    @property
    def reply(self) -> int:
        """Output tokens of one request, reasoning and audio included: what output limits cap."""
        return self.output + self.reasoning + self.output_audio


@dataclass(frozen=True, slots=True)
class CostLine:
    """Cost of one component: its tokens, USD per million, USD, and the note on its price.

    `tier` is the size of the context tier that applied, in tokens; None at base prices.
    """

    component: str
    tokens: int
    price: Decimal
    cost: Decimal
    note: str = AS_REPORTED
    tier: int | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A cost in USD with its lines."""

    requests: int
    lines: tuple[CostLine, ...]
    total: Decimal

    @property
    def per_request(self) -> Decimal:
        """Mean cost of a request in USD; exact where all requests are the same size."""
        return AVERAGE.divide(self.total, self.requests)

    @property
    def tiers(self) -> tuple[int, ...]:
        """Sizes of the context tiers that applied, in tokens, smallest first."""
        return tuple(sorted({line.tier for line in self.lines if line.tier is not None}))

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Notes on the prices, without repeats, in the order of the lines."""
        return tuple(dict.fromkeys(line.note for line in self.lines if line.note))


def estimate(prices: Prices, tiers: Iterable[Tier], usage: Usage) -> Estimate | None:
    """Return the cost of the usage, or None where no price per token is published."""
    if not prices.published:
        return None
    tier = tier_for(tiers, usage.prompt)
    used = {name: usage.requests * getattr(usage, name) for name in COMPONENTS}
    lines = tuple(cost_line(name, used[name], prices, tier) for name in COMPONENTS if used[name])
    return Estimate(usage.requests, lines, sum_costs(lines))


def tier_for(tiers: Iterable[Tier], prompt: int) -> Tier | None:
    """Return the context tier of a prompt of that many tokens; None at base prices."""
    exceeded = (tier for tier in tiers if prompt > tier.above)
    return max(exceeded, key=lambda tier: tier.above, default=None)


def billed_price(component: str, prices: Prices, tier: Tier | None) -> tuple[Decimal, str]:
    """Return the USD per million tokens that a component is billed at, and the note on it.

    Raises LookupError if input or output, which have no fallback, has no price.
    """
    base: Decimal | None = getattr(prices, component)
    price = getattr(tier.prices, component) if tier else base
    if price is not None:
        return price, _surcharge_note(component, price, prices, tier)
    if base is None:
        fallback, note = FALLBACKS[component]
        return billed_price(fallback, prices, tier)[0], note
    if component == "reasoning":
        output = billed_price("output", prices, tier)[0]
        return (output, TIER_OUTPUT_PRICE) if output > base else (base, BASE_PRICE)
    return base, BASE_PRICE


def _surcharge_note(component: str, price: Decimal, prices: Prices, tier: Tier | None) -> str:
    """Return a note where a cache write costs less than input.

    Writing to a cache is never cheaper than plain input; some providers report the difference only.
    """
    if component == "cache_write" and price < billed_price("input", prices, tier)[0]:
        return POSSIBLE_SURCHARGE
    return AS_REPORTED


def cost_line(component: str, tokens: int, prices: Prices, tier: Tier | None) -> CostLine:
    """Return the cost of that many tokens of one component, at base prices or in a tier."""
    price, note = billed_price(component, prices, tier)
    cost = EXACT.scaleb(EXACT.multiply(price, tokens), -6)  # prices are per million tokens
    return CostLine(component, tokens, price, cost, note, tier.above if tier else None)


def sum_costs(lines: Iterable[CostLine]) -> Decimal:
    # Not sum(): it adds in the thread's decimal context, which rounds to 28 digits.
    return reduce(EXACT.add, (line.cost for line in lines), Decimal(0))
