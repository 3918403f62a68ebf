"""The pull lock: one holder at a time, released however its process ends."""

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


def test_the_lock_is_held_and_released() -> None:
    with pull_lock():
        pass
    with pull_lock():
        pass


def test_the_lock_is_released_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), pull_lock():
        raise ZeroDivisionError
    with pull_lock():
        pass


def test_another_process_holds_the_lock(holder) -> None:
    with pytest.raises(PullInProgress), pull_lock():
        pass


def test_a_killed_process_releases_the_lock(holder) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    connection.close()
    with pull_lock():
        pass
