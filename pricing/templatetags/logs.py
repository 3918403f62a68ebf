"""The tables of a priced log: `{% load logs %}`."""

from typing import NamedTuple

from django import template

from pricing.usage_log.bill import Bill, UsageTotals
from pricing.usage_log.report import LogReport

register = template.Library()

MOST_MONTHS = 12


class ModelRow(NamedTuple):
    model: str
    channel: str
    sums: UsageTotals
    early: int
    withdrawn: int
    months: list[UsageTotals | None]


@register.filter
def model_bills(bill: Bill) -> list[ModelRow]:
    """Return a row for each model, the dearest first."""
    rows = sorted(bill.by_model.items(), key=lambda item: (-item[1].cost, item[0]))
    months = shown_months(bill)
    return [
        ModelRow(
            model,
            channel,
            sums,
            bill.early[model, channel],
            bill.withdrawn[model, channel],
            [bill.cells.get((model, channel, month)) for month in months],
        )
        for (model, channel), sums in rows
    ]


@register.filter
def shown_months(bill: Bill) -> list[str]:
    """Return the newest months, as many as a table has room for."""
    return bill.months[-MOST_MONTHS:]


@register.filter
def month_sums(bill: Bill) -> list[UsageTotals]:
    return [bill.by_month[month] for month in shown_months(bill)]


@register.filter
def early_rows(answer: LogReport) -> int:
    return sum(answer.bill.early.values())


@register.filter
def withdrawn_rows(answer: LogReport) -> int:
    return sum(answer.bill.withdrawn.values())


@register.filter
def unpriced_rows(answer: LogReport) -> int:
    return sum(answer.bill.unpriced.values())
