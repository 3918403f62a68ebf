import os
import subprocess
import sys

import pytest

from config.niceness import AUTOGROUP, NICENESS

PROGRAM = """
import os
from config.niceness import AUTOGROUP, yield_to_visitors
yield_to_visitors()
yield_to_visitors()  # once more changes nothing
print(os.getpriority(os.PRIO_PROCESS, 0))
print(AUTOGROUP.read_text() if AUTOGROUP.exists() else "")
"""

# A session starts it, and lives on: what the tests run in may have no session of its own.
STARTED_BY_A_SESSION = """
import subprocess, sys
subprocess.run([sys.executable, "-c", sys.argv[1]], check=True)
"""
STARTED_BY_CELERY = """
import os
from celery import signals
from config import celery
signals.{signal}.send(sender="a worker", instance=None, conf=celery.app.conf)
print(os.getpriority(os.PRIO_PROCESS, 0))
"""


unless_nicer = pytest.mark.skipif(
    os.getpriority(os.PRIO_PROCESS, 0) > NICENESS, reason="these tests run nicer"
)


def lowered(*program: str) -> list[str]:
    """Return the priority, and that of the session, of a process that lowered its own."""
    said = subprocess.check_output(
        [sys.executable, "-c", *program], text=True, start_new_session=True
    )
    return said.splitlines()


@unless_nicer
def test_a_process_yields_however_often_it_is_told_to():
    assert lowered(PROGRAM)[0] == str(NICENESS)


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="no sessions in this kernel's scheduler")
def test_its_session_yields_with_it():
    assert lowered(PROGRAM)[1].endswith(f"nice {NICENESS}")


@unless_nicer
@pytest.mark.skipif(not AUTOGROUP.exists(), reason="no sessions in this kernel's scheduler")
def test_a_session_shared_with_the_web_server_does_not_yield():
    priority, session, *_ = lowered(STARTED_BY_A_SESSION, PROGRAM)
    assert priority == str(NICENESS)
    assert session.endswith("nice 0")


@unless_nicer
@pytest.mark.parametrize("signal", ["celeryd_init", "beat_init"])
def test_workers_and_beat_yield_when_they_start(signal):
    assert lowered(STARTED_BY_CELERY.format(signal=signal)) == [str(NICENESS)]
