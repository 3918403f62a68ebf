"""Rebuild histories of several lengths: time, peak memory, and how long another writer waits.

The days are simulated: each changes as many prices, and brings and withdraws as many offers, as
real days do. Each length is rebuilt as `manage.py rebuild` does it, in a process of its own that
has stored nothing: on SQLite in a copy beside the database. The tables start empty, so each row
differs when they are swapped in: the longest that this transaction can take. Another process
writes all the while, as sign-ins do.

    python -m benchmarks.rebuild [DAYS ...]

1,800 days take most of an hour and 2 GB of disk.
"""

import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.core.management import call_command
from django.utils import timezone

from catalog.feed.source import Fetched, read_bundled
from catalog.ingest.snapshots import take_snapshot
from catalog.models import Revision, Snapshot
from changelog.models import Change
from config.daily.rebuild import rebuild

LENGTHS = (10, 20, 40)
FIRST = date(2021, 1, 1)
# What a real day of April and May 2026 changed, of 4,500 offers.
PRICES_A_DAY, OFFERS_A_DAY = 60, 12
PAUSE = 0.1  # seconds between two writes of the other process
LONGEST_WAIT = 600.0  # seconds, until it gives up
PROGRESS = 100  # days between two lines on standard error
MB = 1024  # in KiB, as getrusage counts
HEADINGS = (
    *("days", "seconds", "CPU s", "CPU s a day", "peak, MB", "longest wait, s"),
    *("revisions", "changes"),
)
Payload = dict[str, Any]


def days(count: int) -> Iterator[tuple[date, bytes]]:
    """Yield each day and its payload."""
    draw = random.Random(1)
    payload: Payload = json.loads(read_bundled().body)
    for number in range(count):
        if number:
            change(payload, draw, number)
        yield FIRST + timedelta(days=number), json.dumps(payload).encode()


def change(payload: Payload, draw: random.Random, number: int) -> None:
    """Change prices, withdraw some offers, and bring as many new ones."""
    offers = [(key, name) for key, provider in payload.items() for name in provider["models"]]
    for key, name in draw.sample(offers, PRICES_A_DAY):
        cost = payload[key]["models"][name].get("cost", {})
        for field in ("input", "output"):
            if isinstance(cost.get(field), int | float):
                cost[field] = round(cost[field] * draw.uniform(0.8, 1.25), 4)
    for key, name in draw.sample(offers, OFFERS_A_DAY):
        models = payload[key]["models"]
        new = f"{name[:60]}-d{number}"
        models[new] = models.pop(name) | {"id": new}


def store_days(count: int) -> None:
    """Store the days' payloads in a new database, and derive nothing."""
    call_command("migrate", verbosity=0)
    for day, body in days(count):
        take_snapshot(Fetched(body), day=day, source="simulated", now=timezone.now())


def rebuild_days() -> None:
    """Derive everything from what is stored, and print what that took as JSON."""
    began, cpu = time.perf_counter(), time.process_time()
    done = 0

    def progress(snapshot: Snapshot) -> None:
        nonlocal done
        done += 1
        if not done % PROGRESS:
            seconds = time.perf_counter() - began
            print(f"{done} days, {seconds:.0f} s, {peak():.0f} MB", file=sys.stderr, flush=True)

    if rebuild(progress) is None:
        sys.exit("nothing was rebuilt")
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    took = {"seconds": seconds, "cpu": cpu, "peak": peak()}
    rows = {"revisions": Revision.objects.count(), "changes": Change.objects.count()}
    print(json.dumps(took | rows))


def peak() -> float:
    """Return the largest resident memory that this process had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MB


def longest_wait(database: Path, process: subprocess.Popen[str]) -> float:
    """Write to the database until the process ends; return the longest wait in seconds."""
    writer = sqlite3.connect(database, timeout=LONGEST_WAIT, isolation_level=None)
    longest = 0.0
    while process.poll() is None:
        began = time.perf_counter()
        writer.execute("UPDATE catalog_snapshot SET etag = 'a' WHERE id = 0")
        longest = max(longest, time.perf_counter() - began)
        time.sleep(PAUSE)
    writer.close()
    return longest


def measure(count: int, folder: Path) -> str:
    """Store and rebuild that many days in a folder; return a row of the table."""
    database = folder / "ledger.sqlite3"
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}", "VAR_DIR": str(folder)}
    words = [sys.executable, "-m", "benchmarks.rebuild"]
    subprocess.run([*words, "--store", str(count)], check=True, env=environment)
    with subprocess.Popen(
        [*words, "--rebuild"], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        waited = longest_wait(database, process)
        out = process.stdout.read() if process.stdout else ""
    if process.returncode:
        sys.exit(process.returncode)
    took = json.loads(out)
    cells = (
        *(count, f"{took['seconds']:.0f}", f"{took['cpu']:.0f}", f"{took['cpu'] / count:.2f}"),
        *(f"{took['peak']:.0f}", f"{waited:.1f}"),
        *(f"{took['revisions']:,}", f"{took['changes']:,}"),
    )
    return f"| {' | '.join(map(str, cells))} |"


def main(lengths: list[int]) -> None:
    print(f"| {' | '.join(HEADINGS)} |\n" + "|---" * len(HEADINGS) + "|", flush=True)
    for length in lengths:
        with tempfile.TemporaryDirectory() as folder:
            print(measure(length, Path(folder)), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--store"]:
        store_days(int(sys.argv[2]))
    elif sys.argv[1:2] == ["--rebuild"]:
        rebuild_days()
    else:
        main([int(word) for word in sys.argv[1:]] or list(LENGTHS))
