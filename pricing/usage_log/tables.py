"""The tables of a priced log, ready for `templates/pricing/_log_result.html`."""

from dataclasses import dataclass
from decimal import Decimal

from catalog.models import fee_texts
from pricing.calculator.calculate import RankedOffer
from pricing.calculator.result_rows import savings_text
from pricing.eligibility import CalculatorOffer
from pricing.usage_log.bill import UsageTotals
from pricing.usage_log.report import MAX_WITH_SUGGESTIONS, LogReport, UnmatchedName

MAX_MONTHS = 12  # columns that fit beside the totals; the CSV file has all months


@dataclass(frozen=True, slots=True)
class OfferRow:
    """The totals of one offer; `months` holds one cell per month shown, None where not used.

    `early` and `withdrawn` count rows outside the offer's price history; `doubtful` is about its
    price of today, as `other_fees` are.
    """

    model: str
    provider: str
    totals: UsageTotals
    early: int
    withdrawn: int
    months: list[UsageTotals | None]
    doubtful: bool
    other_fees: list[str]


@dataclass(frozen=True, slots=True)
class AlternativeRow:
    """Another offer for the same log, and how its cost, in USD, compares."""

    offer: CalculatorOffer
    cost: Decimal
    savings: str


@dataclass(frozen=True, slots=True)
class LogTables:
    """The newest months as "2026-05", rows by offer, totals by month, and alternatives.

    `unmatched` are the most frequent names without a model: those with suggestions. `early`,
    `withdrawn` and `unpriced` are numbers of rows.
    """

    months: list[str]
    offers: list[OfferRow]
    month_totals: list[UsageTotals]
    alternatives: list[AlternativeRow]
    unmatched: list[UnmatchedName]
    early: int
    withdrawn: int
    unpriced: int


def log_tables(report: LogReport) -> LogTables:
    """Return the tables, with texts in the active language."""
    bill = report.bill
    months = bill.months[-MAX_MONTHS:]
    return LogTables(
        months=months,
        offers=_offer_rows(report, months),
        month_totals=[bill.by_month[month] for month in months],
        alternatives=[_alternative_row(row, bill.total.cost) for row in report.alternatives],
        unmatched=report.unmatched[:MAX_WITH_SUGGESTIONS],
        early=bill.early.total(),
        withdrawn=bill.withdrawn.total(),
        unpriced=bill.unpriced.total(),
    )


def _offer_rows(report: LogReport, months: list[str]) -> list[OfferRow]:
    """Return a row per offer, the most expensive first."""
    bill = report.bill
    offers = sorted(bill.by_offer.items(), key=lambda item: (-item[1].cost, item[0]))
    return [
        OfferRow(
            *offer,
            totals,
            bill.early[offer],
            bill.withdrawn[offer],
            [bill.cells.get((offer, month)) for month in months],
            offer in report.doubtful,
            fee_texts(report.fees.get(offer, ())),
        )
        for offer, totals in offers
    ]


def _alternative_row(row: RankedOffer, cost: Decimal) -> AlternativeRow:
    return AlternativeRow(row.offer, row.cost, savings_text(cost, row.cost))
