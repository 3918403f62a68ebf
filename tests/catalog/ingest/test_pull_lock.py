"""One pull at a time, and none for ever."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from catalog.ingest.pull_lock import PullInProgress, pull_lock

HOLD = """
import django, sys, time
django.setup()
from catalog.ingest.pull_lock import pull_lock
with pull_lock():
    print("held", flush=True)
    time.sleep(60)
"""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def holder(database_url):
    """Another process, which holds the guard."""
    environment = {**os.environ, "DATABASE_URL": database_url}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD], env=environment, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_it_is_held_and_let_go() -> None:
    with pull_lock():
        pass
    with pull_lock():
        pass


def test_it_is_let_go_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), pull_lock():
        raise ZeroDivisionError
    with pull_lock():
        pass


def test_another_process_keeps_us_out(holder) -> None:
    with pytest.raises(PullInProgress), pull_lock():
        pass


def test_a_killed_holder_lets_go(holder) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    connection.close()
    with pull_lock():
        pass
