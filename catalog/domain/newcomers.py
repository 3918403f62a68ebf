"""Prices of providers that are new: extremes wait until the others' prices support them. Pure.

A feed that lies may add a provider that undercuts every other one by less than the factor from
which any price is doubtful (`price_doubts`). A price that an established provider comes near is not
extreme, whoever states it; and after NEW_FOR, or once an operator trusts it, a provider is one of
the others.
"""

from collections import defaultdict
from collections.abc import Container, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from catalog.domain.price_doubts import DoubtfulPrice, PriceDoubt

NEW_FOR = timedelta(days=7)
# The lowest price of the others over that of a new provider, from which one price is held; and the
# same from which a price is held if most of that provider's are like it. Of 151 new providers in
# 13 months none undercut most of as many models.
TIMES = 3
UNDERCUT = Decimal("1.25")
MANY = 20

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Asked:
    """The blended price of an offer that is not doubtful otherwise, in USD per 1M tokens."""

    provider: str
    blended: Decimal


def new_providers(
    first_seen: Mapping[str, date], day: date, trusted: Container[str] = frozenset()
) -> frozenset[str]:
    """Return which providers are new on a day; those of the first day on record are not."""
    if not first_seen:
        return frozenset()
    first = min(first_seen.values())
    return frozenset(
        key
        for key, seen in first_seen.items()
        if seen != first and day - NEW_FOR < seen <= day and key not in trusted
    )


def newcomer_doubts(
    models: Iterable[Mapping[Key, Asked]],
    new: Container[str],
    undercutting: Container[str] = frozenset(),
) -> dict[Key, DoubtfulPrice]:
    """Return the extreme prices of new providers by the keys of their offers.

    `models` hold the offers of each model; where they are not all, `undercutting` are the providers
    that are known to be far below all others for most models.
    """
    compared = list(_compared(models, new))
    below: defaultdict[str, int] = defaultdict(int)
    several: defaultdict[str, int] = defaultdict(int)
    for _key, asked, lowest in compared:
        several[asked.provider] += 1
        below[asked.provider] += asked.blended * UNDERCUT < lowest
    # A provider that is far below all others for most models is no bargain at any of them.
    least = {
        provider: UNDERCUT
        if provider in undercutting or (count >= MANY and 2 * below[provider] > count)
        else TIMES
        for provider, count in several.items()
    }
    return {
        key: DoubtfulPrice(PriceDoubt.NEW, lowest)
        for key, asked, lowest in compared
        if asked.blended * least[asked.provider] < lowest
    }


def _compared(
    models: Iterable[Mapping[Key, Asked]], new: Container[str]
) -> Iterator[tuple[Key, Asked, Decimal]]:
    """Yield each offer of a new provider with the lowest price of the established ones."""
    for offers in models:
        others = [asked.blended for asked in offers.values() if asked.provider not in new]
        if not others or len(others) == len(offers):
            continue
        for key, asked in offers.items():
            if asked.provider in new:
                yield key, asked, min(others)
