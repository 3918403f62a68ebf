"""The calculator's answer: which channels can, what they cost, which cannot and why."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
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

    def __init__(self, channels: Sequence[Channel], costs: Sequence[Decimal]) -> None:
        unsorted = [costs[channel.tariff] for channel in channels]
        places = sorted(range(len(channels)), key=unsorted.__getitem__)
        self.channels = [channels[place] for place in places]
        self.costs = [unsorted[place] for place in places]

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
    asked = _meant(market.channels, question)
    able, why_not = sift(asked, market.profiles, load, needed(question.needs, load))
    return Answer(market, load, Ranking(able, market.tariffs.totals(load)), why_not)


def _meant(channels: Sequence[Channel], question: Question) -> Sequence[Channel]:
    """Select the channels that the filters leave."""
    for field in ("maker", "provider", "model"):
        if wanted := getattr(question, field):
            value = attrgetter(field)
            channels = [channel for channel in channels if value(channel) == wanted]
    if question.q:
        words = question.q.casefold().split()
        channels = [channel for channel in channels if _is_named(channel, words)]
    return channels


def _is_named(channel: Channel, words: list[str]) -> bool:
    name = f"{channel.model_name} {channel.model} {channel.maker_name} {channel.provider_model_id}"
    name = name.casefold()
    return all(word in name for word in words)
