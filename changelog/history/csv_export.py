"""A price history as CSV: the lines of its charts and the prices of every offer, oldest first."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from catalog.domain.corrections import PRICE
from changelog.history.chart import Step
from changelog.history.price_lines import PriceLines
from changelog.history.prices import ModelPriceHistory
from changelog.history.statistics import SpreadInterval

HEADING = (
    *("line", "price", "from", "until", "usd_per_1m_tokens"),
    *("provider", "provider_model_id", "doubtful", "corrected"),
)
Row = tuple[str, ...]


def price_rows(history: ModelPriceHistory) -> Iterator[Row]:
    """Yield the heading, each line of each chart, and each offer; "until" is empty for today."""
    yield HEADING
    for lines in history.lines:
        yield from _steps("recommended", lines.name, lines.recommended)
        yield from _steps("maker", lines.name, lines.own)
        yield from _spread(lines)
    for one in reversed(history.intervals):
        for name in ("input", "output"):
            price = getattr(one.prices, name) if one.prices.published else None
            doubtful = "yes" if one.doubtful and price is not None else ""
            offer = one.offering.provider.key, one.offering.provider_model_id
            notes = doubtful, "yes" if PRICE + name in one.corrected else ""
            yield (*_days("offer", name, one.start, one.end), _usd(price), *offer, *notes)


def _steps(line: str, name: str, steps: Iterable[Step]) -> Iterator[Row]:
    for step in steps:
        yield (*_days(line, name, step.start, step.end), _usd(step.value), "", "", "", "")


def _spread(lines: PriceLines) -> Iterator[Row]:
    for line, field in (
        *(("lowest", "lowest"), ("median", "median")),
        *(("percentile-10", "low"), ("percentile-90", "high")),
    ):
        for one in lines.spread:
            value = getattr(one, field)
            if value is not None:
                yield (*_spread_days(line, lines.name, one), _usd(value), "", "", "", "")


def _spread_days(line: str, name: str, one: SpreadInterval) -> Row:
    return _days(line, name, one.start, one.end)


def _days(line: str, name: str, start: date, end: date | None) -> Row:
    return line, name, start.isoformat(), end.isoformat() if end else ""


def _usd(price: Decimal | None) -> str:
    return "" if price is None else f"{price.normalize():f}"
