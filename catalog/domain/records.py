"""Records of a payload, and their JSON form in a revision. Pure."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from catalog.domain.prices import COMPONENTS, Prices, Tier
from catalog.identity.canonicalise import Listing

NOT_REPORTED = Prices()

DEPRECATED = "deprecated"  # the status of what its provider means to end


@dataclass(frozen=True, slots=True)
class OfferingFacts:
    """Facts that one offering reports. None, "" and () are "not reported"."""

    name: str
    family: str = ""
    status: str = ""
    context: int | None = None
    max_input: int | None = None
    max_output: int | None = None
    tool_calling: bool | None = None
    structured_output: bool | None = None
    reasoning: bool | None = None
    temperature: bool | None = None
    attachment: bool | None = None
    open_weights: bool | None = None
    input_modalities: tuple[str, ...] = ()
    output_modalities: tuple[str, ...] = ()
    released: str = ""
    last_updated: str = ""
    knowledge: str = ""
    prices: Prices = NOT_REPORTED
    tiers: tuple[Tier, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProviderRecord:
    key: str
    name: str
    npm: str = ""
    env: tuple[str, ...] = ()
    doc_url: str = ""
    api_url: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfferingRecord:
    """An offering in one payload; equal fingerprints mean that the feed reports equal facts.

    `facts` are as corrected, if they are, and then `reported` are the feed's own. `corrected` holds
    both values of each corrected field, see `catalog.domain.corrections`.
    """

    provider: str
    provider_model_id: str
    facts: OfferingFacts
    upstream: str | None = None
    reported: OfferingFacts | None = None
    corrected: dict[str, Any] = field(default_factory=dict)
    fingerprint: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        # A frozen dataclass has no other way to set a derived field.
        object.__setattr__(self, "fingerprint", fingerprint(facts_to_json(self.stated)))

    @property
    def stated(self) -> OfferingFacts:
        """The facts as the feed itself reports them."""
        return self.facts if self.reported is None else self.reported

    @property
    def key(self) -> tuple[str, str]:
        return self.provider, self.provider_model_id

    @property
    def listing(self) -> Listing:
        """The input of canonicalisation: what the feed reports, so that no correction regroups."""
        stated = self.stated
        return Listing(
            provider=self.provider,
            provider_model_id=self.provider_model_id,
            name=stated.name,
            family=stated.family or None,
            upstream=self.upstream,
            released=stated.released,
            prices=(stated.prices.input, stated.prices.output),
            limits=(stated.context, stated.max_output),
            reasoning=stated.reasoning,
        )


def facts_to_json(facts: OfferingFacts) -> dict[str, Any]:
    """Return the facts as a revision stores them: only reported ones, prices as text."""
    stored = {}
    for name, to_json in _TO_JSON.items():
        value = getattr(facts, name)
        if to_json:
            value = to_json(value)
        # False is a report; None, "" and empty lists are none.
        if value or value is False:
            stored[name] = value
    return stored


def facts_from_json(stored: dict[str, Any]) -> OfferingFacts:
    """Return the facts that `facts_to_json` stored."""
    read = dict(stored)
    for name in ("input_modalities", "output_modalities"):
        read[name] = tuple(stored.get(name, ()))
    read["prices"] = prices_from_json(stored.get("prices", {}))
    read["tiers"] = tiers_from_json(stored.get("tiers", []))
    return OfferingFacts(**read)


def prices_to_json(prices: Prices) -> dict[str, str]:
    stated = ((name, getattr(prices, name)) for name in COMPONENTS)
    return {name: str(price) for name, price in stated if price is not None}


def prices_from_json(stored: dict[str, str]) -> Prices:
    return Prices(**{name: Decimal(price) for name, price in stored.items()})


def tiers_to_json(tiers: tuple[Tier, ...]) -> list[dict[str, Any]]:
    return [{"above": tier.above, "prices": prices_to_json(tier.prices)} for tier in tiers]


def tiers_from_json(stored: list[dict[str, Any]]) -> tuple[Tier, ...]:
    return tuple(Tier(item["above"], prices_from_json(item["prices"])) for item in stored)


_TO_JSON: dict[str, Callable[[Any], Any] | None] = {
    **dict.fromkeys(OfferingFacts.__dataclass_fields__),
    "input_modalities": list,
    "output_modalities": list,
    "prices": prices_to_json,
    "tiers": tiers_to_json,
}
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(stored: dict[str, Any]) -> str:
    """Return a digest (SHA-1, 40 hex digits) of the stored facts."""
    text = _ENCODER.encode(stored).encode()
    return hashlib.sha1(text, usedforsecurity=False).hexdigest()
