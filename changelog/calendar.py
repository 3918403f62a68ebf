"""Writing iCalendar files (RFC 5545). Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

MAX_OCTETS = 75  # of a line, without its line break: RFC 5545, section 3.1


@dataclass(frozen=True, slots=True)
class Event:
    """An event that lasts a whole day."""

    uid: str
    day: date
    summary: str
    url: str


def calendar(name: str, events: Iterable[Event], *, made_at: datetime) -> str:
    """Return a calendar of these events; `made_at` is when the data was made, with a time zone."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Model Ledger//Lifecycle//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escape(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"SUMMARY:{_escape(event.summary)}",
            f"URL:{event.url}",
            "TRANSP:TRANSPARENT",  # the day stays free in the reader's calendar
            "END:VEVENT",
        ]
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _fold(line))


def _escape(text: str) -> str:
    # The backslash first: the others add backslashes.
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _fold(line: str) -> Iterator[str]:
    """Yield the pieces of a long line; all but the first begin with a space.

    RFC 5545 counts octets and allows a cut inside a character, which many programs cannot read.
    """
    piece = ""
    for character in line:
        if len((piece + character).encode()) > MAX_OCTETS:
            yield piece
            piece = " "
        piece += character
    yield piece
