"""Reads one row of a log as an entry whose token counts do not overlap. Pure."""

import re
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from catalog.display.translation import gettext_noop as _
from catalog.domain.modes import NO_ASKS, Asks
from pricing.load import Tokens
from pricing.usage_log.asks import read_asks
from pricing.usage_log.columns import LogColumns

MAX_TOKENS = 10**12  # of one row
MAX_DIGITS = len(str(MAX_TOKENS))
MAX_CACHED_DAYS = 100_000
MAX_MODEL_LENGTH, MAX_PROVIDER_LENGTH = 300, 100
YEARS = range(2015, 2101)
# Seconds since 1970 have 10 digits until the year 2286, so a larger number is milliseconds.
MAX_SECONDS = 10**11
# A time's offset from UTC: 23:30:00-08:00, 23:30 +0530. Z is UTC itself.
OFFSET = re.compile(
    r"(?P<time>[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(?P<offset>[+-]\d\d(?::?\d\d)?)\s*$",
    re.ASCII,
)


class UnreadableRow(ValueError):
    """One row cannot be read; the message says why."""


class LogEntry(NamedTuple):
    """One row: a request, or the sum of several. `asks` is what asked for a mode, if anything."""

    day: date
    model: str
    provider: str
    requests: int
    tokens: Tokens
    asks: Asks = NO_ASKS


def read_entry(columns: LogColumns, values: list[Any], days: dict[Any, date]) -> LogEntry:
    """Return the entry of a row; `days` caches dates. Raises UnreadableRow."""
    if columns.missing:
        raise UnreadableRow(_("missing column"))
    model = str(_cell(columns, values, "model") or "").strip()
    if not model or len(model) > MAX_MODEL_LENGTH or "\0" in model:  # PostgreSQL takes no NUL
        raise UnreadableRow(_("model name missing or invalid"))
    provider = str(_cell(columns, values, "provider") or columns.provider)
    *counts, requests = [
        0 if place is None or place >= len(values) else _count(values[place])
        for place in columns.counted
    ]
    return LogEntry(
        _day(_cell(columns, values, "day"), days),
        model,
        provider.strip().lower()[:MAX_PROVIDER_LENGTH],
        requests or 1,
        _without_overlaps(columns, counts, values),
        read_asks(columns.asks, values) if columns.asks else NO_ASKS,
    )


def _cell(columns: LogColumns, values: list[Any], role: str) -> Any:
    place = columns.places.get(role)
    return values[place] if place is not None and place < len(values) else None


def _without_overlaps(columns: LogColumns, counts: list[int], values: list[Any]) -> Tokens:
    """Return the counts of a row in the order of COMPONENTS, each token counted once.

    A part that is larger than its whole is counted beside it: such an export does not include it.
    """
    prompt, output, read, write, reasoning, audio_in, audio_out = counts
    if not write and columns.writes:
        write = sum(_count(values[place]) for place in columns.writes if place < len(values))
    if columns.prompt_is_whole and read + write <= prompt:
        prompt -= read + write
    if columns.audio_is_inside and audio_in <= prompt and audio_out <= output:
        prompt, output = prompt - audio_in, output - audio_out
    if columns.output_is_whole and reasoning <= output:
        output -= reasoning
    return prompt, output, read, write, reasoning, audio_in, audio_out


def cell_count(values: list[Any], place: int) -> int:
    """Return the count in a cell of a row, 0 if the row has no such cell. Raises UnreadableRow."""
    return _count(values[place]) if place < len(values) else 0


def _count(value: Any) -> int:
    """Return a whole number of zero or more; an empty cell is zero. Raises UnreadableRow."""
    if value is None or value == "":
        return 0
    if isinstance(value, str):
        value = _whole_number(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # In Python, a bool is an int; in a log, true is no count.
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_TOKENS:
        raise UnreadableRow(_("token or request count isn’t a valid whole number"))
    return value


def _whole_number(text: str) -> int:
    plain = text if text.isdecimal() else text.strip().replace(",", "").removesuffix(".0")
    if not plain:
        return 0
    # The length is checked first: int() of a million digits would take minutes.
    if not (plain.isascii() and plain.isdigit() and len(plain) <= MAX_DIGITS):
        raise UnreadableRow(_("token or request count isn’t a valid whole number"))
    return int(plain)


def _day(value: Any, days: dict[Any, date]) -> date:
    """Return the day in UTC of a date, a time or a Unix timestamp. Raises UnreadableRow."""
    key = value
    # Only a time with an offset may be on another day in UTC than it says.
    if isinstance(value, str) and value[4:5] == "-" and not OFFSET.search(value):
        key = value[:10]
    if key in days:
        return days[key]
    day = _parse_day(key)
    if day is None or day.year not in YEARS:
        raise UnreadableRow(_("unrecognized date"))
    if len(days) < MAX_CACHED_DAYS:
        days[key] = day
    return day


def _parse_day(value: Any) -> date | None:
    try:
        if isinstance(value, str) and (match := OFFSET.search(value)):
            local = datetime.fromisoformat(value[: match.end("time")].strip() + match["offset"])
            return local.astimezone(UTC).date()
        if isinstance(value, str) and not value.strip().replace(".", "").isdigit():
            return date.fromisoformat(value.strip()[:10])
        seconds = float(value)
        seconds = seconds / 1000 if seconds > MAX_SECONDS else seconds
        return datetime.fromtimestamp(seconds, UTC).date()
    except (ValueError, TypeError, OverflowError, OSError):
        return None
