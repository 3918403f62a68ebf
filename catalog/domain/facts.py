"""From the channels of one canonical model to the facts that its page states. Pure.

The rules, in the order in which the page shows their results:

- representative channel: the maker's own; else the newest `last_updated`; then the one with the
  most facts filled in; then by provider id. Context, limits, flags and modalities are its; but
  where it is not the maker's own, what more than half of three or more channels state outvotes it.
- released: what the maker's own says; else the day that more than half of three or more channels
  state; else the earliest over all channels.
- knowledge: the representative's, else the most usual.
- recommended channel: the maker's own if its price is published; else the lowest blended price;
  then by provider id.
- conflicts: context window, release date (over 90 days apart) and knowledge cutoff, where
  channels disagree.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from catalog.domain.prices import Prices, PriceState
from catalog.domain.records import OfferingFacts
from catalog.identity.makers import maker_of_alias, slugify

DAYS_THAT_MAKE_A_RELEASE_CONFLICT = 90
FEWEST_THAT_OUTVOTE = 3
VOTED = (
    *("context", "max_input", "max_output", "tool_calling", "structured_output", "reasoning"),
    *("temperature", "attachment", "open_weights", "input_modalities", "output_modalities"),
)
SAID_OF_A_CHANNEL = re.compile(r" \((?:latest|free)\)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CandidateOffering:
    """One offering as the rules see it; `own_rank` counts the maker's own channels from 0."""

    provider: str
    provider_model_id: str
    facts: OfferingFacts
    price_state: PriceState
    own_rank: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.provider, self.provider_model_id


@dataclass(frozen=True, slots=True)
class Conflict:
    """One counted fact on which channels disagree, and the values that they report."""

    fact: str
    values: tuple[str, ...]
    span_days: int | None = None


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What a model's page states; `stated` is the representative's word, where not outvoted."""

    name: str
    family: str
    representative: CandidateOffering
    stated: OfferingFacts
    recommended: CandidateOffering | None
    released: str
    knowledge: str
    vision: bool | None
    audio: bool | None
    pdf: bool | None
    prompt_caching: bool | None
    provider_count: int
    channel_count: int
    conflicts: tuple[Conflict, ...] = field(default=())

    @property
    def prices(self) -> Prices:
        """The recommended channel's prices; nothing is published where there is none."""
        return self.recommended.facts.prices if self.recommended else Prices()


def model_facts(slug: str, channels: Sequence[CandidateOffering]) -> ModelFacts:
    """Derive a canonical model's facts from its channels, of which there is at least one."""
    representative = _representative(channels)
    recommended = _recommended(channels)
    stated = _stated(representative, channels)
    accepts = stated.input_modalities
    return ModelFacts(
        name=_name(slug, representative, channels),
        family=_family(representative, channels),
        representative=representative,
        stated=stated,
        recommended=recommended,
        released=_released(representative, [c.facts.released for c in channels]),
        knowledge=representative.facts.knowledge or _usual(c.facts.knowledge for c in channels),
        vision="image" in accepts if accepts else None,
        audio="audio" in accepts if accepts else None,
        pdf="pdf" in accepts if accepts else None,
        prompt_caching=_caches(channels),
        provider_count=len({c.provider for c in channels}),
        channel_count=len(channels),
        conflicts=tuple(_conflicts(channels)),
    )


def _representative(channels: Sequence[CandidateOffering]) -> CandidateOffering:
    own = [c for c in channels if c.own_rank is not None]
    best_own = [c for c in own if c.own_rank == min(o.own_rank or 0 for o in own)]
    # Of one provider's several channels, the plainest id is the model itself.
    by_name = sorted(
        best_own or channels, key=lambda c: (c.provider, len(c.provider_model_id), c.key)
    )
    return max(by_name, key=lambda c: (_whole(c.facts.last_updated), _filled(c.facts)))


def _stated(
    representative: CandidateOffering, channels: Sequence[CandidateOffering]
) -> OfferingFacts:
    if representative.own_rank is not None:
        return representative.facts
    voted = ((name, majority([getattr(c.facts, name) for c in channels])) for name in VOTED)
    return replace(
        representative.facts,
        **{name: value for name, value in voted if value not in (None, ())},
    )


Value = TypeVar("Value")


def majority(values: Sequence[Value]) -> Value | None:
    """Return what more than half of the values are, if there are enough of them to tell."""
    if len(values) < FEWEST_THAT_OUTVOTE:
        return None
    value, count = Counter(values).most_common(1)[0]
    return value if 2 * count > len(values) else None


def _recommended(channels: Sequence[CandidateOffering]) -> CandidateOffering | None:
    priced = [c for c in channels if c.price_state is PriceState.PRICED]
    own = [c for c in priced if c.own_rank is not None]
    first = min((c.own_rank or 0 for c in own), default=None)
    choice = [c for c in own if c.own_rank == first] or priced
    return min(choice, key=lambda c: (c.facts.prices.blended or 0, *c.key), default=None)


def _name(
    slug: str, representative: CandidateOffering, channels: Sequence[CandidateOffering]
) -> str:
    """Prefer a plain name: a reseller's may carry "(free)", "TEE" or a region."""
    stated = _plain(representative.facts.name)
    if representative.own_rank is not None:
        return stated
    names = (c.facts.name for c in channels if c.facts.name != c.provider_model_id)
    return _usual(name for name in names if slugify(name) == slug) or stated


def _family(representative: CandidateOffering, channels: Sequence[CandidateOffering]) -> str:
    """Take the maker's own word; resellers', who may name the repackager, by majority."""
    own = representative.facts.family if representative.own_rank is not None else ""
    return own or _usual(c.facts.family for c in channels)


def _plain(name: str) -> str:
    """Drop what a reseller put around the name: "OpenAI: GPT Chat Latest (free)"."""
    maker, _, rest = name.rpartition(": ")
    plain = rest if maker and maker_of_alias(slugify(maker)) else name
    return SAID_OF_A_CHANNEL.sub("", plain) or name


def _filled(facts: OfferingFacts) -> int:
    values = (getattr(facts, name) for name in OfferingFacts.__dataclass_fields__)
    return sum(value not in (None, "", (), Prices()) for value in values)


def _usual(values: Iterable[str]) -> str:
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-counted[value], value), default="")


def _released(representative: CandidateOffering, stated: Sequence[str]) -> str:
    own = representative.facts.released if representative.own_rank is not None else ""
    earliest = min(filter(None, stated), key=lambda day: (_whole(day), -len(day)), default="")
    return own or majority(stated) or earliest


def _whole(partial: str) -> str:
    """Complete a partial date to its first day, so that dates compare."""
    return partial + "0000-01-01"[len(partial) :]


def _caches(channels: Sequence[CandidateOffering]) -> bool | None:
    """Whether a channel publishes a price for cached tokens; silence is not a no."""
    return True if any(c.facts.prices.cache_read is not None for c in channels) else None


def _conflicts(channels: Sequence[CandidateOffering]) -> Iterable[Conflict]:
    contexts = {c.facts.context for c in channels if c.facts.context is not None}
    if len(contexts) > 1:
        yield Conflict("context_window", tuple(str(value) for value in sorted(contexts)))
    stated = {c.facts.released for c in channels if c.facts.released}
    releases = sorted(stated, key=lambda day: (_whole(day), day))
    if (
        releases
        and (span := _days_between(releases[0], releases[-1])) > DAYS_THAT_MAKE_A_RELEASE_CONFLICT
    ):
        yield Conflict("release_date", tuple(releases), span)
    cutoffs = sorted({c.facts.knowledge for c in channels if c.facts.knowledge})
    if len(cutoffs) > 1:
        yield Conflict("knowledge", tuple(cutoffs))


def _days_between(first: str, last: str) -> int:
    """Count the days; a date that no calendar has (31 February) counts as its month's first."""
    return (_calendar_day(last) - _calendar_day(first)).days


def _calendar_day(partial: str) -> date:
    whole = _whole(partial)
    try:
        return date.fromisoformat(whole)
    except ValueError:
        return date.fromisoformat(whole[:8] + "01")


def conflict_to_json(conflict: Conflict) -> dict[str, Any]:
    return {"fact": conflict.fact, "values": list(conflict.values), "span_days": conflict.span_days}
