"""Whether an offer can run a workload, and the reason if it cannot. Pure.

An offer is excluded for the first reason that applies, in the order of EXCLUSION_REASONS. A limit
that is not reported excludes nothing; a required capability that is not reported does, under a
reason of its own.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from catalog.display.translation import gettext_noop as _
from catalog.domain.modes import Mode
from catalog.domain.prices import COMPONENTS, PriceState
from pricing.load import Load

# Capabilities that a visitor can require: their keys in URLs, in the order of the form.
CAPABILITY_KEYS = (
    *("tool-calling", "structured-output", "reasoning", "vision", "audio", "pdf"),
    *("audio-output", "open-weights", "prompt-caching"),
)
# Capabilities that a load requires by using tokens of a kind, given as an index of COMPONENTS.
IMPLIED_BY_TOKENS = {
    "reasoning": COMPONENTS.index("reasoning"),
    "audio": COMPONENTS.index("input_audio"),
    "audio-output": COMPONENTS.index("output_audio"),
    "text": COMPONENTS.index("input"),
    "text-output": COMPONENTS.index("output"),
}
# A set of capabilities is one integer, so that an offer is checked with a single AND.
BITS = {
    name: 1 << place
    for place, name in enumerate(dict.fromkeys((*CAPABILITY_KEYS, *IMPLIED_BY_TOKENS)))
}
TEXT = BITS["text"] | BITS["text-output"]

ELIGIBLE = ""
# The sentence that is shown for each reason.
EXCLUSION_REASONS = {
    "free": _("listed as free, so there’s no price to rank"),
    "plan": _("billed by subscription, not per token"),
    "unknown": _("no token price published"),
    "text": _("no text input or no text output (embedding, image and speech models)"),
    "context": _("context window too small"),
    "input": _("prompt exceeds the maximum input"),
    "output": _("response exceeds the maximum output"),
    "unsupported": _("lacks a required capability"),
    "not-reported": _("required capability not reported"),
    "mode": _("no price reported in this mode"),
    "mode-prompt": _("no price reported in this mode for prompts this long"),
    "deprecated": _("deprecated by the provider"),
}
# Decided for each offer, not by its profile: unless a reader asks for them, they compete with none.
DEPRECATED = "deprecated"
NO_MODE = "mode"  # decided for each offer, too
CAPABILITY_REASONS = ("unsupported", "not-reported")


class OfferProfile(NamedTuple):
    """Everything that decides whether an offer is eligible; many offers share one profile.

    Limits are in tokens, None where not reported. `supported` and `unsupported` are sums of BITS; a
    capability in neither is not reported.
    """

    state: str
    priced: bool
    context: int | None
    max_input: int | None
    max_output: int | None
    supported: int
    unsupported: int
    longest_priced: int | None = None  # the longest prompt that has a price


class CalculatorOffer(NamedTuple):
    """One offering as the calculator ranks it."""

    provider: str
    provider_name: str
    provider_model_id: str
    model: str
    model_name: str
    maker: str
    maker_name: str
    status: str
    profile: int  # index of its profile in the offer table
    tariff: int  # index of its tariff in the offer table; -1 where no price is published
    # Why the price is doubtful, "" if it is not, and the median that it was compared with.
    price_doubt: str = ""
    price_median: Decimal | None = None
    # What the offer charges for beside tokens, as `catalog.domain.other_fees` names it.
    other_fees: tuple[str, ...] = ()
    modes: tuple[Mode, ...] = ()

    @property
    def slug(self) -> str:
        """The model's slug: its path without the maker."""
        return self.model.partition("/")[2]


def required_bits(names: Iterable[str], load: Load) -> int:
    """Return the sum of BITS of the named capabilities and of those that the load implies."""
    implied = (name for name, index in IMPLIED_BY_TOKENS.items() if load.tokens[index])
    return sum(BITS[name] for name in {*names, *implied})


def exclusion_reason(profile: OfferProfile, load: Load, required: int) -> str:
    """Return the key of the first reason that excludes such an offer, or ELIGIBLE."""
    if not profile.priced:
        # Stored as priced, yet without a usable price: shown as having none.
        return profile.state if profile.state != PriceState.PRICED else PriceState.UNKNOWN
    missing = required & ~profile.supported
    if missing & TEXT:
        return "text"
    if limit := _exceeded_limit(profile, load):
        return limit
    if missing:
        return "unsupported" if missing & profile.unsupported else "not-reported"
    return ELIGIBLE


def _exceeded_limit(profile: OfferProfile, load: Load) -> str:
    """Return the key of the first reported limit that the load exceeds, or ELIGIBLE."""
    if profile.context is not None and load.largest_request > profile.context:
        return "context"
    if profile.max_input is not None and load.largest_prompt > profile.max_input:
        return "input"
    if profile.longest_priced is not None and load.largest_prompt > profile.longest_priced:
        return "mode-prompt"
    if profile.max_output is not None and load.largest_reply > profile.max_output:
        return "output"
    return ELIGIBLE
