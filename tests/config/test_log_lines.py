"""The log: a traceback for our errors, one line for those of clients."""

import logging
import sys

import pytest

from config import log_lines
from config.log_lines import (
    MOST_CAUSES,
    NoClientTracebacks,
    OncePerMinute,
    log_once_a_minute,
)


def record(status=None):
    try:
        raise ValueError("why")
    except ValueError:
        made = logging.LogRecord("x", logging.ERROR, "f", 1, "said", (), sys.exc_info())
    if status:
        made.status_code = status
    return made


@pytest.mark.parametrize("status, kept", [(None, True), (500, True), (503, False), (400, False)])
def test_only_our_errors_have_tracebacks(status, kept):
    line = record(status)
    assert NoClientTracebacks().filter(line)
    assert bool(line.exc_info) is kept


def test_a_page_that_does_not_exist_is_no_line():
    assert not NoClientTracebacks().filter(record(404))


@pytest.fixture
def clock(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(log_lines, "LINES", OncePerMinute(lambda: now[0]))
    return now


def test_a_cause_is_logged_once_a_minute(clock, caplog):
    log = logging.getLogger("config.test")
    for second in range(150):
        clock[0] = 1000 + second
        log_once_a_minute(log, "cache\n fails")
    assert [line.getMessage() for line in caplog.records] == ["cache fails"] * 3


def test_each_cause_has_its_own_minute(clock, caplog):
    for text in ("a", "b", "a"):
        log_once_a_minute(logging.getLogger("config.test"), text)
    assert [line.getMessage() for line in caplog.records] == ["a", "b"]


def test_causes_are_bounded(clock):
    lines = OncePerMinute(lambda: clock[0])
    assert all(lines.is_due(str(number)) for number in range(5000))
    assert len(lines.last) <= MOST_CAUSES
