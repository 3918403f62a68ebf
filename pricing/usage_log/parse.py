"""Reads a usage log, pasted or uploaded, into entries. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalog.display.translation import gettext_noop as _
from pricing.usage_log.columns import LogColumns, read_columns
from pricing.usage_log.counting import AS_DETECTED, Counting, counted
from pricing.usage_log.entries import LogEntry, UnreadableRow, cell_count, read_entry
from pricing.usage_log.formats import Row, UnreadableLog, read_rows

MAX_ROWS = 100_000
MAX_HEADERS = 500  # different sets of columns: rows of JSON may each have their own
MAX_BAD_ROWS_SHOWN = 20
MAX_NAMES_SHOWN, MAX_NAME_SHOWN = 30, 40  # of unrecognised columns, and characters of each


@dataclass(slots=True)
class UsageLog:
    """The entries of a log, the columns of its first row, and its unreadable rows.

    `shown` is line number and reason of the first unreadable rows.
    """

    entries: list[LogEntry]
    columns: LogColumns
    bad_rows: int = 0
    shown: list[tuple[int, str]] = field(default_factory=list)
    long_writes: int = 0  # tokens written to a cache for an hour

    def skip(self, line: int, reason: str) -> None:
        self.bad_rows += 1
        if len(self.shown) < MAX_BAD_ROWS_SHOWN:
            self.shown.append((line, reason))


def read_log(text: str, counting: Counting = AS_DETECTED) -> UsageLog:
    """Read CSV, JSON Lines or a JSON array; `counting` is the reader's. Raises UnreadableLog."""
    text = text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE} \r\n\t")
    if not text:
        raise UnreadableLog(_("Paste a log or choose a file."))
    return _read_entries(read_rows(text), counting)


def _read_entries(rows: Iterable[Row], counting: Counting) -> UsageLog:
    log: UsageLog | None = None
    headers: dict[tuple[str, ...], LogColumns] = {}
    days: dict[Any, date] = {}
    for number, (line, names, values) in enumerate(rows):
        if number == MAX_ROWS:
            raise UnreadableLog(
                _("The log has more than %(most)s rows. Split it and try again."),
                most=f"{MAX_ROWS:,}",
            )
        columns = headers.get(names) or _add_header(headers, names, counting)
        log = log or UsageLog([], columns)
        try:
            log.entries.append(read_entry(columns, values, days))
            if columns.long_writes is not None:
                log.long_writes += cell_count(values, columns.long_writes)
        except UnreadableRow as error:
            log.skip(line, str(error))
    if log is None:
        raise UnreadableLog(_("The log has no data rows. Check it and try again."))
    if not log.entries and log.columns.missing:
        raise UnreadableLog(
            _(
                "Missing columns: %(missing)s. Columns found: %(columns)s. Rename or add "
                "columns and try again."
            ),
            missing=log.columns.missing,
            columns=tuple(name[:MAX_NAME_SHOWN] for name in next(iter(headers))[:MAX_NAMES_SHOWN]),
        )
    return log


def _add_header(
    headers: dict[tuple[str, ...], LogColumns], names: tuple[str, ...], counting: Counting
) -> LogColumns:
    if len(headers) == MAX_HEADERS:
        raise UnreadableLog(
            _(
                "The log has more than %(most)s different sets of columns. Use the same "
                "columns in every row."
            ),
            most=MAX_HEADERS,
        )
    headers[names] = counted(read_columns(names), counting)
    return headers[names]
