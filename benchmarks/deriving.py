"""Pull, replay and rebuild beside what cannot be avoided: parsing the same bytes.

Real days where they are at hand, else days that change as much. CPU time of this process, on a
SQLite file of its own, where a rebuild works in a copy beside the database, as always.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="ledger-bench-")
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER.name}/ledger.sqlite3"
os.environ["VAR_DIR"] = FOLDER.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.core.management import call_command
from django.utils import timezone

from benchmarks.rebuild import days
from catalog.feed.payload import parse
from catalog.feed.source import read_file
from catalog.models import Offering, Revision
from config.daily.pull import pull
from config.daily.rebuild import rebuild
from config.daily.replay import replay
from config.management.commands.replay import files_by_day

HISTORY = Path(__file__).resolve().parents[2] / "shared/data/history"
DAYS = 6


def files() -> list[tuple[date, Path]]:
    """Return the last days of the real history, or simulated ones."""
    if HISTORY.is_dir():
        return files_by_day(HISTORY)[-DAYS:]
    made = []
    for day, body in days(DAYS):
        made.append((day, Path(FOLDER.name) / f"{day}.json"))
        made[-1][1].write_bytes(body)
    return made


def cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    call_command("migrate", verbosity=0)
    (first_day, first), *rest = files()
    now = timezone.now()
    body = read_file(first).body
    parsing = min(cpu(lambda: parse(body)) for _round in range(5))
    rows = [
        ("parse one day", parsing),
        ("pull of the first day", cpu(lambda: pull(str(first), day=first_day, now=now))),
        (f"replay of {len(rest)} days, a day", cpu(lambda: replay(rest, now=now)) / len(rest)),
        (f"rebuild of {DAYS} days, a day", cpu(rebuild) / DAYS),
    ]
    print("| work | CPU, s | times parsing |\n|---|---|---|")
    for name, took in rows:
        print(f"| {name} | {took:.2f} | {took / parsing:.0f} |")
    load = os.getloadavg()[0]
    print(
        f"\n{len(body) / 1e6:.1f} MB and {Offering.objects.count():,} offers a day,"
        f" {Revision.objects.count():,} revisions, load average {load:.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
