"""What a provider charges for a region, over its own offer of the same model without one. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from catalog.domain.prices import Prices
from catalog.domain.regions import StatedRegion

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class SoldOffer:
    """A priced offer; `model` tells versions apart, `region` is None where none is stated."""

    provider: str
    model: str
    provider_model_id: str
    region: StatedRegion | None
    prices: Prices


@dataclass(frozen=True, slots=True)
class Surcharge:
    """Change of the input and the output price in percent; negative where the region is cheaper."""

    input: Decimal
    output: Decimal


def surcharges(offers: Mapping[Key, SoldOffer]) -> dict[Key, Surcharge]:
    """Return what the offers with a region cost more, by key; those at the same price are left out.

    The offer without a region is the one with the same ID but for the region. A provider that has
    several others at different prices has no single base to compare with.
    """
    bases: defaultdict[tuple[str, str], list[SoldOffer]] = defaultdict(list)
    for offer in offers.values():
        if offer.region is None:
            bases[offer.provider, offer.model].append(offer)
    found = {}
    for key, offer in offers.items():
        base = _base(offer, bases.get((offer.provider, offer.model), []))
        if base and (surcharge := _difference(offer.prices, base.prices)):
            found[key] = surcharge
    return found


def _base(offer: SoldOffer, bases: list[SoldOffer]) -> SoldOffer | None:
    if offer.region is None:
        return None
    plain_id = offer.provider_model_id.replace(offer.region.evidence, "", 1)
    named = [base for base in bases if base.provider_model_id == plain_id]
    prices = {(base.prices.input, base.prices.output) for base in named or bases}
    return (named or bases)[0] if len(prices) == 1 else None


def _difference(regional: Prices, base: Prices) -> Surcharge | None:
    """Return the surcharge; None without both prices of both, or where nothing differs."""
    if not (base.input and base.output) or regional.input is None or regional.output is None:
        return None
    own, plain = (regional.input, regional.output), (base.input, base.output)
    if own == plain:
        return None
    changes = [100 * (price - was) / was for price, was in zip(own, plain, strict=True)]
    return Surcharge(*changes)
