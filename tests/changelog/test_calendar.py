"""iCalendar files by the rules of RFC 5545."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from changelog.calendar import Event, calendar

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def lines_of(summary: str, *, made_at: datetime = NOW) -> list[str]:
    event = Event("1@ledger", date(2026, 5, 1), summary, "https://example.org/")
    return calendar("Ledger", [event], made_at=made_at).split("\r\n")


def test_writes_an_event():
    assert lines_of("GPT 4 is retired")[5:-2] == [
        "BEGIN:VEVENT",
        "UID:1@ledger",
        "DTSTAMP:20260501T000000Z",
        "DTSTART;VALUE=DATE:20260501",
        "SUMMARY:GPT 4 is retired",
        "URL:https://example.org/",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def test_a_calendar_without_events():
    lines = calendar("Ledger", [], made_at=NOW).split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert "X-WR-CALNAME:Ledger" in lines


@pytest.mark.parametrize(
    ("summary", "escaped"),
    [("a, b; c", r"a\, b\; c"), ("a\\b", r"a\\b"), ("a\nb", r"a\nb"), (r"a\,", r"a\\\,")],
)
def test_escapes_text(summary, escaped):
    assert f"SUMMARY:{escaped}" in lines_of(summary)


def test_folds_long_lines_between_characters():
    lines = lines_of("模型, 已停用; " * 20)
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = "\r\n".join(lines).replace("\r\n ", "").split("\r\n")
    assert "SUMMARY:" + r"模型\, 已停用\; " * 20 in whole


@pytest.mark.parametrize(("length", "pieces"), [(67, 1), (68, 2)])  # "SUMMARY:" takes 8 of 75
def test_folds_only_lines_of_more_than_75_octets(length, pieces):
    lines = lines_of("x" * length)
    start = lines.index(next(line for line in lines if line.startswith("SUMMARY:")))
    assert lines[start + pieces].startswith("URL:")


def test_times_are_utc():
    taipei = timezone(timedelta(hours=8))
    assert "DTSTAMP:20260430T160000Z" in lines_of("x", made_at=datetime(2026, 5, 1, tzinfo=taipei))
