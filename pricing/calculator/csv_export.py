"""The calculator's answer as rows of a CSV file: every channel, every line."""

from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext

from catalog.display.spreadsheet import Cell, csv_text
from catalog.domain.prices import COMPONENTS
from pricing.calculator.calculate import CalculatorResult, RankedOffer
from pricing.estimate import CostLine

HEAD = (
    *("rank", "model", "model_id", "maker", "provider", "provider_id", "provider_model_id"),
    *("usd_per_month", "usd_per_request"),
    *(f"{name}_{part}" for name in COMPONENTS for part in ("tokens", "usd_per_million", "usd")),
    *("tiers_above", "assumptions"),
)


def csv_file(rows: Iterable[Sequence[Cell]], name: str) -> HttpResponse:
    """Return rows as a file to be kept; nothing in it runs in a spreadsheet."""
    return HttpResponse(
        csv_text(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def result_rows(answer: CalculatorResult) -> Iterator[tuple[Cell, ...]]:
    yield HEAD
    for row in answer.ranked:
        yield _row(answer, row)


def _row(answer: CalculatorResult, row: RankedOffer) -> tuple[Cell, ...]:
    channel, cost = row.channel, answer.estimate(row)
    return (
        *(row.rank, channel.model_name, channel.model, channel.maker_name),
        *(channel.provider_name, channel.provider, channel.provider_model_id),
        *(cost.total, cost.per_request),
        *(cell for name in COMPONENTS for cell in _cells(name, cost.lines)),
        "; ".join(str(tier) for tier in cost.tiers),
        "; ".join(gettext(note) for note in cost.assumptions),
    )


def _cells(name: str, lines: tuple[CostLine, ...]) -> tuple[Cell, ...]:
    """Return tokens, price and cost of a component; the price only where there is one."""
    own = [line for line in lines if line.component == name]
    if not own:
        return None, None, None
    prices = {line.price for line in own}
    cost = sum((line.cost for line in own[1:]), own[0].cost)
    return sum(line.tokens for line in own), own[0].price if len(prices) == 1 else None, cost
