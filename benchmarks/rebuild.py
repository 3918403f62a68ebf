"""Rebuild histories of several lengths: seconds, peak memory, and how both grow.

The days are simulated: each changes as many prices, and brings and withdraws as many offers, as
real days do. Each length is rebuilt in a process of its own, on SQLite in a copy beside the
database, as `manage.py rebuild` does.

    python -m benchmarks.rebuild [DAYS ...]
"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.core.management import call_command
from django.utils import timezone

from catalog.feed.source import Fetched, read_bundled
from catalog.ingest.snapshots import take_snapshot
from catalog.models import Revision
from changelog.models import Change
from config.daily import rebuild

LENGTHS = (10, 20, 40)
FIRST = date(2021, 1, 1)
# What a real day of April and May 2026 changed, of 4,500 offers.
PRICES_A_DAY, OFFERS_A_DAY = 60, 12
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


def rebuild_days(count: int) -> None:
    """Store the days, derive everything from them, and print a row of the table."""
    call_command("migrate", verbosity=0)
    for day, body in days(count):
        take_snapshot(Fetched(body), day=day, source="simulated", now=timezone.now())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began, cpu = time.perf_counter(), time.process_time()
    counts = rebuild()
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if counts is None:
        sys.exit("nothing was rebuilt")
    rows = f"{Revision.objects.count():,} | {Change.objects.count():,}"
    memory = f"{before:.0f} | {peak:.0f}"
    print(f"| {count} | {seconds:.1f} | {cpu:.1f} | {cpu / count:.2f} | {memory} | {rows} |")


def main(lengths: list[int]) -> None:
    print(
        "| days | seconds | CPU s | CPU s a day | before, MB | peak, MB | revisions | changes |\n"
        + "|---" * 8
        + "|",
        flush=True,
    )
    for length in lengths:
        with tempfile.TemporaryDirectory() as folder:
            database = {"DATABASE_URL": f"sqlite:///{folder}/ledger.sqlite3", "VAR_DIR": folder}
            words = [sys.executable, "-m", "benchmarks.rebuild", "--one", str(length)]
            subprocess.run(words, check=True, env=os.environ | database)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        rebuild_days(int(sys.argv[2]))
    else:
        main([int(word) for word in sys.argv[1:]] or list(LENGTHS))
