"""A priced log as rows of a CSV file: by offer and month, and on other models."""

from collections.abc import Iterator

from catalog.display.spreadsheet import Cell
from catalog.domain.modes import Asks
from catalog.domain.prices import COMPONENTS
from pricing.calculator.ranking import RankedOffer
from pricing.terms import CELLS
from pricing.usage_log.asks import asks_text
from pricing.usage_log.bill import UsageTotals
from pricing.usage_log.report import LogReport

HEAD = (
    *("part", "model_id", "provider", "provider_model_id", "month", "requests"),
    *(f"{name}_tokens" for name in COMPONENTS),
    *("usd", "rows_before_our_history", "rows_while_withdrawn", "price_is_doubtful"),
    *("rows_left_out", "other_fees"),
    *("list_usd", *CELLS),
)
NO_REMARKS = (None, None, None, None, None)  # those after `usd`
NO_TERMS_CELLS = (None, None, None, None, None)  # the last columns of HEAD


def log_csv_rows(report: LogReport) -> Iterator[tuple[Cell, ...]]:
    """Yield the header, then the rows; the `part` column says what a row is about."""
    yield HEAD
    bill = report.bill
    for ((model, provider), month), totals in sorted(bill.cells.items()):
        used = _usage_cells(totals)
        listed = report.at_list_prices.cells[(model, provider), month].cost
        priced = report.terms.cells(provider, model, totals.cost, listed)
        yield ("log", model, provider, None, month, *used, totals.cost, *NO_REMARKS, *priced)
    for (model, provider), totals in sorted(bill.by_offer.items()):
        outside = (bill.early[model, provider], bill.withdrawn[model, provider])
        doubtful = "yes" if (model, provider) in report.doubtful else None
        fees = "; ".join(report.fees.get((model, provider), ())) or None
        offer = ("log, all months", model, provider, None, None)
        listed = report.at_list_prices.by_offer[model, provider].cost
        priced = report.terms.cells(provider, model, totals.cost, listed)
        yield (*offer, *_usage_cells(totals), totals.cost, *outside, doubtful, None, fees, *priced)
    for row, listed in zip(report.alternatives, report.list_costs, strict=True):
        priced = report.terms.cells(row.offer.provider, row.offer.model, row.cost, listed)
        yield (*_alternative(row, bill.compared), *priced)
    for ((model, provider), mode), totals in sorted(bill.in_modes.items()):
        listed = report.at_list_prices.in_modes[(model, provider), mode].cost
        priced = report.terms.cells(provider, model, totals.cost, listed)
        offer = (f"log, {mode} mode", model, provider, None, None)
        yield (*offer, *_usage_cells(totals), totals.cost, *NO_REMARKS, *priced)
    for (name, asks), rows in sorted(bill.no_mode.items(), key=_by_text):
        yield _left_out(f"without a price for {asks_text(asks)}", name, rows)
    for name, rows in sorted(bill.unpriced.items()):
        yield _left_out("without a price", name, rows)
    for unmatched in report.unmatched:
        yield _left_out("not a model here", unmatched.name, unmatched.rows)


def _by_text(item: tuple[tuple[str, Asks], int]) -> tuple[str, str]:
    (name, asks), _rows = item
    return name, asks_text(asks)


def _usage_cells(totals: UsageTotals) -> tuple[int, ...]:
    return (totals.requests, *totals.tokens)


def _alternative(row: RankedOffer, total: UsageTotals) -> tuple[Cell, ...]:
    offer = (row.offer.model, row.offer.provider, row.offer.provider_model_id, None)
    fees = "; ".join(row.offer.other_fees) or None
    return ("elsewhere", *offer, *_usage_cells(total), row.cost, *NO_REMARKS[1:], fees)


def _left_out(part: str, name: str, rows: int) -> tuple[Cell, ...]:
    blank = [None] * (len(HEAD) - len(NO_TERMS_CELLS) - 4)
    return (part, name, *blank, rows, None, *NO_TERMS_CELLS)
