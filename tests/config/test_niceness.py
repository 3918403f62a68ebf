import os
import subprocess
import sys

import pytest
from celery import signals

from config import celery  # connects the signals
from config.niceness import AUTOGROUP, NICENESS, yield_to_visitors

PROGRAM = """
import os
from config.niceness import AUTOGROUP, yield_to_visitors
yield_to_visitors()
yield_to_visitors()  # once more changes nothing
print(os.getpriority(os.PRIO_PROCESS, 0))
print(AUTOGROUP.read_text() if AUTOGROUP.exists() else "")
"""


def lowered(*, own_session: bool) -> list[str]:
    """Return the priority, and that of the session, of a process that lowered its own."""
    said = subprocess.check_output(
        [sys.executable, "-c", PROGRAM], text=True, start_new_session=own_session
    )
    return said.splitlines()


@pytest.mark.skipif(os.getpriority(os.PRIO_PROCESS, 0) > NICENESS, reason="these tests run nicer")
def test_a_process_yields_however_often_it_is_told_to():
    assert lowered(own_session=True)[0] == str(NICENESS)


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="no sessions in this kernel's scheduler")
def test_its_session_yields_with_it():
    assert lowered(own_session=True)[1].endswith(f"nice {NICENESS}")


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="no sessions in this kernel's scheduler")
def test_a_session_shared_with_the_web_server_does_not_yield():
    before = AUTOGROUP.read_text().split()[-1]
    lowered(own_session=False)
    assert AUTOGROUP.read_text().split()[-1] == before


@pytest.mark.parametrize("signal", [signals.celeryd_init, signals.beat_init])
def test_workers_and_beat_yield_when_they_start(signal):
    assert celery.app
    receivers = [receiver() for _key, receiver in signal.receivers]
    assert yield_to_visitors in receivers
