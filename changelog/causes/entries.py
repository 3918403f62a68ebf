"""Recorded changes as the rules of causes see them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from changelog.diff import Direction, Kind

# Input counts three times, as in a blended price.
WEIGHTS = {"input": 3, "output": 1}


@dataclass(frozen=True, slots=True)
class Entry:
    """One recorded change. Ids are primary keys; an entry of a provider itself has no offering.

    `own` is whether the model's maker is the provider, `new_model` whether the model came or went
    on this day, `doubtful` whether the price is a likely mistake.
    """

    number: int
    day: date
    kind: Kind
    provider: int
    field: str = ""
    offering: int | None = None
    provider_model_id: str = ""
    model: int | None = None
    maker: int | None = None
    own: bool = False
    new_model: bool = False
    doubtful: bool = False
    tier: int | None = None
    old: Any = None
    new: Any = None
    percent: Decimal | None = None
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The entries that one rule takes together: the prices of one offering, else one entry."""

    entries: tuple[Entry, ...]

    @property
    def first(self) -> Entry:
        return self.entries[0]

    @property
    def weight(self) -> Decimal:
        """The changes of the base prices in percent, weighted as in a blended price."""
        weights = (
            WEIGHTS.get(one.field, 0) * (one.percent or Decimal(0))
            for one in self.entries
            if one.kind is Kind.PRICE and one.tier is None
        )
        return sum(weights, Decimal(0))

    @property
    def direction(self) -> str:
        """Where the prices went: that of the blended price, else of the first that moved."""
        if self.weight:
            return Direction.UP if self.weight > 0 else Direction.DOWN
        return next((one.direction for one in self.entries if one.direction), "")

    @property
    def moved_tier(self) -> tuple[int, int] | None:
        """The size of prompts above which unchanged prices applied, and now apply; else None."""
        gone = {(one.tier, one.field, one.old) for one in self.entries if one.new is None}
        come = {(one.tier, one.field, one.new) for one in self.entries if one.old is None}
        old, new = {tier for tier, *_price in gone}, {tier for tier, *_price in come}
        if len(gone) + len(come) != len(self.entries) or len(old) != 1 or len(new) != 1:
            return None
        before, after = old.pop(), new.pop()
        same = {price[1:] for price in gone} == {price[1:] for price in come}
        return (before, after) if same and before and after else None

    @property
    def values(self) -> tuple[tuple[str, int | None, str], ...]:
        """The new values, by which two offers are known to have followed the same one."""
        return tuple((one.field, one.tier, repr(one.new)) for one in self.entries)


def lines_of(entries: Iterable[Entry]) -> list[Line]:
    """Put the prices of one offering on one day on one line; the entries are in order of number."""
    lines = []
    for (kind, _offering), together in groupby(entries, lambda one: (one.kind, one.offering)):
        several = tuple(together)
        lines += [Line(several)] if kind is Kind.PRICE else [Line((one,)) for one in several]
    return lines
