"""The log: a traceback for our errors, one line for those of clients."""

import logging
import sys

import pytest

from config.log_lines import NoClientTracebacks


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
