"""What a log cost at the prices of each day, and what it would cost elsewhere. Pure.

Each entry is priced at what its channel said on that day. A day before the first on record is
priced as that first day was, a day on which the channel was withdrawn as the last before it; both
are marked. An entry whose prompt is larger than the context window
is a sum of requests: it is priced at base prices, for no request of it can be told apart.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import accumulate
from typing import TypeVar

from catalog.domain.prices import COMPONENTS
from pricing.estimate import EXACT, line_of
from pricing.load import NONE, Load, Tokens, add_tokens
from pricing.tariff import Band, Tariff
from pricing.usage_log.parse import LogEntry

ZERO = Decimal(0)
Key = TypeVar("Key")


class OnRecord(Enum):
    """Whether a channel was on record on a day."""

    YES = 1
    NOT_YET = 2
    NO_MORE = 3


@dataclass(frozen=True, slots=True)
class PriceHistory:
    """What one channel charged from each day until another (None: still).

    A tariff is None where it published no price. After an end without a next beginning, it was
    withdrawn.
    """

    model: str
    channel: str
    context: int | None
    since: tuple[date, ...]
    until: tuple[date | None, ...]
    tariffs: tuple[Tariff | None, ...]

    def on(self, day: date) -> tuple[Tariff | None, OnRecord]:
        """Return the tariff of a day, and whether the channel was on record then."""
        place = bisect_right(self.since, day) - 1
        if place < 0:
            return self.tariffs[0], OnRecord.NOT_YET
        until = self.until[place]
        return self.tariffs[
            place
        ], OnRecord.YES if until is None or day < until else OnRecord.NO_MORE


@dataclass(slots=True)
class UsageTotals:
    """Requests, tokens and cost, in USD, of what belongs together."""

    requests: int = 0
    tokens: Tokens = NONE
    cost: Decimal = ZERO

    def add(self, requests: int, tokens: Tokens, cost: Decimal) -> None:
        self.requests += requests
        self.tokens = add_tokens(self.tokens, tokens)
        self.cost = EXACT.add(self.cost, cost)

    @property
    def tokens_in(self) -> int:
        return self.tokens[0] + self.tokens[2] + self.tokens[3] + self.tokens[5]

    @property
    def tokens_out(self) -> int:
        return self.tokens[1] + self.tokens[4] + self.tokens[6]


@dataclass(slots=True)
class Bill:
    """The log's cost by model and by month, and what could not be priced, in rows."""

    total: UsageTotals = field(default_factory=UsageTotals)
    by_model: dict[tuple[str, str], UsageTotals] = field(
        default_factory=lambda: defaultdict(UsageTotals)
    )
    by_month: dict[str, UsageTotals] = field(default_factory=lambda: defaultdict(UsageTotals))
    cells: dict[tuple[str, str, str], UsageTotals] = field(
        default_factory=lambda: defaultdict(UsageTotals)
    )
    early: Counter[tuple[str, str]] = field(default_factory=Counter)
    withdrawn: Counter[tuple[str, str]] = field(default_factory=Counter)
    unmatched: Counter[str] = field(default_factory=Counter)
    unpriced: Counter[str] = field(default_factory=Counter)
    load: Load | None = None

    @property
    def months(self) -> list[str]:
        return sorted(self.by_month)


def price_entries(
    entries: Iterable[LogEntry], histories: Mapping[tuple[str, str], PriceHistory]
) -> Bill:
    """Price the entries; `histories` are by the name and the provider that a log gives."""
    found = Bill()
    piles: dict[tuple[str, str], dict[tuple[Tariff, Band, str], list[int]]] = {}
    prompts: dict[int, list[int]] = {}
    reply = request = 0
    for entry in entries:
        key = (entry.model, entry.provider)
        history = histories.get(key)
        if history is None:
            found.unmatched[entry.model] += 1
            continue
        tariff, listed = history.on(entry.day)
        if tariff is None:
            found.unpriced[entry.model] += 1
            continue
        if listed is OnRecord.NOT_YET:
            found.early[history.model, history.channel] += 1
        elif listed is OnRecord.NO_MORE:
            found.withdrawn[history.model, history.channel] += 1
        size, answer = sizes(entry)
        if history.context is not None and size > history.context:
            size = answer = 0
        reply, request = max(reply, answer), max(request, size + answer)
        month = f"{entry.day:%Y-%m}"
        pile = piles.setdefault((history.model, history.channel), {})
        add_to(pile, (tariff, tariff.band_of(size), month), entry)
        add_to(prompts, size, entry)
    _add_up(found, piles)
    found.load = _load(prompts, found.total.requests, reply, request)
    return found


def sizes(entry: LogEntry) -> tuple[int, int]:
    """Return the tokens in and out of one request of an entry, on average, rounded up."""
    text, answer, read, write, reasoning, heard, spoken = entry.tokens
    prompt, reply = text + read + write + heard, answer + reasoning + spoken
    return -(-prompt // entry.requests), -(-reply // entry.requests)


def add_to(piles: dict[Key, list[int]], key: Key, entry: LogEntry) -> None:
    """Add an entry's tokens, and its requests as the last figure, to the pile of its key."""
    pile = piles.get(key)
    if pile is None:
        piles[key] = [*entry.tokens, entry.requests]
        return
    for place, count in enumerate(entry.tokens):
        pile[place] += count
    pile[-1] += entry.requests


def _add_up(
    found: Bill, piles: Mapping[tuple[str, str], Mapping[tuple[Tariff, Band, str], list[int]]]
) -> None:
    """Price what was priced alike in one step, and sum it by model and by month."""
    for (model, channel), own in piles.items():
        for (tariff, band, month), (*counts, requests) in own.items():
            tokens = tuple(counts)
            cost = cost_in_band(tariff, band, tokens)
            for sums in (
                found.total,
                found.by_model[model, channel],
                found.by_month[month],
                found.cells[model, channel, month],
            ):
                sums.add(requests, tokens, cost)


def cost_in_band(tariff: Tariff, band: Band, tokens: Tokens) -> Decimal:
    cost = ZERO
    for name, count in zip(COMPONENTS, tokens, strict=True):
        if count:
            cost = EXACT.add(cost, line_of(name, count, tariff.prices, band.tier).cost)
    return cost


def _load(piles: Mapping[int, list[int]], requests: int, reply: int, request: int) -> Load:
    """Return all that was priced as one load, for any other tariff to price."""
    prompts = tuple(sorted(piles))
    tokens = (tuple(piles[prompt][:-1]) for prompt in prompts)
    return Load(
        requests, prompts, tuple(accumulate(tokens, add_tokens, initial=NONE)), reply, request
    )


def history_of(
    model: str,
    channel: str,
    context: int | None,
    steps: Sequence[tuple[date, date | None, Tariff | None]],
) -> PriceHistory:
    """Return the history of a channel from its steps, in order: first day, end, tariff."""
    since, until, tariffs = zip(*steps, strict=True)
    return PriceHistory(model, channel, context, since, until, tariffs)
