"""A priced log as rows of a CSV file: by model and month, and what it would cost elsewhere."""

from collections.abc import Iterator

from catalog.display.spreadsheet import Cell
from catalog.domain.prices import COMPONENTS
from pricing.calculator.calculate import RankedOffer
from pricing.usage_log.bill import UsageTotals
from pricing.usage_log.report import LogReport

HEAD = (
    *("part", "model_id", "provider", "provider_model_id", "month", "requests"),
    *(f"{name}_tokens" for name in COMPONENTS),
    *("usd", "rows_before_our_history", "rows_while_withdrawn", "rows_left_out"),
)
NO_ROWS = (None, None, None)  # before our history, while withdrawn, left out


def log_rows(answer: LogReport) -> Iterator[tuple[Cell, ...]]:
    yield HEAD
    bill = answer.bill
    for (model, channel, month), sums in sorted(bill.cells.items()):
        yield ("log", model, channel, None, month, *_used(sums), sums.cost, *NO_ROWS)
    for (model, channel), sums in sorted(bill.by_model.items()):
        outside = (bill.early[model, channel], bill.withdrawn[model, channel])
        named = ("log, all months", model, channel, None, None)
        yield (*named, *_used(sums), sums.cost, *outside, None)
    for row in answer.alternatives:
        yield _elsewhere(row, bill.total)
    for name, rows in sorted(bill.unpriced.items()):
        yield _left_out("without a price", name, rows)
    for unmatched in answer.unmatched:
        yield _left_out("not a model here", unmatched.name, unmatched.rows)


def _used(sums: UsageTotals) -> tuple[int, ...]:
    return (sums.requests, *sums.tokens)


def _elsewhere(row: RankedOffer, total: UsageTotals) -> tuple[Cell, ...]:
    channel = row.channel
    named = (channel.model, channel.provider, channel.provider_model_id, None)
    return ("elsewhere", *named, *_used(total), row.cost, *NO_ROWS)


def _left_out(part: str, name: str, rows: int) -> tuple[Cell, ...]:
    return (part, name, *[None] * (len(HEAD) - 3), rows)
