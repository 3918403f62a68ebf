"""A usage log, pasted or uploaded, read into entries in which every token is counted once. Pure."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import StringIO
from itertools import islice
from typing import Any, NamedTuple

from pricing.usage_log.columns import LogColumns, read_columns

MOST_ROWS = 100_000
MOST_TOKENS = 10**12  # of one row
MOST_COLUMNS = 500
MOST_HEADS = 500  # different sets of columns, as rows of JSON may have
LONGEST_NAME = 200  # of a column that we could know
MOST_SHOWN = 20
YEARS = range(2015, 2101)
WHITE = re.compile(r"[ \t\r\n]*+")


def _(text: str) -> str:
    """Mark text for extraction; it is translated where it is shown."""
    return text


class LogRefused(Exception):
    """The log as a whole cannot be read; the message says why, with its figures in `params`."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message, self.params = message, params


class LogEntry(NamedTuple):
    """One row: a request, or the sum of several. Tokens are counted once, under one kind."""

    day: date
    model: str
    provider: str
    requests: int
    tokens: tuple[int, ...]  # in the order of COMPONENTS


@dataclass(slots=True)
class UsageLog:
    """What was read, and the rows that could not be, the first of them by line with the reason."""

    entries: list[LogEntry]
    columns: LogColumns
    bad_rows: int = 0
    shown: list[tuple[int, str]] = field(default_factory=list)

    def refuse(self, line: int, why: str) -> None:
        self.bad_rows += 1
        if len(self.shown) < MOST_SHOWN:
            self.shown.append((line, why))


class UnreadableRow(ValueError):
    """One row cannot be read; the message says why."""


def decode(body: bytes) -> str:
    """Return the text of a file. Raises LogRefused unless it is UTF-8, or UTF-16 that says so."""
    encoding = "utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        raise LogRefused(_("The file is not UTF-8 text. Save it as CSV in UTF-8.")) from None


def read_log(text: str) -> UsageLog:
    """Read CSV, JSON lines or a JSON list. Raises LogRefused."""
    text = text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE} \r\n\t")
    if not text:
        raise LogRefused(_("Paste a log or choose a file."))
    rows = _json_rows(text) if text[0] in "{[" else _csv_rows(text)
    try:
        return _read_rows(rows)
    except (csv.Error, RecursionError):
        raise LogRefused(_("This is neither CSV nor JSON lines.")) from None


def _read_rows(rows: Iterable[tuple[int, tuple[str, ...], list[Any]]]) -> UsageLog:
    log: UsageLog | None = None
    known: dict[tuple[str, ...], LogColumns] = {}
    days: dict[Any, date] = {}
    for number, (line, names, values) in enumerate(rows):
        if number == MOST_ROWS:
            raise LogRefused(_("The log has more than %(most)s rows."), most=f"{MOST_ROWS:,}")
        if names not in known:
            if len(known) == MOST_HEADS:
                raise LogRefused(
                    _("The log has more than %(most)s different sets of columns."), most=MOST_HEADS
                )
            known[names] = read_columns(names)
        columns = known[names]
        log = log or UsageLog([], columns)
        try:
            log.entries.append(_entry(columns, values, days))
        except UnreadableRow as why:
            log.refuse(line, str(why))
    if log is None:
        raise LogRefused(_("The log has no rows."))
    if not log.entries and log.columns.missing:
        raise LogRefused(
            _("No column was recognised for: %(missing)s. The columns are: %(columns)s."),
            missing=", ".join(log.columns.missing),
            columns=", ".join(next(iter(known)))[:300],
        )
    return log


def _csv_rows(text: str) -> Iterator[tuple[int, tuple[str, ...], list[Any]]]:
    first = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    names = tuple(next(reader))
    if len(names) > MOST_COLUMNS:
        raise LogRefused(_("The log has more than %(most)s columns."), most=MOST_COLUMNS)
    if read_columns(names).missing and "\n" not in text:
        raise LogRefused(_("This is neither CSV nor JSON lines."))
    for values in reader:
        if values:
            yield reader.line_num, names, values


def _json_rows(text: str) -> Iterator[tuple[int, tuple[str, ...], list[Any]]]:
    for line, item in _json_items(text):
        flat = dict(islice(_flat(item), MOST_COLUMNS + 1)) if isinstance(item, dict) else {}
        if len(flat) > MOST_COLUMNS:
            raise LogRefused(_("The log has more than %(most)s columns."), most=MOST_COLUMNS)
        yield line, tuple(flat), list(flat.values())


def _json_items(text: str) -> Iterator[tuple[int, Any]]:
    if text[0] == "[":
        try:
            yield from enumerate(_json_list(text), start=1)
        except ValueError:
            raise LogRefused(_("This is neither CSV nor JSON lines.")) from None
        return
    for line, row in enumerate(StringIO(text), start=1):
        if row.strip():
            try:
                yield line, json.loads(row)
            except ValueError:
                yield line, None


def _json_list(text: str) -> Iterator[Any]:
    """Yield the items of a JSON list one by one, so that no more are made than there may be rows.

    Raises ValueError where it is none.
    """
    decoder, at = json.JSONDecoder(), _beyond_white(text, 1)
    while not text.startswith("]", at):
        item, at = decoder.raw_decode(text, at)
        yield item
        at = _beyond_white(text, at)
        if text.startswith(",", at):
            at = _beyond_white(text, at + 1)
        elif not text.startswith("]", at):
            raise ValueError("neither the next item nor the end of the list")
    if _beyond_white(text, at + 1) < len(text):
        raise ValueError("something behind the end of the list")


def _beyond_white(text: str, at: int) -> int:
    found = WHITE.match(text, at)
    return found.end() if found else at


def _flat(item: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the leaves of nested objects, their names joined."""
    for own_name, value in item.items():
        name = f"{prefix}{own_name}"
        if len(name) > LONGEST_NAME:
            continue  # joined over many levels, such names would fill the memory
        if isinstance(value, dict):
            yield from _flat(value, f"{name}_")
        elif not isinstance(value, list):
            yield name, value


def _entry(columns: LogColumns, values: list[Any], days: dict[Any, date]) -> LogEntry:
    if columns.missing:
        raise UnreadableRow(_("a column is missing"))
    model = str(_cell(columns, values, "model") or "").strip()
    if not model or len(model) > 300 or "\0" in model:
        raise UnreadableRow(_("no model is named"))
    *counts, requests = [
        0 if place is None or place >= len(values) else _count(values[place])
        for place in columns.counted
    ]
    return LogEntry(
        _day(_cell(columns, values, "day"), days),
        model,
        str(_cell(columns, values, "provider") or columns.provider).strip().lower()[:100],
        requests or 1,
        _tokens(columns, counts, values),
    )


def _cell(columns: LogColumns, values: list[Any], role: str) -> Any:
    place = columns.places.get(role)
    return values[place] if place is not None and place < len(values) else None


def _tokens(columns: LogColumns, counts: list[int], values: list[Any]) -> tuple[int, ...]:
    """Return the counts of a row with overlaps taken out, in the order of COMPONENTS."""
    prompt, answer, read, write, reasoning, heard, spoken = counts
    if not write and columns.writes:
        write = sum(_count(values[place]) for place in columns.writes if place < len(values))
    # What says that it is a part and is larger than the whole is taken to lie beside it.
    if columns.prompt_is_whole and read + write <= prompt:
        prompt -= read + write
    if columns.audio_is_inside and heard <= prompt and spoken <= answer:
        prompt, answer = prompt - heard, answer - spoken
    if columns.answer_is_whole and reasoning <= answer:
        answer -= reasoning
    return prompt, answer, read, write, reasoning, heard, spoken


def _count(value: Any) -> int:
    """Return a whole number of zero or more. Raises BadRow."""
    if value is None or value == "":
        return 0
    if isinstance(value, str):
        value = _whole(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or not 0 <= value <= MOST_TOKENS:
        raise UnreadableRow(_("a count is not a whole number"))
    return value


def _whole(text: str) -> int:
    plain = text if text.isdecimal() else text.strip().replace(",", "").removesuffix(".0")
    if not plain:
        return 0
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 13):
        raise UnreadableRow(_("a count is not a whole number"))
    return int(plain)


def _day(value: Any, known: dict[Any, date]) -> date:
    """Return the day, UTC, of a date, a time or seconds since 1970. Raises BadRow."""
    key = value[:10] if isinstance(value, str) and value[4:5] == "-" else value
    if key not in known:
        found = _read_day(key)
        if found is None or found.year not in YEARS:
            raise UnreadableRow(_("the day cannot be read"))
        if len(known) < MOST_ROWS:
            known[key] = found
        return found
    return known[key]


def _read_day(value: Any) -> date | None:
    try:
        if isinstance(value, str) and not value.strip().replace(".", "").isdigit():
            return date.fromisoformat(value.strip()[:10])
        seconds = float(value)
        seconds = seconds / 1000 if seconds > 10**11 else seconds
        return datetime.fromtimestamp(seconds, UTC).date()
    except (ValueError, TypeError, OverflowError, OSError):
        return None
