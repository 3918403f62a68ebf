"""The calculator's answer: which channels can, what they cost, which cannot and why."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import overload

from pricing.caching import break_even
from pricing.estimate import Estimate
from pricing.fit import Channel, needed, sift
from pricing.load import Load
from pricing.market import Market
from pricing.question import Question
from pricing.workload import monthly_load


@dataclass(frozen=True, slots=True)
class Ranked:
    """A channel, its place by cost (equal costs share one), and its cost a month in USD."""

    rank: int
    channel: Channel
    cost: Decimal


class Ranking(Sequence[Ranked]):
    """Channels by cost, cheapest first; equal costs share a rank and keep the order they had.

    Rows are made when asked for: a page shows fifty of twenty thousand.
    """

    def __init__(self, channels: Iterable[Channel], costs: dict[int, Decimal]) -> None:
        self.channels = sorted(channels, key=lambda channel: costs[channel.tariff])
        self.costs = [costs[channel.tariff] for channel in self.channels]

    def __len__(self) -> int:
        return len(self.channels)

    @overload
    def __getitem__(self, at: int) -> Ranked: ...
    @overload
    def __getitem__(self, at: slice) -> list[Ranked]: ...
    def __getitem__(self, at: int | slice) -> Ranked | list[Ranked]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        cost = self.costs[at]
        return Ranked(bisect_left(self.costs, cost) + 1, self.channels[at], cost)


@dataclass(frozen=True, slots=True)
class Answer:
    """Channels that can carry the load, cheapest first, and the others counted by reason."""

    market: Market
    load: Load
    ranked: Ranking
    why_not: Counter[str]

    @property
    def cheapest(self) -> Ranked | None:
        return self.ranked[0] if self.ranked else None

    @property
    def model_count(self) -> int:
        return len({channel.model for channel in self.ranked.channels})

    def estimate(self, row: Ranked) -> Estimate:
        """Return a channel's cost with its lines."""
        return self.market.tariff(row.channel).estimate(self.load)

    def break_even(self, row: Ranked) -> Decimal | None:
        """Return the share of reads from which caching pays there, at the largest prompt."""
        return break_even(self.market.tariff(row.channel), self.load.largest_prompt)


def answer(market: Market, question: Question) -> Answer:
    load = monthly_load(question.workloads)
    asked = [channel for channel in market.channels if _is_meant(channel, question)]
    able, why_not = sift(asked, load, needed(question.needs, load))
    return Answer(market, load, Ranking(able, market.costs(able, load)), why_not)


def _is_meant(channel: Channel, question: Question) -> bool:
    return (
        (not question.maker or channel.maker == question.maker)
        and (not question.provider or channel.provider == question.provider)
        and (not question.model or channel.model == question.model)
        and (not question.q or _is_named(channel, question.q))
    )


def _is_named(channel: Channel, words: str) -> bool:
    name = f"{channel.model_name} {channel.model} {channel.maker_name} {channel.provider_model_id}"
    name = name.casefold()
    return all(word in name for word in words.casefold().split())
