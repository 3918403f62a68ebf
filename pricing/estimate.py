"""What a use of a model costs at an offering's prices, line by line and exactly. Pure.

Prices are USD per million tokens and costs are USD, all `Decimal`; nothing is rounded here.
What the provider leaves out is priced by the rules below, and each line says which rule it was:

- A context tier reprices the whole request once its prompt (input, cache reads and writes, audio
  in) is larger than the tier's size; of several, the largest below the prompt wins.
- A component that the tier leaves out keeps its base price, except reasoning: it is output by
  another name, so it never costs less there than the tier's output.
- A component that has no price at all is billed as its text twin of the same direction.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from functools import reduce

from catalog.domain.prices import COMPONENTS, Prices, Tier


def _(text: str) -> str:
    """Mark text for extraction; it is translated where it is shown."""
    return text


# Raises where a cost could only be approximate: 200 digits hold any token count that a form takes.
EXACT = Context(prec=200, traps=[Inexact, InvalidOperation, Overflow])
AVERAGE = Context(prec=50)

AS_REPORTED = ""
KEPT = _("base price: the tier does not list one")
RAISED = _("billed as output: the tier does not list a reasoning price")
SURCHARGE = _("as reported, though below input: it may be charged on top of input")

# What an unpriced component is billed as, and the words for it.
TWINS = {
    "cache_read": ("input", _("billed as input: no cache read price reported")),
    "cache_write": ("input", _("billed as input: no cache write price reported")),
    "reasoning": ("output", _("billed as output: no reasoning price reported")),
    "input_audio": ("input", _("billed as text input: no audio price reported")),
    "output_audio": ("output", _("billed as text output: no audio price reported")),
}


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request, and how many such requests.

    Each token is counted once: `input` is the text of the prompt that is neither read from nor
    written to the cache, `output` the text of the answer without its reasoning.
    Raises ValueError on a negative count or on less than one request.
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
        """Tokens that go in with one request: what a context tier is measured by."""
        return self.input + self.cache_read + self.cache_write + self.input_audio

    @property
    def reply(self) -> int:
        """Tokens that come out of one request: what an output limit is measured by."""
        return self.output + self.reasoning + self.output_audio


@dataclass(frozen=True, slots=True)
class CostLine:
    """One component of a cost: all its tokens, USD per million, USD, and how it was priced."""

    component: str
    tokens: int
    price: Decimal
    cost: Decimal
    note: str = AS_REPORTED
    tier: int | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A cost in USD with the lines that make it up; every `tier` is that of one of its lines."""

    requests: int
    lines: tuple[CostLine, ...]
    total: Decimal

    @property
    def per_request(self) -> Decimal:
        """Mean cost of a request in USD; exact where all requests are alike."""
        return AVERAGE.divide(self.total, self.requests)

    @property
    def tiers(self) -> tuple[int, ...]:
        """Prompt sizes of the context tiers that applied, smallest first."""
        return tuple(sorted({line.tier for line in self.lines if line.tier is not None}))

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was assumed in place of a price that is not reported, each once."""
        return tuple(dict.fromkeys(line.note for line in self.lines if line.note))


def estimate(prices: Prices, tiers: Iterable[Tier], usage: Usage) -> Estimate | None:
    """Return what the usage costs, or None where no price per token is published."""
    if not prices.published:
        return None
    tier = tier_for(tiers, usage.prompt)
    used = {name: usage.requests * getattr(usage, name) for name in COMPONENTS}
    lines = tuple(line_of(name, used[name], prices, tier) for name in COMPONENTS if used[name])
    return Estimate(usage.requests, lines, total_of(lines))


def tier_for(tiers: Iterable[Tier], prompt: int) -> Tier | None:
    """Return the tier that a prompt of so many tokens falls in; None for the base prices."""
    exceeded = (tier for tier in tiers if prompt > tier.above)
    return max(exceeded, key=lambda tier: tier.above, default=None)


def price_of(component: str, prices: Prices, tier: Tier | None) -> tuple[Decimal, str]:
    """Return USD per million tokens that a component is billed at, and the note that it needs.

    Raises LookupError if input or output, which have no twin, has no price.
    """
    base: Decimal | None = getattr(prices, component)
    price = getattr(tier.prices, component) if tier else base
    if price is not None:
        return price, _doubt(component, price, prices, tier)
    if base is None:
        twin, note = TWINS[component]
        return price_of(twin, prices, tier)[0], note
    if component == "reasoning":
        output = price_of("output", prices, tier)[0]
        return (output, RAISED) if output > base else (base, KEPT)
    return base, KEPT


def _doubt(component: str, price: Decimal, prices: Prices, tier: Tier | None) -> str:
    """Return a caution where a cache write costs less than the input that it writes."""
    if component == "cache_write" and price < price_of("input", prices, tier)[0]:
        return SURCHARGE
    return AS_REPORTED


def line_of(component: str, tokens: int, prices: Prices, tier: Tier | None) -> CostLine:
    """Return what so many tokens of one component cost, at the base prices or in a tier."""
    price, note = price_of(component, prices, tier)
    cost = EXACT.scaleb(EXACT.multiply(price, tokens), -6)
    return CostLine(component, tokens, price, cost, note, tier.above if tier else None)


def total_of(lines: Iterable[CostLine]) -> Decimal:
    return reduce(EXACT.add, (line.cost for line in lines), Decimal(0))
