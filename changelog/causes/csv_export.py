"""The events of some days as CSV: one row for each change, newest day first."""

from collections.abc import Iterator
from typing import Any

from catalog.display.spreadsheet import Cell
from changelog.causes.event_lines import EventLine
from changelog.causes.page import EventPage
from changelog.models import Change

HEADING = (
    *("day", "cause", "event", "provider", "provider_model_id", "model", "kind", "field"),
    *("prompt_over_tokens", "old", "new", "percent"),
)
Row = tuple[Cell, ...]


def event_rows(page: EventPage) -> Iterator[Row]:
    """Yield the heading and every change; an empty old or new value was not reported."""
    yield HEADING
    for day in page.days:
        for event in day.events:
            yield from _rows(event)


def _rows(event: EventLine) -> Iterator[Row]:
    cause, headline = str(event.told.event.cause), event.headline
    for change in event.told.rows:
        yield f"{change.day:%Y-%m-%d}", cause, headline, *_cells(change)


def _cells(change: Change) -> Row:
    return (
        change.provider.key,
        change.offering.provider_model_id if change.offering else "",
        change.model.path if change.model else "",
        change.kind,
        change.field,
        _text(change.tier),
        _text(change.old),
        _text(change.new),
        change.percent,
    )


def _text(value: Any) -> str:
    if isinstance(value, dict):  # the prices of an offer that came or went
        return " ".join(f"{name}={price}" for name, price in value.items())
    if isinstance(value, list):
        return " ".join(str(item) for item in value)
    return "" if value is None else str(value)
