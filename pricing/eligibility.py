"""Whether a channel can carry a workload, and if not, why not. Pure.

Every channel is counted under the first reason that stands against it, in the order below. A
limit that is not reported is not held against a channel; a capability that is asked for and not
reported is, under a reason of its own.
"""

from collections.abc import Iterable
from typing import NamedTuple

from catalog.domain.prices import PriceState
from pricing.load import Load


def _(text: str) -> str:
    """Mark text for extraction; it is translated where it is shown."""
    return text


# What may be asked of a channel: the words in the address, in the order of the form.
ABILITIES = (
    *("tool-calling", "structured-output", "reasoning", "vision", "audio", "pdf"),
    *("audio-output", "open-weights", "prompt-caching"),
)
# What a load calls for by itself: the kinds of its tokens, as places among COMPONENTS.
CALLED_FOR = {"reasoning": 4, "audio": 5, "audio-output": 6, "text": 0, "text-output": 1}
BIT = {name: 1 << place for place, name in enumerate(dict.fromkeys((*ABILITIES, *CALLED_FOR)))}
TEXT = BIT["text"] | BIT["text-output"]

FITS = ""
# The reasons, and the sentence for each.
REASONS = {
    "free": _("listed as free: there is no price to rank by"),
    "plan": _("billed by subscription, not by token"),
    "unknown": _("no price per token is published"),
    "text": _("does not read text, or sells no written answers: embeddings, images, speech"),
    "context": _("the context window is too small"),
    "input": _("the prompt is larger than the maximum input"),
    "output": _("the answer is longer than the maximum output"),
    "cannot": _("reported not to do what is needed"),
    "silent": _("not reported to do what is needed"),
}
WANTING = ("cannot", "silent")


class OfferProfile(NamedTuple):
    """What decides whether a channel fits; many channels share one. The sums are of BIT."""

    state: str
    priced: bool
    context: int | None
    max_input: int | None
    max_output: int | None
    can: int
    cannot: int


class CalculatorOffer(NamedTuple):
    """One offering, with all that ranking looks at."""

    provider: str
    provider_name: str
    provider_model_id: str
    model: str
    model_name: str
    maker: str
    maker_name: str
    status: str
    profile: int  # its place among the profiles of the market
    tariff: int  # its place among the tariffs of the market; -1 where no price is published


def requirements(names: Iterable[str], load: Load) -> int:
    """Return the sum of what is asked for and of what the load itself calls for."""
    called_for = (name for name, place in CALLED_FOR.items() if load.tokens[place])
    return sum(BIT[name] for name in {*names, *called_for})


def exclusion_reason(profile: OfferProfile, load: Load, needs: int) -> str:
    """Return the first reason why such a channel cannot carry the load, or FITS."""
    if not profile.priced:
        return profile.state if profile.state != PriceState.PRICED else PriceState.UNKNOWN
    missing = needs & ~profile.can
    if missing & TEXT:
        return "text"
    if limit := _exceeded(profile, load):
        return limit
    if missing:
        return "cannot" if missing & profile.cannot else "silent"
    return FITS


def _exceeded(profile: OfferProfile, load: Load) -> str:
    """Return the first reported limit that the load is too large for, or FITS."""
    if profile.context is not None and load.largest_request > profile.context:
        return "context"
    if profile.max_input is not None and load.largest_prompt > profile.max_input:
        return "input"
    if profile.max_output is not None and load.largest_reply > profile.max_output:
        return "output"
    return FITS
