"""Prices a log at the prices of each day. Pure.

Each entry is priced at the tariff of its offer on that day. Days outside the price history take the
nearest tariff and are counted. An entry whose prompt exceeds the context window must be the sum of
several requests of unknown size: it is priced at base prices.

An entry in a mode such as fast or batch is priced where its offer has a price for that mode on that
day, and left out where it has none: the standard price is that of another service.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce

from catalog.domain.modes import NO_ASKS, Asks
from pricing.estimate import EXACT
from pricing.load import NO_TOKENS, Load, LoadBuilder, Tokens, add_tokens
from pricing.load import prompt_tokens as tokens_in
from pricing.load import reply_tokens as tokens_out
from pricing.tariff import Band, Tariff
from pricing.usage_log.entries import LogEntry
from pricing.usage_log.price_history import Coverage, OfferKey, PriceHistory

ZERO = Decimal(0)
# Entries of one offer that are billed alike: offer, tariff, band, month as "2026-05".
Batch = tuple[OfferKey, Tariff, Band, str]
LogName = tuple[str, str]  # model and provider as the log writes them


@dataclass(slots=True)
class UsageTotals:
    """Sums of requests, tokens and cost, in USD."""

    requests: int = 0
    tokens: Tokens = NO_TOKENS
    cost: Decimal = ZERO

    def add(self, requests: int, tokens: Tokens, cost: Decimal) -> None:
        self.requests += requests
        self.tokens = add_tokens(self.tokens, tokens)
        self.cost = EXACT.add(self.cost, cost)

    @property
    def tokens_in(self) -> int:
        return tokens_in(self.tokens)

    @property
    def tokens_out(self) -> int:
        return tokens_out(self.tokens)


@dataclass(slots=True)
class NameUsage:
    """What one name in the log stands for: its rows and tokens, and those left out.

    They are left out unpriced, or without a price in their mode.
    """

    rows: int = 0
    tokens: int = 0
    unpriced_rows: int = 0
    unpriced_tokens: int = 0
    no_mode_tokens: int = 0


@dataclass(slots=True)
class Bill:
    """The cost of a log by offer and by month ("2026-05"), and counts of rows that need a note.

    `early` and `withdrawn` count rows outside an offer's price history, which are priced all the
    same; `unmatched` and `unpriced` count rows that are left out, by the model's name in the log.
    `no_mode` counts those left out by name and by what asked for the mode, and `no_mode_cost` is
    what they would cost at standard prices, in USD.

    `load` is what was priced at standard prices, for other tariffs to price, and `compared` are its
    sums: a mode is another service. `in_modes` are the sums by offer and mode. `names` counts every
    row.
    """

    load: Load
    total: UsageTotals = field(default_factory=UsageTotals)
    by_offer: dict[OfferKey, UsageTotals] = field(default_factory=lambda: defaultdict(UsageTotals))
    by_month: dict[str, UsageTotals] = field(default_factory=lambda: defaultdict(UsageTotals))
    cells: dict[tuple[OfferKey, str], UsageTotals] = field(
        default_factory=lambda: defaultdict(UsageTotals)
    )
    early: Counter[OfferKey] = field(default_factory=Counter)
    withdrawn: Counter[OfferKey] = field(default_factory=Counter)
    unmatched: Counter[str] = field(default_factory=Counter)
    unpriced: Counter[str] = field(default_factory=Counter)
    names: dict[LogName, NameUsage] = field(default_factory=dict)
    no_mode: Counter[tuple[str, Asks]] = field(default_factory=Counter)
    no_mode_cost: Decimal = ZERO
    compared: UsageTotals = field(default_factory=UsageTotals)
    in_modes: dict[tuple[OfferKey, str], UsageTotals] = field(
        default_factory=lambda: defaultdict(UsageTotals)
    )

    @property
    def months(self) -> list[str]:
        return sorted(self.by_month)

    def add(self, batch: Batch, requests: int, tokens: Tokens) -> None:
        offer, tariff, band, month = batch
        cost = tariff.cost_in_band(band, tokens)
        kind = self.in_modes[offer, tariff.mode] if tariff.mode else self.compared
        sums = (self.by_offer[offer], self.by_month[month], self.cells[offer, month], kind)
        for totals in (self.total, *sums):
            totals.add(requests, tokens, cost)


def price_entries(entries: Iterable[LogEntry], histories: Mapping[LogName, PriceHistory]) -> Bill:
    """Price the entries; `histories` are by model name and provider as the log writes them."""
    # Entries are summed by batch first: decimals are multiplied once per batch, not per row.
    batches: dict[Batch, Tokens] = {}
    load, counts = LoadBuilder(), {coverage: Counter[OfferKey]() for coverage in Coverage}
    unmatched, unpriced, no_mode = Counter[str](), Counter[str](), list[LogEntry]()
    names: defaultdict[LogName, NameUsage] = defaultdict(NameUsage)
    for entry in entries:
        name = (entry.model, entry.provider)
        history, usage, tokens = histories.get(name), names[name], sum(entry.tokens)
        usage.rows += 1
        usage.tokens += tokens
        if history is None:
            unmatched[entry.model] += 1
            continue
        tariff, coverage = history.on(entry.day, entry.asks)
        prompt, reply = request_size(entry, history.context)
        if tariff is None or not tariff.covers(prompt):
            if entry.asks and history.on(entry.day)[0]:
                no_mode.append(entry)
                usage.no_mode_tokens += tokens
                continue
            unpriced[entry.model] += 1
            usage.unpriced_rows += 1
            usage.unpriced_tokens += tokens
            continue
        counts[coverage][history.key] += 1
        if not tariff.mode:
            load.add(entry.requests, entry.tokens, prompt, reply)
        batch = (history.key, tariff, tariff.band_for(prompt), f"{entry.day:%Y-%m}")
        figures = (entry.requests, *entry.tokens)
        batches[batch] = add_tokens(batches[batch], figures) if batch in batches else figures
    bill = Bill(
        load.build(),
        early=counts[Coverage.BEFORE_HISTORY],
        withdrawn=counts[Coverage.WITHDRAWN],
        unmatched=unmatched,
        unpriced=unpriced,
        names=dict(names),
        no_mode=Counter((entry.model, entry.asks) for entry in no_mode),
        no_mode_cost=total_cost(map(_without_mode, no_mode), histories),
    )
    for batch, (requests, *counts_in_batch) in batches.items():
        bill.add(batch, requests, tuple(counts_in_batch))
    return bill


def _without_mode(entry: LogEntry) -> LogEntry:
    return entry._replace(asks=NO_ASKS)  # noqa: SLF001 - public in named tuples


def total_cost(entries: Iterable[LogEntry], histories: Mapping[LogName, PriceHistory]) -> Decimal:
    """Return the cost of the entries in USD, as `price_entries` does, and nothing else."""
    sums: dict[tuple[Tariff, Band], Tokens] = {}
    for entry in entries:
        history = histories.get((entry.model, entry.provider))
        tariff = history.on(entry.day, entry.asks)[0] if history else None
        if history is None or tariff is None:
            continue
        prompt, _reply = request_size(entry, history.context)
        if not tariff.covers(prompt):
            continue
        key = (tariff, tariff.band_for(prompt))
        sums[key] = add_tokens(sums[key], entry.tokens) if key in sums else entry.tokens
    costs = (tariff.cost_in_band(band, tokens) for (tariff, band), tokens in sums.items())
    return reduce(EXACT.add, costs, ZERO)


def request_size(entry: LogEntry, context: int | None) -> tuple[int, int]:
    """Return prompt and reply of one request, in tokens; 0 and 0 where they cannot be known."""
    prompt, reply = mean_request_size(entry)
    return (0, 0) if context is not None and prompt > context else (prompt, reply)


def mean_request_size(entry: LogEntry) -> tuple[int, int]:
    """Return the mean prompt and reply of an entry's requests, in tokens, rounded up."""
    prompt, reply = tokens_in(entry.tokens), tokens_out(entry.tokens)
    return -(-prompt // entry.requests), -(-reply // entry.requests)
