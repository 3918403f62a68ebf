"""Derive the facts of a canonical model from its offerings. Pure.

The rules, in the order in which the model page shows their results:

- representative offering: the maker's own; else, of those without a doubtful price if there are
  any, the newest `last_updated`; then the most facts reported; then by provider id. Context,
  limits, flags and modalities are its, or those of a majority: `catalog.domain.reports`.
- released: as the maker's own reports it; else the day that more than half of three or more
  offerings, silent ones included, report; else the earliest of all.
- knowledge: the representative's, else the most common.
- recommended offering: the maker's own if its price is published; else the lowest blended price;
  then by provider id. A doubtful price (`price_doubts`) counts as not published.
- conflicts: context window, release date (over 90 days apart) and knowledge cutoff, where
  offerings disagree.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from catalog.domain.price_doubts import DoubtfulPrice
from catalog.domain.prices import Prices, PriceState
from catalog.domain.records import OfferingFacts
from catalog.domain.reports import (
    ACCEPTED,
    SILENT,
    Reports,
    Statement,
    count_reports,
    decide,
    majority,
)
from catalog.identity.makers import maker_of_alias, slugify
from catalog.identity.model_ids import decoded_id

RELEASE_CONFLICT_DAYS = 90
RELEASE_QUORUM = 3
VOTED = (
    *("context", "max_input", "max_output", "tool_calling", "structured_output", "reasoning"),
    *("temperature", "attachment", "open_weights", "input_modalities", "output_modalities"),
)
OFFER_SUFFIX = re.compile(r" \((?:latest|free)\)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CandidateOffering:
    """The input of the rules; `own_rank` is the rank among the maker's own providers, from 0."""

    provider: str
    provider_model_id: str
    facts: OfferingFacts
    price_state: PriceState
    own_rank: int | None = None
    price_doubt: DoubtfulPrice | None = None

    @property
    def comparable(self) -> bool:
        """Whether the offering has a published price that is not doubtful."""
        return self.price_state is PriceState.PRICED and self.price_doubt is None

    @property
    def key(self) -> tuple[str, str]:
        return self.provider, self.provider_model_id


@dataclass(frozen=True, slots=True)
class Conflict:
    """A fact on which offerings disagree, and the values that they report."""

    fact: str
    values: tuple[str, ...]
    span_days: int | None = None


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """A model's facts; `stated` are the representative's, where no majority replaced them.

    `reports` counts what the offerings report of each fact, by its name.
    """

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
    reports: Mapping[str, Reports]
    conflicts: tuple[Conflict, ...] = field(default=())

    @property
    def prices(self) -> Prices:
        """The recommended offering's prices; empty without one."""
        return self.recommended.facts.prices if self.recommended else Prices()


def model_facts(slug: str, offerings: Sequence[CandidateOffering]) -> ModelFacts:
    """Derive a canonical model's facts from its offerings, at least one."""
    representative = _representative(offerings)
    recommended = _recommended(offerings)
    stated = _stated(representative, offerings)
    return ModelFacts(
        name=_name(slug, representative, offerings),
        family=_family(representative, offerings),
        representative=representative,
        stated=stated,
        recommended=recommended,
        released=_released(representative, [c.facts.released for c in offerings]),
        knowledge=representative.facts.knowledge
        or _most_common(c.facts.knowledge for c in offerings),
        **accepted(stated.input_modalities),
        prompt_caching=_caches(offerings),
        provider_count=len({c.provider for c in offerings}),
        channel_count=len(offerings),
        reports=count_reports(c.facts for c in offerings),
        conflicts=tuple(_conflicts(offerings)),
    )


def accepted(modalities: Sequence[str]) -> dict[str, bool | None]:
    """Return whether a model accepts images, audio and PDF; None where nothing is reported."""
    return {key: name in modalities if modalities else None for key, name in ACCEPTED.items()}


def _representative(offerings: Sequence[CandidateOffering]) -> CandidateOffering:
    # A price that is likely wrong says that the rest may be, too.
    offerings = [c for c in offerings if c.own_rank is not None or not c.price_doubt] or offerings
    own = [c for c in offerings if c.own_rank is not None]
    best_own = [c for c in own if c.own_rank == min(o.own_rank or 0 for o in own)]
    # Of several offerings of one provider, the shortest id is the model without a variant.
    by_name = sorted(
        best_own or offerings, key=lambda c: (c.provider, len(c.provider_model_id), c.key)
    )
    # max() returns the first of equals, so the order above breaks ties.
    return max(by_name, key=lambda c: (_first_day(c.facts.last_updated), _reported_count(c.facts)))


def _stated(
    representative: CandidateOffering, offerings: Sequence[CandidateOffering]
) -> OfferingFacts:
    own = representative.own_rank is not None
    decided = (
        (
            name,
            decide(Statement(getattr(representative.facts, name), own, _reported(name, offerings))),
        )
        for name in VOTED
    )
    return replace(
        representative.facts, **{name: value for name, value in decided if value is not None}
    )


def _reported(name: str, offerings: Iterable[CandidateOffering]) -> list[Any]:
    values = (getattr(c.facts, name) for c in offerings)
    return [value for value in values if value not in SILENT]


def _recommended(offerings: Sequence[CandidateOffering]) -> CandidateOffering | None:
    priced = [c for c in offerings if c.comparable]
    own = [c for c in priced if c.own_rank is not None]
    first = min((c.own_rank or 0 for c in own), default=None)
    choice = [c for c in own if c.own_rank == first] or priced
    return min(choice, key=lambda c: (c.facts.prices.blended or 0, *c.key), default=None)


def _name(
    slug: str, representative: CandidateOffering, offerings: Sequence[CandidateOffering]
) -> str:
    """Prefer the plain name: a reseller's may contain "(free)", "TEE" or a region."""
    stated = _plain(representative.facts.name)
    if representative.own_rank is not None:
        return stated
    names = (c.facts.name for c in offerings if c.facts.name != decoded_id(c.provider_model_id))
    return _most_common(name for name in names if slugify(name) == slug) or stated


def _family(representative: CandidateOffering, offerings: Sequence[CandidateOffering]) -> str:
    """Return the maker's own family, else the most common: a reseller may name the repackager."""
    own = representative.facts.family if representative.own_rank is not None else ""
    return own or _most_common(c.facts.family for c in offerings)


def _plain(name: str) -> str:
    """Strip a reseller's additions to a name: "OpenAI: GPT Chat Latest (free)"."""
    maker, _, rest = name.rpartition(": ")
    plain = rest if maker and maker_of_alias(slugify(maker)) else name
    return OFFER_SUFFIX.sub("", plain) or name


def _reported_count(facts: OfferingFacts) -> int:
    values = (getattr(facts, name) for name in OfferingFacts.__dataclass_fields__)
    return sum(value not in (None, "", (), Prices()) for value in values)


def _most_common(values: Iterable[str]) -> str:
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-counted[value], value), default="")


def _released(representative: CandidateOffering, stated: Sequence[str]) -> str:
    own = representative.facts.released if representative.own_rank is not None else ""
    # Of equal days the more exact date: 2024-01-01 before 2024.
    earliest = min(filter(None, stated), key=lambda day: (_first_day(day), -len(day)), default="")
    # Here silence counts: one of few dates that resellers report is no better than the earliest.
    voted = majority(stated) if len(stated) >= RELEASE_QUORUM else ""
    return own or voted or earliest


def _first_day(partial: str) -> str:
    """Complete a partial date to its first day, so that dates compare as text."""
    return partial + "0000-01-01"[len(partial) :]


def _caches(offerings: Sequence[CandidateOffering]) -> bool | None:
    """Return True if an offering has a cache read price; None, not False, if none reports one."""
    return True if any(c.facts.prices.cache_read is not None for c in offerings) else None


def _conflicts(offerings: Sequence[CandidateOffering]) -> Iterable[Conflict]:
    contexts = {c.facts.context for c in offerings if c.facts.context is not None}
    if len(contexts) > 1:
        yield Conflict("context_window", tuple(str(value) for value in sorted(contexts)))
    stated = {c.facts.released for c in offerings if c.facts.released}
    releases = sorted(stated, key=lambda day: (_first_day(day), day))
    if releases and (span := _days_between(releases[0], releases[-1])) > RELEASE_CONFLICT_DAYS:
        yield Conflict("release_date", tuple(releases), span)
    cutoffs = sorted({c.facts.knowledge for c in offerings if c.facts.knowledge})
    if len(cutoffs) > 1:
        yield Conflict("knowledge", tuple(cutoffs))


def _days_between(first: str, last: str) -> int:
    """Return the days between; an invalid date (31 February) counts as its month's first."""
    return (_calendar_day(last) - _calendar_day(first)).days


def _calendar_day(partial: str) -> date:
    whole = _first_day(partial)
    try:
        return date.fromisoformat(whole)
    except ValueError:
        return date.fromisoformat(whole[:8] + "01")


def conflict_to_json(conflict: Conflict) -> dict[str, Any]:
    return {"fact": conflict.fact, "values": list(conflict.values), "span_days": conflict.span_days}
